"""`python -m tests.benchmarks.days [NAME ...]`: makes the days anew and freezes their hashes. Results start afresh."""

import sys
from pathlib import Path
from time import monotonic

from tests.benchmarks.days.frozen import FROZEN, FrozenDay, digest, frozen_csv, frozen_days, keep_day
from tests.benchmarks.days.make import make_problem
from tests.benchmarks.days.sizes import DRAWINGS


def freeze(names: list[str], var: Path) -> None:
    """Makes the days named (none: all) and writes DAYS.csv. Raises KeyError for a name that is not there."""
    days = dict(frozen_days()) if FROZEN.is_file() else {}
    for name in names or DRAWINGS:
        started = monotonic()
        problem = make_problem(DRAWINGS[name])
        days[name] = FrozenDay(
            instance=name,
            jobs=DRAWINGS[name].size.jobs,
            visits=len(problem.visits),
            workers=len(problem.workers),
            sha256=digest(problem),
        )
        keep_day(name, problem, var)
        print(f"{name}: {len(problem.visits)} visits, {len(problem.workers)} workers, {monotonic() - started:.1f} s")
        # After each, as a big one takes minutes and whoever stops here keeps what is done.
        FROZEN.write_text(frozen_csv({name: days[name] for name in DRAWINGS if name in days}), encoding="utf-8")


if __name__ == "__main__":
    freeze(sys.argv[1:], Path("var"))

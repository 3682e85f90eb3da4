"""What is measured of our own engine besides the plans of a suite, kept and resumed as other results are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from tests.benchmarks.anytime import NAMES as ANYTIME_NAMES
from tests.benchmarks.anytime import measure_anytime
from tests.benchmarks.engine import Engine
from tests.benchmarks.engines import engine_named
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.forked import forked
from tests.benchmarks.live import DAYS as LIVE_DAYS
from tests.benchmarks.live import measure_day
from tests.benchmarks.machine import in_short
from tests.benchmarks.results import Line, Results, key_of
from tests.benchmarks.scaling import NAMES as SCALING_NAMES
from tests.benchmarks.scaling import measure_scaling


@dataclass(frozen=True, slots=True)
class Other:
    """One kind of measurement: the problems it is made on, and what it makes of one in so many seconds."""

    names: tuple[str, ...]
    measure: Callable[[str, Path, float], Line]  # name, the folder with a folder for each suite, seconds

    def chosen(self, only: str) -> list[str]:
        """The problems with names like `only`. Raises CannotRun if there are none."""
        names = [name for name in self.names if fnmatchcase(name, only)]
        if not names:
            raise CannotRun(f"nothing is named like {only!r}; there are {', '.join(self.names)}")
        return names


OTHERS = {
    "live": Other(LIVE_DAYS, measure_day),
    "scaling": Other(SCALING_NAMES, measure_scaling),
    "anytime": Other(ANYTIME_NAMES, measure_anytime),
}


def other_lines(
    kind: str, other: Other, only: str, data: Path, seconds: float, results: Results, engine: Engine | None = None
) -> Iterator[Line]:
    """A line for each problem chosen, with the fields that all results have; what is known is given from there.

    `engine` (None: ours) is asked for name and version, and warmed up.
    """
    engine = engine or engine_named("allround")
    known = results.known()
    engine.warm_up()
    for name in other.chosen(only):
        line: Line = {
            "suite": kind,
            "instance": name,
            "engine": engine.name,
            "seconds": seconds,
            "seed": 1,
            "version": engine.version(),
        }
        if key_of(line) in known:
            yield known[key_of(line)]
            continue
        line |= {"date": datetime.now(UTC).isoformat(timespec="seconds"), "machine": in_short()}
        # Elsewhere, as what one leaves behind would be counted as the next one's memory.
        line |= forked(partial(other.measure, name, data, seconds))
        results.append(line)
        yield line

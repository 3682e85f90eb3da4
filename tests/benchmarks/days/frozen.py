"""Days are frozen: their hashes stand in DAYS.csv, and a day that comes out otherwise is an error, not a result."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from optimiser.problem import Problem, ProblemError, Travel, problem_from_json, problem_to_json, travel_arrays
from tests.benchmarks.days.make import make_problem
from tests.benchmarks.days.sizes import DRAWINGS, Drawing

FROZEN = Path(__file__).with_name("DAYS.csv")
Make = Callable[[Drawing], Problem]
COLUMNS = ("instance", "jobs", "visits", "workers", "sha256")


class NotTheFrozenDay(ValueError):
    """A day that came out otherwise than when it was frozen; results on it could not be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenDay:
    """A line of DAYS.csv."""

    instance: str
    jobs: int
    visits: int
    workers: int
    sha256: str


def frozen_days(path: Path = FROZEN) -> Mapping[str, FrozenDay]:
    """The lines by instance."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            line["instance"]: FrozenDay(
                instance=line["instance"],
                jobs=int(line["jobs"]),
                visits=int(line["visits"]),
                workers=int(line["workers"]),
                sha256=line["sha256"],
            )
            for line in csv.DictReader(lines)
        }


def frozen_csv(days: Mapping[str, FrozenDay]) -> str:
    """DAYS.csv with these lines."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(day, column) for column in COLUMNS] for day in days.values())
    return text.getvalue()


def read_day(
    name: str, var: Path, *, frozen: Mapping[str, FrozenDay] | None = None, make: Make = make_problem
) -> Problem:
    """The Problem of that name, from its files below `var` or made anew and kept there.

    Raises NotTheFrozenDay when its hash is not that of DAYS.csv, and ValueError for a name that is not there.
    """
    known = (frozen_days() if frozen is None else frozen).get(name)
    if known is None or name not in DRAWINGS:
        raise ValueError(f"there is no day {name!r}; give one of {', '.join(DRAWINGS)}")
    kept = _kept(name, var)
    if kept is not None and digest(kept) == known.sha256:
        return kept
    # What is kept may come from another version of the generator, or be half a file: it counts for nothing.
    made = make(DRAWINGS[name])
    found = digest(made)
    if found != known.sha256:
        raise NotTheFrozenDay(
            f"{name} comes out with the hash {found[:12]}, and was frozen with {known.sha256[:12]}: the fixtures or "
            "a library have changed what is drawn. Go back to the version that was frozen, or freeze the days anew "
            "(python -m tests.benchmarks.days) and run everything again"
        )
    keep_day(name, made, var)
    return made


def digest(problem: Problem) -> str:
    """SHA-256 of the canonical form: the JSON without travel, compact and sorted, then each matrix by name."""
    document = json.loads(problem_to_json(problem, travel_file="travel.npz"))
    hashed = sha256(json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode())
    for name, array in sorted(travel_arrays(problem).items()):
        # Byte order and width are given, so that every processor hashes the same bytes.
        as_stored = np.ascontiguousarray(array, dtype="u1" if name.endswith(".profile") else "<i4")
        hashed.update(f"{name} {as_stored.shape}".encode())
        hashed.update(as_stored.data)
    return hashed.hexdigest()


def keep_day(name: str, problem: Problem, var: Path) -> None:
    """Writes `NAME.json` and `NAME.npz`, which `python -m optimiser` reads as well."""
    folder = folder_of(var)
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f"{name}.half"
    with half.open("wb") as file:
        np.savez_compressed(file, **travel_arrays(problem))
    half.replace(folder / f"{name}.npz")
    half.write_text(problem_to_json(problem, travel_file=f"{name}.npz"), encoding="utf-8")
    half.replace(folder / f"{name}.json")


def folder_of(var: Path) -> Path:
    """Where the files of the days are."""
    return var / "benchmarks" / "days"


def _kept(name: str, var: Path) -> Problem | None:
    path = folder_of(var) / f"{name}.json"
    if not path.is_file():
        return None
    try:
        return _sharing(problem_from_json(path.read_bytes(), lambda file: _arrays(path.with_name(file))))
    except (ProblemError, OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def _arrays(path: Path) -> dict[str, Any]:
    # Opened here, as NumPy leaves an archive that it cannot read open.
    with path.open("rb") as file, np.load(file) as archive:
        return dict(archive)


def _sharing(problem: Problem) -> Problem:
    """The same, modes with equal metres holding them once: a large county's fill 60 MB."""
    held: list[np.ndarray] = []
    travel = {}
    for mode, matrices in problem.travel.items():
        same = next((array for array in held if np.array_equal(array, matrices.metres)), None)
        if same is None:
            held.append(matrices.metres)
        travel[mode] = Travel(matrices.seconds, matrices.metres if same is None else same, matrices.profile)
    return replace(problem, travel=travel)

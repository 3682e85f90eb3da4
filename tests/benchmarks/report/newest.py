"""Which lines of the results count: the newest run of each kind, and of an engine the version that ran a suite last.

To run every suite takes hours, and an engine changes more often than that. So a suite that its newest version has not
run yet is shown as the version before ran it, and that is told; runs of two versions are never put into one mean.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.errors import CannotRun
from tests.benchmarks.results import Line, Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """The lines that count, in an order that does not depend on that of files; and what was left out."""

    lines: tuple[Line, ...]
    versions: Mapping[str, str]  # by engine, its newest
    older: Mapping[str, int]  # by engine, how many lines were left out because a later version has run the suite

    def is_earlier(self, line: Line) -> bool:
        """Whether it is by a version of its engine that is not the newest."""
        return bool(line["version"] != self.versions[line["engine"]])


def read_results(folder: Path) -> list[Line]:
    """All lines of all `*.jsonl` of a folder. Raises CannotRun where there is none."""
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in Results(path).lines()]
    if not lines:
        raise CannotRun(
            f"{folder} has no results of benchmarks; run some first (python -m tests.benchmarks solomon), or all that "
            "the document holds (python -m tests.benchmarks.report --run)"
        )
    return lines


def newest(lines: Iterable[Line]) -> Newest:
    """Chooses by the date of a line; of two with one date, the later in its file."""
    by_date = sorted(lines, key=_date)
    versions = {line["engine"]: line["version"] for line in by_date}
    last = {(line["engine"], line["suite"]): line["version"] for line in by_date}
    kept: dict[tuple[str, tuple[tuple[int, str], ...], str, float, int], Line] = {}
    older: Counter[str] = Counter()
    for line in by_date:
        if line["version"] != last[line["engine"], line["suite"]]:
            older[line["engine"]] += 1
            continue
        kept[line["suite"], natural(line["instance"]), line["engine"], line["seconds"], line["seed"]] = line
    return Newest(lines=tuple(kept[key] for key in sorted(kept)), versions=versions, older=older)


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """For sorting: numbers inside a name count as numbers, so that 25 is before 100."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name) if part)


def _date(line: Line) -> str:
    return str(line.get("date", ""))

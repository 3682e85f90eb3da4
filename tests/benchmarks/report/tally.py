"""The numbers of one engine's runs of one section: means over files and seeds, the worst, and all that went wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.benchmarks.results import Line
from tests.benchmarks.run import FAILED_PERCENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Of at least one run. Peak memory is None where no run tells it."""

    runs: int
    mean_gap: float
    worst: Line
    infeasible: int  # plans that break a rule
    errors: int  # runs without an answer in time
    unserved: int
    longest_s: float
    peak_mb: int | None


def tally(lines: Sequence[Line]) -> Tally:
    """Counts runs together."""
    return Tally(
        runs=len(lines),
        mean_gap=mean_over_files(lines, "gap_percent"),
        worst=max(lines, key=lambda line: line["gap_percent"]),
        infeasible=sum(not line["feasible"] and "error" not in line for line in lines),
        errors=sum("error" in line for line in lines),
        unserved=sum(line["unserved"] for line in lines),
        longest_s=max(line["took_s"] for line in lines),
        peak_mb=max((line["peak_mb"] for line in lines if "peak_mb" in line), default=None),
    )


def files_and_seeds(lines: Sequence[Line]) -> str:
    """How many there are of each: `18 × 3`, or `18 × 1 to 3` where not every file has as many."""
    files = by_file(lines)
    seeds = sorted({len(several) for several in files.values()})
    return f"{len(files)} × {seeds[0]}" if len(seeds) == 1 else f"{len(files)} × {seeds[0]} to {seeds[-1]}"


def by_file(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The runs of each instance."""
    files: dict[str, list[Line]] = {}
    for line in lines:
        files.setdefault(line["instance"], []).append(line)
    return files


def mean(values: Sequence[float]) -> float:
    """Of at least one value."""
    return sum(values) / len(values)


def mean_over_files(lines: Iterable[Line], field: str) -> float:
    """The mean over seeds of each file, and of these the mean: a file with more seeds counts no more than another."""
    return mean([mean([line[field] for line in several]) for several in by_file(lines).values()])


def of_engine(lines: Iterable[Line], engine: str) -> list[Line]:
    """The runs of one engine."""
    return [line for line in lines if line["engine"] == engine]


def on_files_of(lines: Iterable[Line], others: Iterable[Line]) -> list[Line]:
    """Those runs whose file is among the files of others."""
    files = set(by_file(others))
    return [line for line in lines if line["instance"] in files]


def failed(line: Line) -> bool:
    """Whether the run counts as a gap of 100: no answer, a rule broken, or required visits left out.

    Of days, which have no best known cost, visits left out are no failure: they are weighed tier by tier.
    """
    lost: bool = line["suite"] != "days" and line["gap_percent"] == FAILED_PERCENT
    return "error" in line or not line["feasible"] or lost

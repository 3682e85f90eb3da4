"""What the plots show, as data: which points, and what they are called. Nothing here draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.report.gap_section import engines_of, has_classes, mean_gap, parts_of
from tests.benchmarks.report.programme import OURS, Entry
from tests.benchmarks.report.tally import of_engine, on_files_of
from tests.benchmarks.report.verdict import tier_means
from tests.benchmarks.results import Line


@dataclass(frozen=True, slots=True)
class Dot:
    """A value in a row. `hollow` marks one that must not be read without its table."""

    row: str
    value: float
    hollow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """Rows from top to bottom, and in each the dots of every engine.

    Values further apart than `widest_linear` are shown logarithmically.
    """

    rows: tuple[str, ...]
    totals: frozenset[str]  # rows that are the whole of others
    rows_are: str = ""  # what their names stand for, where they do not say so themselves
    series: Mapping[str, tuple[Dot, ...]]  # by engine
    says: str  # what the numbers are
    note: str = ""
    widest_linear: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Lines by name, each of (x, y) in rising order of x, on logarithmic axes."""

    series: Mapping[str, tuple[tuple[float, float], ...]]
    across: str
    up: str


@dataclass(frozen=True, slots=True)
class Curves:
    """Panels side by side with the same series."""

    panels: tuple[Panel, ...]


Picture = Dots | Curves


def gap_picture(entries: Sequence[Entry], lines: Sequence[Line]) -> Dots:
    """Mean gaps by class (or file) and engine, and over all files of each entry where there is more than one."""
    rows: list[str] = []
    dots: dict[str, list[Dot]] = {}
    for entry in entries:
        within = entry.of(lines)
        named = parts_of(within)
        if len(named) > 1:
            named[entry.label] = within
        for row, several in named.items():
            rows.append(row)
            for engine in engines_of(entry, within):
                value = mean_gap(of_engine(several, engine))
                if value is not None:
                    dots.setdefault(engine, []).append(Dot(row, value))
    return Dots(
        rows=tuple(rows),
        totals=frozenset(entry.label for entry in entries),
        series=_series(dots),
        rows_are=entries[0].classes if has_classes(entries[0].of(lines)) else "file",
        says="mean gap above the best known cost, %",
        widest_linear=12.0,  # else small gaps, which matter, would all be in one place
    )


def day_picture(entries: Sequence[Entry], lines: Sequence[Line]) -> Dots:
    """Avoidable cost beside ours, by size of day: hollow where the tiers above cost are not as ours are."""
    rows: list[str] = []
    dots: dict[str, list[Dot]] = {}
    for entry in entries:
        within = entry.of(lines)
        rows.append(entry.label)
        mine = of_engine(within, OURS)
        for engine in engines_of(entry, within):
            both = on_files_of(of_engine(within, engine), mine)
            *tiers, pence = tier_means(both)
            *our_tiers, our_pence = tier_means(on_files_of(mine, both))
            if max(pence, our_pence) < float("inf") and our_pence > 0:
                dots.setdefault(engine, []).append(Dot(entry.label, 100 * (pence / our_pence - 1), tiers != our_tiers))
    return Dots(
        rows=tuple(rows),
        totals=frozenset(),
        series=_series(dots),
        says="mean avoidable cost beside ours, %",
        note="hollow: safety, statute or promise differ from ours, and come first",
        widest_linear=100.0,
    )


def scaling_picture(entries: Sequence[Entry], lines: Sequence[Line]) -> Curves:
    """Time per iteration and memory against visits, by family of problems."""
    within = sorted((line for entry in entries for line in entry.of(lines)), key=lambda line: line["visits"])
    families = sorted({line["family"] for line in within})

    def panel(field: str, up: str) -> Panel:
        series = {
            family: tuple((line["visits"], line[field]) for line in within if line["family"] == family and line[field])
            for family in families
        }
        return Panel(series={name: points for name, points in series.items() if points}, across="visits", up=up)

    return Curves(
        (
            panel("us_per_iteration", "µs an iteration"),
            panel("tables_mb", "tables, MB"),
            panel("peak_mb", "most memory, MB"),
        )
    )


def anytime_picture(entries: Sequence[Entry], lines: Sequence[Line]) -> Curves:
    """Gaps against seconds, as long as they are above nothing."""
    series = {
        line["instance"]: tuple((second, gap) for second, gap in line["points"] if gap > 0)
        for entry in entries
        for line in entry.of(lines)
    }
    found = {name: points for name, points in series.items() if points}
    return Curves((Panel(series=found, across="seconds", up="gap above the best known cost, %"),))


def _series(dots: Mapping[str, Sequence[Dot]]) -> dict[str, tuple[Dot, ...]]:
    return {engine: tuple(several) for engine, several in dots.items()}

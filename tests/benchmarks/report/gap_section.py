"""The section of a suite with best known costs: engines by gap, classes (or files) by engine, and what went wrong."""

from collections.abc import Sequence

from tests.benchmarks.report.failures import failures, not_expressed
from tests.benchmarks.report.markdown import code, number, table
from tests.benchmarks.report.newest import natural
from tests.benchmarks.report.programme import OURS, Entry
from tests.benchmarks.report.tally import by_file, files_and_seeds, mean_over_files, of_engine, on_files_of, tally
from tests.benchmarks.report.targets import ALL, GAP
from tests.benchmarks.report.verdict import NOT_MEASURED, Verdict, cells
from tests.benchmarks.results import Line

HEAD = (
    "engine", "files × seeds", "mean gap %", "must reach", "reached", "worst gap %", "infeasible", "errors", "unserved",
    "longest s", "peak MB",
)  # fmt: skip
ON_THE_SAME = "ours on its files %"


def gap_section(entry: Entry, lines: Sequence[Line], verdicts: Sequence[Verdict]) -> str:
    """`lines` are those of the entry, at least one. Verdicts of other sections are passed over."""
    engines = engines_of(entry, lines)
    pieces = [
        _by_engine(entry, lines, engines, verdicts),
        _worst(of_engine(lines, OURS)),
        _by_part(entry, lines, engines, verdicts),
        failures(lines, engines),
        not_expressed(lines, engines),
    ]
    return "\n\n".join(filter(None, pieces))


def engines_of(entry: Entry, lines: Sequence[Line]) -> list[str]:
    """Those that are due, measured or not, and then whoever was measured besides."""
    return list(dict.fromkeys([*entry.engines, *sorted({line["engine"] for line in lines})]))


def parts_of(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The runs of each class, in the natural order of names; of each file, where the suite has no classes."""
    if not has_classes(lines):
        return by_file(lines)
    names = sorted({line["group"] for line in lines if "group" in line}, key=natural)
    return {name: [line for line in lines if line.get("group") == name] for name in names}


def has_classes(lines: Sequence[Line]) -> bool:
    """Whether any run is of a class."""
    return any("group" in line for line in lines)


def _by_engine(entry: Entry, lines: Sequence[Line], engines: Sequence[str], verdicts: Sequence[Verdict]) -> str:
    mine = of_engine(lines, OURS)
    # Where a peer has run other files than we have, our mean on just these stands beside its own.
    apart = any(set(by_file(of_engine(lines, engine))) not in (set(), set(by_file(mine))) for engine in engines)
    rows: list[list[str]] = []
    for engine in engines:
        theirs = of_engine(lines, engine)
        row = _row(engine, theirs, cells(verdicts, entry.name, ALL, GAP) if engine == OURS else ("", ""))
        if apart:
            same = on_files_of(mine, theirs)
            row.append(number(mean_over_files(same, GAP)) if same and engine != OURS else "")
        rows.append(row)
    if not apart:
        return table(HEAD, rows)
    warning = "Not every engine has run every file: below, each mean is over the files that the engine itself has run."
    return f"{table((*HEAD, ON_THE_SAME), rows)}\n\n{warning}"


def _row(engine: str, lines: Sequence[Line], must_reach: tuple[str, str]) -> list[str]:
    if not lines:
        return [code(engine), NOT_MEASURED, "–", *must_reach, *["–"] * (len(HEAD) - 5)]
    of = tally(lines)
    return [
        code(engine),
        files_and_seeds(lines),
        number(of.mean_gap),
        *must_reach,
        number(of.worst["gap_percent"]),
        number(of.infeasible, 0),
        number(of.errors, 0),
        number(of.unserved, 0),
        number(of.longest_s, 1),
        number(of.peak_mb, 0),
    ]


def _worst(mine: Sequence[Line]) -> str:
    if not mine:
        return ""
    worst = tally(mine).worst
    return f"Our worst run: {worst['instance']}, seed {worst['seed']}, {number(worst['gap_percent'])} %."


def _by_part(entry: Entry, lines: Sequence[Line], engines: Sequence[str], verdicts: Sequence[Verdict]) -> str:
    measured = [engine for engine in engines if of_engine(lines, engine)]
    head = [entry.classes, "files"] if has_classes(lines) else ["file"]
    head += [f"{code(engine)} mean gap %" for engine in measured] + ["must reach", "reached"]
    rows = []
    for name, within in parts_of(lines).items():
        files = [str(len(by_file(within)))] if has_classes(lines) else []
        gaps = [number(mean_gap(of_engine(within, engine))) for engine in measured]
        rows.append([name, *files, *gaps, *cells(verdicts, entry.name, name, GAP)])
    if not any(verdict.target.section == entry.name and verdict.target.part != ALL for verdict in verdicts):
        head, rows = head[:-2], [row[:-2] for row in rows]  # two columns that would say nothing
    return table(head, rows)


def mean_gap(lines: Sequence[Line]) -> float | None:
    """The mean gap of some runs of an engine, in percent; None without any."""
    return mean_over_files(lines, GAP) if lines else None

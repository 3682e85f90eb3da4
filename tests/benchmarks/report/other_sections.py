"""The sections of what is measured besides the plans of suites: live questions, growth with size, gap over time."""

from collections.abc import Sequence

from tests.benchmarks.report.markdown import number, table
from tests.benchmarks.report.programme import Entry
from tests.benchmarks.report.verdict import Verdict, cells
from tests.benchmarks.results import Line

# Seconds at which the table tells the gap.
LOOKS_S = (1, 2, 5, 10, 30, 60)


def live_section(entry: Entry, lines: Sequence[Line], verdicts: Sequence[Verdict]) -> str:
    """Milliseconds a question; `processor` is its time alone, whatever else the machine had to do."""
    head = (
        "day", "visits", "shifts", "questions", "p50 ms", "p99 ms", "must reach", "reached", "worst ms",
        "one visit p99", "tied pair p99", "processor p50", "processor p99", "no place", "complaints", "loading s",
        "load",
    )  # fmt: skip
    return table(
        head,
        [
            (
                line["instance"],
                *(number(line[name], 0) for name in ("visits", "shifts", "questions")),
                *(number(line[name], 1) for name in ("p50_ms", "p99_ms")),
                *cells(verdicts, entry.name, line["instance"]),
                *(number(line[name], 1) for name in ("worst_ms", "one_p99_ms", "pair_p99_ms")),
                *(number(line[name], 1) for name in ("cpu_p50_ms", "cpu_p99_ms")),
                *(number(line[name], 0) for name in ("unplaced", "complaints")),
                number(line["load_s"], 1),
                number(line["load"], 1),
            )
            for line in lines
        ],
    )


def scaling_section(entry: Entry, lines: Sequence[Line], verdicts: Sequence[Verdict]) -> str:
    """From the smallest problem to the largest."""
    head = (
        "problem", "family", "visits", "shifts", "µs an iteration", "first plan s", "tables MB", "peak MB",
        "must reach", "reached",
    )  # fmt: skip
    return table(
        head,
        [
            (
                line["instance"],
                line["family"],
                *(number(line[name], 0) for name in ("visits", "shifts")),
                number(line["us_per_iteration"], 1),
                number(line["first_plan_s"]),
                number(line["tables_mb"], 1),
                number(line["peak_mb"], 0),
                *cells(verdicts, entry.name, line["instance"]),
            )
            for line in sorted(lines, key=lambda line: (line["family"], line["visits"]))
        ],
    )


def anytime_section(entry: Entry, lines: Sequence[Line], verdicts: Sequence[Verdict]) -> str:
    """The gap at some moments, in percent, and at the end by the referee."""
    looks = [look for look in LOOKS_S if look < entry.seconds]
    head = ("file", "all served after s", *(f"{look} s" for look in looks), "at the end", "must reach", "reached")
    return table(
        head,
        [
            (
                line["instance"],
                number(line["points"][0][0]),
                *(number(gap_at(line["points"], look)) for look in looks),
                number(line["gap_percent"]),
                *cells(verdicts, entry.name, line["instance"]),
            )
            for line in lines
        ],
    )


def gap_at(points: Sequence[Sequence[float]], at_s: float) -> float | None:
    """The gap of the last point not after a moment; None before the first. `points` are [seconds, percent]."""
    return next((gap for second, gap in reversed(points) if second <= at_s), None)

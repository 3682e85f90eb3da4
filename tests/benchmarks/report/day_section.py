"""The section of one size of the rich days: engines tier by tier, then by what could be avoided of the cost."""

from collections.abc import Sequence

from tests.benchmarks.report.failures import failures, not_expressed
from tests.benchmarks.report.gap_section import engines_of
from tests.benchmarks.report.markdown import code, number, table
from tests.benchmarks.report.programme import OURS, Entry
from tests.benchmarks.report.tally import files_and_seeds, of_engine, tally
from tests.benchmarks.report.targets import ALL, TIERS
from tests.benchmarks.report.verdict import NOT_MEASURED, Verdict, cells, tier_means
from tests.benchmarks.results import Line

HEAD = (
    "engine", "files × seeds", "safety", "statute", "promise", "avoidable £", "must reach", "reached", "infeasible",
    "errors", "unserved a run", "longest s", "peak MB",
)  # fmt: skip


def day_section(entry: Entry, lines: Sequence[Line], verdicts: Sequence[Verdict], first: Sequence[Line] = ()) -> str:
    """`lines` are those of the entry, at least one; `first` those that tell of first plans (see first_plans)."""
    engines = engines_of(entry, lines)
    rows = [
        _row(
            engine,
            of_engine(lines, engine),
            cells(verdicts, entry.name, ALL, TIERS) if engine == OURS else ("", ""),
        )
        for engine in engines
    ]
    pieces = [
        table(HEAD, rows),
        _resources(of_engine(lines, OURS), first, entry.name, verdicts),
        failures(lines, engines),
        not_expressed(lines, engines),
    ]
    return "\n\n".join(filter(None, pieces))


def _row(engine: str, lines: Sequence[Line], must_reach: tuple[str, str]) -> list[str]:
    if not lines:
        return [code(engine), NOT_MEASURED, *["–"] * 4, *must_reach, *["–"] * 5]
    of = tally(lines)
    *tiers, pence = tier_means(lines)
    return [
        code(engine),
        files_and_seeds(lines),
        *(number(tier, 1) for tier in tiers),
        number(pence / 100),
        *must_reach,
        number(of.infeasible, 0),
        number(of.errors, 0),
        number(of.unserved / of.runs, 1),
        number(of.longest_s, 1),
        number(of.peak_mb, 0),
    ]


def _resources(mine: Sequence[Line], first: Sequence[Line], section: str, verdicts: Sequence[Verdict]) -> str:
    """Memory and the first plan beside what they must be."""
    peaks = [line["peak_mb"] for line in mine if "peak_mb" in line]
    firsts = [line["first_plan_s"] for line in first if line["first_plan_s"] is not None]
    rows = [
        (what, number(max(values), digits) if values else NOT_MEASURED, *cells(verdicts, section, ALL, measure))
        for what, measure, values, digits in (
            ("most memory, MB", "peak_mb", peaks, 0),
            ("first plan after, s", "first_plan_s", firsts, 2),
        )
    ]
    return table(("ours", "measured", "must reach", "reached"), rows)

"""How the gap falls while the engine searches, on four files with 200 and 1,000 customers, short routes and long."""

from pathlib import Path

from tests.benchmarks.case import gap_percent
from tests.benchmarks.results import Line
from tests.benchmarks.suites import case_named
from tests.benchmarks.suites.homberger import SUITE
from tests.benchmarks.watched import Point, watch

NAMES = ("R1_2_3", "RC2_2_3", "R1_10_3", "RC2_10_3")


def measure_anytime(name: str, data: Path, seconds: float) -> Line:
    """One file, planned for so many seconds: `points` are [seconds, percent above the best known], as the gap falls.

    On the way the gap is worked out from the engine's own objective, at the end by the suite's referee. Points begin
    where everybody is served. Raises CannotRun for a file that is not there.
    """
    case = case_named(SUITE.name, name, data)
    watched = watch(case.problem, seconds)
    end = round(gap_percent(case, case.judge(watched.plan)), 4)
    assert case.best_known is not None  # read() refuses files without one
    points = falling(watched.points, SUITE.per_unit * case.best_known)
    return {"points": [*points, [round(watched.took_s, 2), end]], "gap_percent": end}


def falling(points: tuple[Point, ...], best_known: float) -> list[list[float]]:
    """[seconds, gap in percent] of each point better than all before it; those with customers left out are none.

    `best_known` is in units of the engine's cost tier.
    """
    kept: list[list[float]] = []
    for point in points:
        *above, cost = point.best
        gap = round(100 * (cost - best_known) / best_known, 4)
        if not any(above) and (not kept or gap < kept[-1][1]):
            kept.append([round(point.at_s, 2), gap])
    return kept

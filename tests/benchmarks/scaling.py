"""How time per iteration and memory grow with the number of visits: Homberger's files and the rich days."""

from pathlib import Path

from tests.benchmarks.days.sizes import DRAWINGS
from tests.benchmarks.results import Line
from tests.benchmarks.suites import case_named
from tests.benchmarks.watched import table_bytes, watch

# Short routes and long ones of 200, 400 and 1,000 visits, and the first day of each size: 50 to 5,000 jobs.
HOMBERGER = ("R1_2_1", "R1_4_1", "R1_10_1", "R2_2_1", "R2_4_1", "R2_10_1")
DAYS = tuple(name for name, drawing in DRAWINGS.items() if drawing.number == 1)
NAMES = (*HOMBERGER, *DAYS)


def measure_scaling(name: str, data: Path, seconds: float) -> Line:
    """One problem, planned for so many seconds.

    `us_per_iteration` is by the clock, both searches together; None where time was too short for two looks.
    `first_plan_s` is what it takes to the first look, which has a plan: tables, first plan and a few iterations.
    `tables_mb` are the engine's tables, `peak_mb` the most that the process held (millions of bytes, and MiB).
    Raises CannotRun for a file that is not there.
    """
    suite = "days" if name in DAYS else "homberger"
    problem = case_named(suite, name, data).problem
    watched = watch(problem, seconds)
    per_iteration = watched.us_per_iteration()
    return {
        "family": suite if name in DAYS else f"{suite} {name[:2]}",
        "visits": len(problem.visits),
        "shifts": len(problem.shifts),
        "us_per_iteration": None if per_iteration is None else round(per_iteration, 2),
        "iterations": watched.points[-1].iterations if watched.points else 0,
        "first_plan_s": round(watched.points[0].at_s, 3) if watched.points else None,
        "tables_mb": round(table_bytes(problem) / 1e6, 2),
        "peak_mb": watched.peak_mb,
    }

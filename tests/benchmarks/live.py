"""How long a scheduler waits when a job comes in by telephone and goes where it costs least in the day's loaded plan.

What is timed is the whole answer: taking the new visit (or tied pair) in, the ten best positions with all they change,
and putting it into the best. Loading the plan is timed apart; it happens once a day.
"""

import gc
import os
import random
import time
from dataclasses import replace
from pathlib import Path

from optimiser.checker import check
from optimiser.insert import WarmPlan
from optimiser.plan import Plan
from optimiser.problem import Coupling, Lock, Problem, Visit, Who
from optimiser.solve import solve
from tests.benchmarks.days.frozen import read_day
from tests.benchmarks.results import Line

# The days asked about: 300 and 5,000 jobs.
DAYS = ("day-0300-1", "day-5000-1")
# So many questions go first, which compile or load the kernels.
WARM_UP = 3
# Every so many answers, the checker looks at what came of them; it is slow, and not timed.
CHECKED = 25


def measure_day(name: str, data: Path, seconds: float) -> Line:
    """One of DAYS, planned for so many seconds first. `data` is not looked at: days are made.

    `load` is the mean number of processes that wanted to run in the minute before; above the number of cores, what
    counts is the processor's time (`cpu_`).
    """
    problem = read_day(name, Path("var"))
    measured = measure_live(problem, solve(problem, seconds=seconds))
    return {**measured, "load": round(os.getloadavg()[0], 1)}


def measure_live(problem: Problem, plan: Plan, count: int = 200, seed: int = 1) -> dict[str, float | int]:
    """Asks `count` questions, every second one about a pair that starts at once with different people.

    New visits are like ones of the problem, drawn by the seed; each is taken off the plan again. Milliseconds, by the
    clock and (`cpu_`) of the processor.
    """
    chance = random.Random(seed)
    begun = time.perf_counter()
    warm = WarmPlan(problem, plan, spare=2 * (count + WARM_UP))
    load_s = time.perf_counter() - begun
    # As any service that keeps large things does: Python need not look through them for garbage again and again.
    gc.collect()
    gc.freeze()
    models = [visit for visit in problem.visits if visit.lock.rank is None]
    took: dict[int, list[float]] = {1: [], 2: []}
    worked: list[float] = []
    unplaced = complaints = 0
    for number in range(count + WARM_UP):
        names = [f"new {number}"] if number % 2 else [f"new {number} a", f"new {number} b"]
        visits = _like(chance.choice(models), names)
        ties = [Coupling(first=names[0], second=names[-1], max_lag_s=0, who=Who.DIFFERENT)] if len(names) > 1 else []
        begun, began_cpu = time.perf_counter(), time.process_time()
        warm.add(visits, ties)
        options = warm.ranked(*names)
        if options:
            warm.insert(options[0])
        elapsed_ms, cpu_s = 1000 * (time.perf_counter() - begun), time.process_time() - began_cpu
        if number >= WARM_UP:
            took[len(names)].append(elapsed_ms)
            worked.append(1000 * cpu_s)
            unplaced += not options
        if number % CHECKED == 0:
            complaints += len(check(warm.problem, warm.plan).violations)
        if options:
            warm.remove(*names)
    gc.unfreeze()
    both = sorted(took[1] + took[2])
    worked.sort()
    return {
        "visits": len(problem.visits),
        "shifts": len(problem.shifts),
        "questions": count,
        "p50_ms": _share(both, 0.50),
        "p99_ms": _share(both, 0.99),
        "worst_ms": round(both[-1], 2),
        "cpu_p50_ms": _share(worked, 0.50),
        "cpu_p99_ms": _share(worked, 0.99),
        "one_p50_ms": _share(sorted(took[1]), 0.50),
        "one_p99_ms": _share(sorted(took[1]), 0.99),
        "pair_p50_ms": _share(sorted(took[2]), 0.50),
        "pair_p99_ms": _share(sorted(took[2]), 0.99),
        "unplaced": unplaced,
        "complaints": complaints,
        "load_s": round(load_s, 2),
    }


def _like(model: Visit, names: list[str]) -> list[Visit]:
    return [replace(model, id=name, lock=Lock(), published=None) for name in names]


def _share(ordered: list[float], share: float) -> float:
    """The smallest that this share of all is not above."""
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)

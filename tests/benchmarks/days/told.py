"""What people had been told: a rough plan of the day before, for some of the work."""

from dataclasses import replace
from random import Random

from optimiser.problem import Problem, Published, Visit
from tests.benchmarks.days.rough_plan import RoughPlanner

SHARE = 60  # of a hundred visits in the rough plan
PENCE = 1_000_000
OTHER_WORKER, MOVED = 400 * PENCE, 200 * PENCE
TOLERANCE_S = 15 * 60


def tell(problem: Problem, planner: RoughPlanner, dice: Random) -> tuple[Visit, ...]:
    """The visits, some with the worker and the start that were published."""
    told: dict[str, Published] = {}
    everyone = range(len(problem.shifts))
    for number, starts in sorted(planner.plan(everyone).items()):
        for visit, (index, start_s) in zip(planner.tasks[number].visits, starts, strict=True):
            if dice.randrange(100) < SHARE:
                told[visit.id] = Published(
                    worker=problem.shifts[index].workers[0],
                    start_s=start_s,
                    tolerance_s=TOLERANCE_S,
                    other_worker_upence=OTHER_WORKER,
                    moved_upence=MOVED,
                )
    return tuple(replace(visit, published=told.get(visit.id)) for visit in problem.visits)

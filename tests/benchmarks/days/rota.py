"""Who is at work: of all the people there are, those who get most of the undone work done, until there are enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from heapq import nlargest

from optimiser.problem import Problem
from tests.benchmarks.days.rough_plan import RoughPlanner, Task

# What a job takes besides, when one guesses how much of a shift it fills.
GUESSED_TRAVEL_S = 300
# Work that nobody at work can do at all is looked at first.
NOBODY_ELSE = 30
# So many who look useful are tried on the rough plan, since that is slower than looking.
TRIED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """People who are called in together: one worker with all their shifts, or a crew."""

    workers: tuple[str, ...]
    shifts: tuple[int, ...]
    hours_s: int


def choose_staff(problem: Problem, service_of: Mapping[str, str], count: int) -> frozenset[str]:
    """Ids of `count` workers; fewer where there are no more. `problem` has everyone's shifts, `service_of` by id."""
    planner = RoughPlanner(problem, service_of)
    units = _units(problem)
    chosen: list[Unit] = []
    people = 0
    while people < count:
        at_work = [index for unit in chosen for index in unit.shifts]
        done = planner.plan(at_work)
        undone = [task for number, task in enumerate(planner.tasks) if number not in done]
        fitting = [unit for unit in units if unit not in chosen and people + len(unit.workers) <= count]
        if not fitting:
            break
        busy = set(at_work)
        useful = nlargest(TRIED, fitting, key=lambda unit: _use(unit, undone, busy))
        best = max(useful, key=lambda unit: _served(planner, [*at_work, *unit.shifts], len(done), len(unit.workers)))
        chosen.append(best)
        people += len(best.workers)
    return frozenset(worker for unit in chosen for worker in unit.workers)


def _served(planner: RoughPlanner, at_work: list[int], before: int, people: int) -> Fraction:
    """How many more jobs get done for each person."""
    return Fraction(len(planner.plan(at_work)) - before, people)


def _units(problem: Problem) -> list[Unit]:
    by_crew: dict[tuple[str, ...], list[int]] = {}
    for index, shift in enumerate(problem.shifts):
        by_crew.setdefault(shift.workers, []).append(index)
    return [
        Unit(
            workers=workers,
            shifts=tuple(shifts),
            hours_s=sum(problem.shifts[index].ends_s - problem.shifts[index].starts_s for index in shifts),
        )
        for workers, shifts in by_crew.items()
    ]


def _use(unit: Unit, undone: list[Task], busy: set[int]) -> float:
    """Which share of their hours the undone work would fill, people counted; more where nobody else could do it."""
    own = set(unit.shifts)
    work_s = alone_s = 0
    for task in undone:
        if own.isdisjoint(task.able):
            continue
        seconds = task.work_s + GUESSED_TRAVEL_S
        if busy.isdisjoint(task.able):
            alone_s += seconds
        else:
            work_s += seconds
    return (min(unit.hours_s, work_s) + NOBODY_ELSE * min(unit.hours_s, alone_s)) / (unit.hours_s * len(unit.workers))

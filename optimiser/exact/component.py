"""Small parts of a plan re-planned exactly: two or three routes and the visits on them, all else as it is."""

import time
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from optimiser.checker import check
from optimiser.exact.part import CannotPart, part_of
from optimiser.exact.prove import CannotProve, prove
from optimiser.exact.timing import Timing
from optimiser.plan import Plan, Route, StopKind
from optimiser.problem import Problem
from optimiser.search.errors import EngineError

# What can be re-planned exactly while one waits.
MOST_VISITS = 12


def component(
    problem: Problem, plan: Plan, shifts: Sequence[str], *, seconds: float, timing: Timing | None = None
) -> Plan | None:
    """A better plan in which only the routes of these shifts differ; None when none was found in the time.

    What is found is timed with the rest of the day and judged by the checker, so that it really is better.
    """
    try:
        part, there = part_of(problem, plan, shifts)
        proof = prove(part, there, seconds=seconds)
    except (CannotPart, CannotProve, EngineError):
        return None
    if proof.plan == there:
        return None
    rest = tuple(route for route in plan.routes if route.shift not in shifts)
    found = (timing or Timing(problem)).timed(Plan(routes=(*rest, *proof.plan.routes)))
    worth = check(problem, plan).cost
    return found[0] if found is not None and worth is not None and found[1] < worth.objective else None


def polish(problem: Problem, plan: Plan, *, seconds: float) -> Plan:
    """The plan after every pair of neighbouring routes of up to twelve visits was re-planned, or time ran out."""
    ends = time.monotonic() + seconds
    timing = Timing(problem)
    tried: set[tuple[Route, ...]] = set()
    again = True
    while again:
        again = False
        for shifts in list(_neighbouring(problem, plan)):
            if time.monotonic() >= ends:
                return plan
            routes = tuple(route for route in plan.routes if route.shift in shifts)
            if routes in tried:
                continue
            tried.add(routes)
            # One hard part is not worth the time of all the others.
            each = min(max(0.0, ends - time.monotonic()), max(1.0, seconds / 20))
            better = component(problem, plan, shifts, seconds=each, timing=timing)
            if better is not None:
                plan, again = better, True
    return plan


def _neighbouring(problem: Problem, plan: Plan) -> Iterator[tuple[str, ...]]:
    """Pairs of used shifts with few visits between them, those with the nearest visits first."""
    place = {visit.id: visit.place for visit in problem.visits}
    mode = {shift.id: shift.mode for shift in problem.shifts}
    places = {
        route.shift: [place[stop.ref] for stop in route.stops if stop.kind == StopKind.VISIT] for route in plan.routes
    }
    pairs = []
    for one, other in combinations(places, 2):
        if len(places[one]) + len(places[other]) <= MOST_VISITS:
            legs = problem.travel[mode[one]].seconds[np.ix_(places[one], places[other])]
            pairs.append((float(np.sort(legs.min(axis=1))[:3].mean()), one, other))
    for _, one, other in sorted(pairs):
        yield one, other

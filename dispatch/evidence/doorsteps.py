"""How often somebody arrives at the doors of households that several services know."""

from collections.abc import Collection

from optimiser.plan import Plan
from optimiser.plan.day import day_of
from optimiser.problem import Problem, Visit


def arrivals(problem: Problem, plan: Plan, places: Collection[int]) -> int:
    """Separate arrivals of a route at one of `places`; work done there without leaving in between is one arrival."""
    found = 0
    for journey in day_of(problem, plan).journeys:
        for call in journey.calls:
            came = isinstance(call.target, Visit) and call.target.place in places
            found += came and call.leg.origin != call.leg.destination
    return found

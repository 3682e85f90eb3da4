"""How much of a plan is travel."""

from optimiser.cost.cost import known_day
from optimiser.plan import Plan
from optimiser.problem import Problem


def travel_of(problem: Problem, plan: Plan) -> tuple[int, int]:
    """(seconds, metres) of all legs of all routes. Raises ValueError when the plan names what is not there."""
    legs = [leg for journey in known_day(problem, plan).journeys for leg in journey.legs]
    return sum(leg.travel_s for leg in legs), sum(leg.distance_m for leg in legs)

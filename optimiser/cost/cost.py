"""The cost of a plan, its parts joined: what the engine minimises, worked out again from the plan alone."""

from optimiser.cost.cash import cash_of, journey_cash
from optimiser.cost.parts import Cash, Cost, Penalties
from optimiser.cost.preferences import preferences_of
from optimiser.cost.tiers import broken_promises, largest_late_s, lateness_points, unserved_points
from optimiser.plan import Plan, Route
from optimiser.plan.day import Day, day_of
from optimiser.problem import Problem, Tier


def cost_of(problem: Problem, plan: Plan) -> Cost:
    """The cost of `plan`, whether or not it keeps the rules. Raises ValueError when it names what is not there."""
    return cost_of_day(known_day(problem, plan))


def cost_of_day(day: Day) -> Cost:
    """The cost of a plan already laid beside its Problem."""
    late, left_out = lateness_points(day), unserved_points(day)
    return Cost(
        safety=late[Tier.SAFETY] + left_out[Tier.SAFETY],
        statute=late[Tier.STATUTE] + left_out[Tier.STATUTE],
        promise=late[Tier.PROMISE] + left_out[Tier.PROMISE] + broken_promises(day),
        cash=cash_of(day),
        preferences=preferences_of(day),
        penalties=Penalties(
            lateness=late[Tier.COST],
            largest_lateness=largest_late_s(day) * day.problem.largest_lateness_upence_per_s,
            unserved=left_out[Tier.COST],
        ),
    )


def route_cash(problem: Problem, route: Route) -> Cash:
    """The cash of one route. Raises ValueError when it names what is not there."""
    return journey_cash(problem, known_day(problem, Plan(routes=(route,))).journeys[0])


def known_day(problem: Problem, plan: Plan) -> Day:
    """The plan beside its Problem. Raises ValueError when it names what is not there."""
    day = day_of(problem, plan)
    if day.unknown:
        named = ", ".join(f"{one.kind} {one.ref!r}" for one in day.unknown)
        raise ValueError(f"the plan names what the Problem does not have ({named}); check it before asking its cost")
    return day

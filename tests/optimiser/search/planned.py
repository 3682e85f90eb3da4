"""Plans by the engine, judged by the checker before a test looks at them, and read in one word."""

from typing import Any

from optimiser.checker import check
from optimiser.cost import Cost
from optimiser.plan import Plan, Route, Stop
from optimiser.problem import Problem
from optimiser.solve import Draft, LockedWorkBroken, solve


def planned(problem: Problem, iterations: int = 60, **how: Any) -> Plan:
    """What `solve` makes of it, once the checker has found nothing broken."""
    plan = solve(problem, iterations=iterations, **how)
    assert check(problem, plan).violations == ()
    return plan


def planned_or_told_impossible(problem: Problem, iterations: int, seed: int) -> None:
    """Plans within the rules, unless it is told that what has been begun cannot be gone on with."""
    try:
        planned(problem, iterations, seed=seed)
    except LockedWorkBroken:
        assert any(visit.lock.rank is not None for visit in problem.visits)


def drafted(problem: Problem, *steps: tuple[str, str]) -> Plan:
    """Visits appended one by one as (shift, visit), each of which has to be allowed; judged by the checker."""
    draft = Draft(problem)
    for shift, visit in steps:
        assert draft.try_append({shift: visit}) is not None
    plan = draft.plan()
    assert check(problem, plan).violations == ()
    return plan


def cost_of(problem: Problem, plan: Plan) -> Cost:
    """Its cost by the checker, which must be able to tell."""
    cost = check(problem, plan).cost
    assert cost is not None
    return cost


def route_of(plan: Plan, shift: str = "ann") -> Route:
    """The route of a shift that has one."""
    (found,) = (route for route in plan.routes if route.shift == shift)
    return found


def stop_of(plan: Plan, ref: str) -> Stop:
    """The one stop at a visit or for a break."""
    (found,) = (stop for route in plan.routes for stop in route.stops if stop.ref == ref)
    return found


def order_of(plan: Plan, shift: str = "ann") -> list[str]:
    """What the route calls at, in order; nothing when the shift has no route."""
    return [stop.ref for route in plan.routes if route.shift == shift for stop in route.stops]


def shift_of(plan: Plan, ref: str) -> str | None:
    """Who serves a visit; None when it is left out."""
    return next((route.shift for route in plan.routes for stop in route.stops if stop.ref == ref), None)


def left_out(plan: Plan) -> set[str]:
    """The visits not served."""
    return {one.visit for one in plan.unserved}

"""A peer's sequences of visits as a Plan with times by our definition: what cannot be timed is taken out and put back.

A peer is not told everything (`Answer.not_expressed`), and it counts some things a little otherwise than we do. So its
routes may break a rule of ours. Of such a route as much is kept as can be, in the peer's order; what was taken out
comes back by our own insertion where a place is left for it. On plain VRPTW nothing is ever taken out.
"""

from collections.abc import Mapping, Sequence

from optimiser.checker import check
from optimiser.cost import cost_of
from optimiser.plan import Plan
from optimiser.problem import Problem, Who
from optimiser.search.door_kernel import exactly, fill_up, settle_all
from optimiser.search.workspace import Workspace

# Visit numbers (the Problem's order) by shift number, in the order they are served.
Routes = Mapping[int, Sequence[int]]


def timed(problem: Problem, routes: Routes) -> Plan:
    """The Plan of these routes; it passes the checker."""
    space = Workspace(problem)
    kept = _what_can_be_timed(space, _what_rules_allow(problem, routes))
    if not _load(space, kept):
        raise AssertionError("routes that could be timed one by one cannot be timed together; this is a fault of timed")
    return _put_back(space, kept)


def best_of(problem: Problem, found: Sequence[Routes]) -> Plan:
    """The best of several answers, tier by tier, each timed by our definition."""
    plans = [timed(problem, routes) for routes in found]
    return min(plans, key=lambda plan: cost_of(problem, plan).objective)


def _what_rules_allow(problem: Problem, routes: Routes) -> dict[int, list[int]]:
    """Without visits whose ties are not kept: all or none, second only with first, same or different people."""
    number = {visit.id: row for row, visit in enumerate(problem.visits)}
    shift_of = {visit: shift for shift, visits in routes.items() for visit in visits}
    crews = [set(shift.workers) for shift in problem.shifts]
    changed = True
    while changed:
        drop: set[int] = set()
        for group in problem.groups:
            members = {number[name] for name in group.visits}
            if not members <= shift_of.keys():
                drop |= members & shift_of.keys()
        for tie in problem.couplings:
            first, second = number[tie.first], number[tie.second]
            if second not in shift_of:
                continue
            if first not in shift_of:
                drop |= {second} if tie.needs_first else set()
                continue
            shared = bool(crews[shift_of[first]] & crews[shift_of[second]])
            if (tie.who == Who.SAME and not shared) or (tie.who == Who.DIFFERENT and shared):
                drop.add(second)
        for visit in drop:
            del shift_of[visit]
        changed = bool(drop)
    return {shift: [visit for visit in visits if visit in shift_of] for shift, visits in routes.items()}


def _what_can_be_timed(space: Workspace, routes: Routes) -> dict[int, list[int]]:
    """As much of the routes as breaks no rule: all at once if that works, else route by route and stop by stop."""
    problem = space.problem
    while True:
        if _load(space, routes) and not _broken(problem, space.plan()):
            return {shift: list(visits) for shift, visits in routes.items()}
        kept: dict[int, list[int]] = {}
        for shift, visits in routes.items():
            kept[shift] = _longest(space, kept, shift, list(visits))
        kept = _what_rules_allow(problem, kept)
        if not _load(space, kept):
            # A pair that held a route together may be gone; what remains is looked at again.
            routes = kept
            continue
        broken = _broken(problem, space.plan())
        if not broken:
            return kept
        routes = _what_rules_allow(
            problem, {shift: [visit for visit in visits if visit not in broken] for shift, visits in kept.items()}
        )


def _longest(space: Workspace, kept: Routes, shift: int, visits: list[int]) -> list[int]:
    """The route without the visits that, one after the other, cannot be timed behind those before them."""
    good = 0  # so many at the front are known to do
    while not _load(space, {**kept, shift: visits}):
        low, high = good, len(visits)  # the first `low` do, the first `high` do not
        while high - low > 1:
            middle = (low + high) // 2
            if _load(space, {**kept, shift: visits[:middle]}):
                low = middle
            else:
                high = middle
        del visits[low]
        good = low
    return visits


def _broken(problem: Problem, plan: Plan) -> set[int]:
    """Visits to take out so that the rules that the plan breaks are kept; empty when it passes the checker."""
    number = {visit.id: row for row, visit in enumerate(problem.visits)}
    last = {
        route.shift: next(stop.ref for stop in reversed(route.stops) if stop.kind == "visit") for route in plan.routes
    }
    served = plan.served
    drop: set[int] = set()
    for violation in check(problem, plan).violations:
        if violation.ref in served:
            drop.add(number[violation.ref])
        elif violation.shift in last:
            drop.add(number[last[violation.shift]])
        elif violation.rule == "all_or_none":
            groups = (group.visits for group in problem.groups if violation.ref in group.visits)
            drop |= {number[name] for group in groups for name in group if name in served}
        else:
            raise AssertionError(f"a peer's plan cannot be mended: {violation.sentence}")
    return drop


# What follows is all that this module asks of the engine.


def _load(space: Workspace, routes: Routes) -> bool:
    """Makes these the routes, with the breaks they owe, and times them; False if that breaks a rule."""
    names = space.problem.shifts
    return space.load({names[shift].id: list(visits) for shift, visits in routes.items() if visits})


def _put_back(space: Workspace, kept: Routes) -> Plan:
    """The plan, and what is left out put in wherever it fits and is worth it."""
    tables = (space.arrays, space.state, space.scratch)
    settle_all(*tables, space.weights, False)
    before = space.plan()
    fill_up(*tables, space.weights)
    if not exactly(*tables):
        return before
    plan = space.plan()
    return before if check(space.problem, plan).violations else plan

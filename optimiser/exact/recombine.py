"""The best mix of routes found on the way: often better than every plan they come from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from optimiser.exact.lexicographic import Choice, Clock, Effort, choose
from optimiser.exact.master import Master, TooLarge
from optimiser.exact.pool import Pool
from optimiser.exact.pool_route import Objective, PoolRoute
from optimiser.exact.prices import Prices
from optimiser.exact.timing import Timing
from optimiser.plan import Plan, Route
from optimiser.problem import Problem

# A mix whose coupled visits come out dearer than thought is thought through again, so often at most.
ROUNDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Recombined:
    """`plan` keeps the rules and is never worse than the one given.

    `proved`: no mix of the pool's routes is better. Days without couplings only; elsewhere the pool holds each route
    with the times of one plan, and others might be cheaper.
    """

    plan: Plan
    objective: Objective
    proved: bool
    routes: int  # how many there were to choose from
    kept: int  # how many of them a bound did not rule out
    rounds: int


def recombine(problem: Problem, pool: Pool, best: Plan, effort: Effort, timing: Timing | None = None) -> Recombined:
    """Chooses routes of the pool so that the plan is best; `best` keeps the rules and is what there is so far.

    What comes out is timed by the engine and judged by the checker before it counts. It goes into the pool too.
    """
    timing = timing or Timing(problem)
    clock = effort.begin()
    worth = pool.add_plan(best)
    all_routes = pool.routes()
    routes = [all_routes[number] for number in Prices(problem).worth_keeping(all_routes, pool.alike, worth)]
    master = Master(problem, routes, pool.alike)
    hint: Sequence[int] = _numbers_of(pool, routes, best)
    proved, rounds = False, 0
    while rounds < ROUNDS and not clock.over:
        rounds += 1
        master.hint(hint)
        choice = _choice(master, clock)
        if choice is None or choice.objective >= worth:
            proved = choice is not None and choice.proved and not problem.couplings
            break
        picked = [routes[number] for number in choice.numbers]
        found = timing.timed(plan_of(problem, picked, pool.alike, best))
        if found is not None and found[1] < worth:
            best, worth, hint = found[0], found[1], choice.numbers
            pool.add_plan(best)
        if found is not None and found[1] <= choice.objective:
            proved = choice.proved and not problem.couplings
            break
        if not learn(problem, pool, master, choice, found[0] if found else None, timing):
            break
    return Recombined(
        plan=best, objective=worth, proved=proved, routes=len(all_routes), kept=len(routes), rounds=rounds
    )


def plan_of(problem: Problem, routes: Sequence[PoolRoute], alike: Sequence[int], like: Plan) -> Plan:
    """The routes on shifts that are free; among equal shifts the one that had it in `like`, where there is one.

    Only the stops count: the times are still those each route had where it comes from.
    """
    had = {tuple(f"{stop.kind} {stop.ref}" for stop in route.stops): route.shift for route in like.routes}
    number = {shift.id: at for at, shift in enumerate(problem.shifts)}
    free: dict[int, list[int]] = defaultdict(list)
    for shift, first in enumerate(alike):
        free[first].append(shift)
    given: list[tuple[int, Route]] = []
    # Those who keep their shift first, so that nobody else is given it.
    for route in sorted(routes, key=lambda route: route.stops not in had):
        shifts = free[alike[route.shift]]
        wanted = number.get(had.get(route.stops, ""), route.shift)
        shift = shifts.pop(shifts.index(wanted) if wanted in shifts else 0)
        there = route.route
        given.append(
            (
                shift,
                Route(shift=problem.shifts[shift].id, depart_s=there.depart_s, stops=there.stops, end_s=there.end_s),
            )
        )
    return Plan(routes=tuple(route for _, route in sorted(given, key=lambda item: item[0])))


def _choice(master: Master, clock: Clock) -> Choice | None:
    try:
        return choose(master, clock)
    except TooLarge:
        return None


def _numbers_of(pool: Pool, routes: Sequence[PoolRoute], plan: Plan) -> list[int]:
    number = {(pool.alike[route.shift], route.stops): at for at, route in enumerate(routes)}
    keys = ((pool.alike[route.shift], route.stops) for route in pool.read(plan))
    return [number[key] for key in keys if key in number]


def learn(problem: Problem, pool: Pool, master: Master, choice: Choice, plan: Plan | None, timing: Timing) -> bool:
    """Tells the model which of the chosen routes come out dearer together than thought, or not at all;
    False if none does."""
    learnt = False
    for numbers in tied_together(problem, [(number, master.routes[number].visits) for number in choice.numbers]):
        picked = [master.routes[number] for number in numbers]
        if sum(len(route.tied) for route in picked) < 2:
            continue
        thought = [sum(route.objective[tier] for route in picked) for tier in range(4)]
        if plan is None:
            alone = timing.timed_alone(plan_of(problem, picked, pool.alike, Plan(routes=())))
            if alone is None:
                master.learn(numbers, None)
                learnt = True
                continue
        else:
            alone = plan
        served = {visit for route in picked for visit in route.visits}
        real = [route for route in pool.read(alone) if set(route.visits) <= served]
        dearer = [sum(route.objective[tier] for route in real) - thought[tier] for tier in range(4)]
        if dearer > [0, 0, 0, 0]:
            master.learn(numbers, (dearer[0], dearer[1], dearer[2], dearer[3]))
            learnt = True
    if plan is None and not learnt:
        master.learn(choice.numbers, None)
    return learnt or plan is None


def tied_together(problem: Problem, routes: Sequence[tuple[int, Sequence[int]]]) -> list[list[int]]:
    """Groups the routes (number, visits) that couplings tie to each other, each number in one group."""
    on = {visit: at for at, (_, visits) in enumerate(routes) for visit in visits}
    index = {visit.id: number for number, visit in enumerate(problem.visits)}
    leader = list(range(len(routes)))

    def find(at: int) -> int:
        while leader[at] != at:
            at = leader[at]
        return at

    for tie in problem.couplings:
        first, second = on.get(index[tie.first]), on.get(index[tie.second])
        if first is not None and second is not None:
            leader[find(first)] = find(second)
    groups: dict[int, list[int]] = defaultdict(list)
    for at, (number, _) in enumerate(routes):
        groups[find(at)].append(number)
    return list(groups.values())

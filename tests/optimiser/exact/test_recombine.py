"""The best mix of known routes is found, with all that ties routes together, and nothing gets worse."""

from dataclasses import replace
from itertools import product

import pytest

from optimiser.checker import check
from optimiser.exact.lexicographic import Effort, choose
from optimiser.exact.master import Master
from optimiser.exact.pool import Pool
from optimiser.exact.recombine import recombine
from optimiser.exact.timing import Timing
from optimiser.plan import Plan, Route
from optimiser.problem import AllOrNone, Coupling, LoadStep, Problem, Who
from optimiser.solve import Draft, solve
from tests.optimiser.exact.days import small_day, with_break, with_fair_loads
from tests.optimiser.search.planned import cost_of, shift_of
from tests.optimiser.toy import plan, problem, serves, shift, visit, worker

UNITS = Effort(seconds=None, units=20.0)


def drafted(day: Problem, **routes: str) -> Plan:
    """A plan by hand: for each shift the ids of its visits, with spaces between; tied visits in step."""
    draft = Draft(day)
    for name, visits in routes.items():
        for one in visits.split():
            assert draft.try_append({name: one}) is not None
    assert check(day, draft.plan()).violations == ()
    return draft.plan()


def best_mix(day: Problem, plans: list[Plan]) -> tuple[int, int, int, int]:
    """The least objective over every choice of a known route, or none, for each shift, timed and judged."""
    by_shift: dict[str, set[Route | None]] = {shift.id: {None} for shift in day.shifts}
    for one in plans:
        for route in one.routes:
            by_shift[route.shift].add(route)
    timing = Timing(day)
    found = []
    for mix in product(*by_shift.values()):
        routes = [route for route in mix if route is not None]
        calls = [stop.ref for route in routes for stop in route.stops if stop.kind == "visit"]
        if len(calls) == len(set(calls)):
            timed = timing.timed(Plan(routes=tuple(routes)))
            if timed is not None:
                found.append(timed[1])
    return min(found)


def tied_day(who: Who, lag_s: int) -> Problem:
    """A day on which v1 and v2 are tied to each other."""
    tie = Coupling(first="v1", second="v2", min_lag_s=lag_s, max_lag_s=lag_s + 900, who=who)
    return replace(small_day(7), couplings=(tie,))


DAYS = {
    "plain": small_day(4),
    "with a break": with_break(small_day(6)),
    "with prices on loads": with_fair_loads(small_day(8)),
    "together": tied_day(Who.ANY, 0),
    "one after the other": tied_day(Who.DIFFERENT, 300),
    "the same worker": tied_day(Who.SAME, 100),
    "all or none": replace(small_day(9), groups=(AllOrNone(visits=("v0", "v3")),)),
}


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS.keys())
def test_the_best_mix_of_known_routes_is_found(day: Problem) -> None:
    plans = [solve(day, iterations=iterations, seed=seed) for seed in range(4) for iterations in (0, 1, 2)]
    pool = Pool(day)
    for one in plans:
        pool.add_plan(one)
    worst = max(plans, key=lambda one: cost_of(day, one).objective)
    found = recombine(day, pool, worst, UNITS)
    assert check(day, found.plan).violations == ()
    assert cost_of(day, found.plan).objective == found.objective
    assert found.objective <= best_mix(day, plans)


def test_halves_of_two_plans_make_a_better_one() -> None:
    day = problem(
        *(visit(name, place) for name, place in (("a", 1), ("b", 3), ("c", 1), ("d", 3))),
        workers=(worker("ann"), worker("bob")),
        shifts=(shift("ann", upence_per_m=1, ends_s=2_000), shift("bob", upence_per_m=2, ends_s=2_000)),
    )
    # The best is Ann at b and d (6,000) and Bob at a and c (4,000); either plan has one half of it.
    one = drafted(day, ann="b d", bob="a")
    other = drafted(day, ann="b", bob="a c")
    pool = Pool(day)
    pool.add_plan(one)
    found = recombine(day, pool, other, UNITS)
    assert found.objective == (0, 0, 0, 10_000)
    assert found.proved


def test_routes_of_equal_shifts_are_exchanged() -> None:
    day = problem(
        *(visit(name, 1) for name in "abcd"),
        workers=(worker("ann"), worker("bob")),
        shifts=(shift("ann", ends_s=1_500), shift("bob", ends_s=1_500)),
    )
    # Both good routes are Ann's; Bob is her equal and can do one of them.
    pool = Pool(day)
    pool.add_plan(drafted(day, ann="a b"))
    found = recombine(day, pool, drafted(day, ann="c d"), UNITS)
    assert found.plan.unserved == ()


def test_one_worker_is_not_sent_out_twice_at_once() -> None:
    # Worked as overtime, v would still keep Ann when she has to leave for w.
    early = shift("early", workers=("ann",), ends_s=500, overtime_limit_s=500)
    late = shift("late", workers=("ann",), starts_s=600)
    day = problem(visit("v"), visit("w"), shifts=(early, late))
    pool = Pool(day)
    pool.add_plan(plan(serves("early", "v"), unserved=["w"]))
    pool.add_plan(plan(serves("late", "w", depart_s=600), unserved=["v"]))
    choice = choose(Master(day, pool.routes(), pool.alike), UNITS.begin())
    assert choice is not None
    assert len(choice.numbers) == 1


def test_nobody_goes_over_the_price_of_their_load_over_two_shifts() -> None:
    # 800 seconds each; for Ann the second comes dearer than Bob does it.
    day = problem(
        visit("v"),
        visit("w"),
        workers=(worker("ann", fairness=(LoadStep(above_s=800, upence_per_s=5),)), worker("bob")),
        shifts=(
            shift("early", workers=("ann",), ends_s=1_000),
            shift("late", workers=("ann",), starts_s=1_000, ends_s=2_000),
            shift("bob", upence_per_s=4, ends_s=1_000),
        ),
    )
    pool = Pool(day)
    pool.add_plan(drafted(day, early="v", late="w"))
    found = recombine(day, pool, drafted(day, bob="w"), UNITS)
    assert shift_of(found.plan, "w") == "bob"
    assert found.objective == (0, 0, 0, 3_200)


def test_the_same_pool_and_units_give_the_same_plan() -> None:
    day = small_day(4, visits=9)
    plans = [solve(day, iterations=3, seed=seed) for seed in range(5)]

    def once() -> Plan:
        pool = Pool(day)
        for one in plans:
            pool.add_plan(one)
        return recombine(day, pool, plans[0], UNITS).plan

    assert once() == once()


def test_without_time_the_plan_stays_as_it_is() -> None:
    day = small_day(4)
    pool = Pool(day)
    pool.add_plan(solve(day, iterations=50))
    worse = solve(day, iterations=0)
    assert recombine(day, pool, worse, Effort(seconds=0.0)).plan == worse

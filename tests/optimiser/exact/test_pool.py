"""The pool keeps each route once, the ones of the best plans, and no more than there is room for."""

import pytest

from optimiser.exact.pool import Pool
from optimiser.search.workspace import Workspace
from tests.optimiser.toy import ann_serves, plan, problem, serves, shift, visit, worker


def test_a_route_is_kept_once() -> None:
    day = problem(visit("v"))
    pool = Pool(day)
    pool.add_plan(ann_serves("v"))
    pool.add_plan(ann_serves("v"))
    assert len(pool) == 1


def test_the_cheaper_times_are_kept() -> None:
    day = problem(
        visit("v"), shifts=(shift(upence_per_s=1, ends_s=850, overtime_limit_s=900, overtime_upence_per_s=1),)
    )
    pool = Pool(day)
    pool.add_plan(ann_serves("v", depart_s=500))
    pool.add_plan(ann_serves("v", depart_s=0))
    (route,) = pool.routes()
    assert route.objective == (0, 0, 0, 800)


def test_a_full_pool_keeps_the_routes_of_the_best_plans() -> None:
    names = [f"v{number}" for number in range(6)]
    workers = (worker("ann"), worker("bob"))
    day = problem(*(visit(name) for name in names), workers=workers, shifts=(shift("ann"), shift("bob")))
    day_one = plan(serves("ann", "v0"), serves("bob", "v1"), unserved=names[2:])
    pool = Pool(day, most=2)
    pool.add_plan(day_one)
    for name in names[2:]:
        pool.add_plan(plan(serves("ann", name), unserved=[other for other in names if other != name]))
    assert {route.visits for route in pool.routes()} == {(0,), (1,)}


def test_sequences_of_the_search_are_timed_and_priced() -> None:
    day = problem(visit("v"), visit("w"), visit("late", 3, duration_s=9_900), shifts=(shift(upence_per_s=1),))
    pool = Pool(day)
    pool.add_sequences([(0, nodes, (0, 0, 0, 0)) for nodes in ([0], [1, 0], [2], [0])], Workspace(day))
    assert {(route.visits, route.paid_s) for route in pool.routes()} == {((0,), 800), ((1, 0), 1_400)}


def test_a_pool_needs_room() -> None:
    with pytest.raises(ValueError, match="one route or more"):
        Pool(problem(visit("v")), most=0)

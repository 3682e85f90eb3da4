"""Local search: each of its moves on a day one can plan in the head, and on any day nothing broken and nothing lost."""

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimiser.checker import check
from optimiser.problem import IfUnserved, Problem, Visit, Window
from optimiser.search.door_kernel import append, exactly, put_back
from optimiser.search.local_kernel import local_search
from optimiser.search.share_kernel import rebuild
from optimiser.search.workspace import Workspace
from optimiser.solve import LockedWorkBroken
from tests.optimiser.busy import busy
from tests.optimiser.made_up import problems
from tests.optimiser.search.pair import two
from tests.optimiser.toy import problem, shift, visit

few = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
BY_METRE: dict[str, Any] = {"upence_per_m": 1}
BOTH = (shift("ann", **BY_METRE), shift("bob", **BY_METRE))


def improved(day: Problem, routes: dict[str, list[int]]) -> tuple[dict[str, list[int]], int]:
    """The routes that local search makes of these, and how many moves it took."""
    space = Workspace(day)
    assert space.load(routes)
    moves = local_search(space.arrays, space.state, space.scratch, space.weights, 1_000)
    verdict = check(day, space.plan())
    assert verdict.violations == ()
    assert verdict.cost is not None
    assert verdict.cost.objective == tuple(space.state.total.tolist())
    return space.routes(), moves


def at(name: str, place: int, start_s: int) -> Visit:
    """Ten seconds of work that can begin at one second only."""
    return visit(name, place, duration_s=10, windows=(Window(earliest_s=start_s, latest_s=start_s),))


def test_a_string_goes_where_it_is_nearer_on_its_own_route() -> None:
    day = problem(visit("a", 3), visit("b", 1), visit("c", 1), visit("d", 3), shifts=(shift(**BY_METRE),))
    routes, moves = improved(day, {"ann": [0, 1, 2, 3]})
    assert moves > 0
    assert routes["ann"] in ([1, 2, 0, 3], [1, 2, 3, 0], [2, 1, 0, 3], [0, 3, 1, 2], [0, 3, 2, 1], [3, 0, 1, 2])


def test_a_visit_goes_to_the_route_that_passes_it() -> None:
    day = two(visit("a", 3), visit("b", 3), shifts=BOTH)
    routes, moves = improved(day, {"ann": [0], "bob": [1]})
    assert moves > 0
    assert sorted(len(route) for route in routes.values()) == [0, 2]


def test_tails_that_cross_are_exchanged() -> None:
    # In the morning at 1 and 3, after that again: whoever begins at one place should stay there.
    far = [at(f"far {n}", 3, 1_000 * n) for n in range(1, 8)]
    close = [at(f"close {n}", 1, 1_000 * n) for n in range(1, 8)]
    day = two(*far, *close, shifts=BOTH)
    routes, moves = improved(day, {"ann": [0, 1, 2, 10, 11, 12, 13], "bob": [7, 8, 9, 3, 4, 5, 6]})
    assert moves == 1
    assert routes == {"ann": list(range(7)), "bob": list(range(7, 14))}


def test_whole_routes_go_to_whom_they_suit() -> None:
    # Four visits at each end, so that no string of a few of them would be better off alone.
    ends = (shift("ann", **BY_METRE), shift("bob", start_place=3, end_place=3, **BY_METRE))
    far = [at(f"far {n}", 3, 1_000 * n) for n in range(1, 6)]
    close = [at(f"close {n}", 0, 1_000 * n) for n in range(1, 6)]
    routes, _ = improved(two(*far, *close, shifts=ends), {"ann": list(range(5)), "bob": list(range(5, 10))})
    assert routes == {"ann": list(range(5, 10)), "bob": list(range(5))}


def test_a_visit_worth_more_takes_the_place_of_one_worth_less() -> None:
    lesser = visit("lesser", if_unserved=IfUnserved(points=1))
    greater = visit("greater", if_unserved=IfUnserved(points=5))
    routes, moves = improved(problem(lesser, greater, shifts=(shift(ends_s=1_000),)), {"ann": [0]})
    assert moves == 1
    assert routes == {"ann": [1]}


def test_what_fits_is_put_in() -> None:
    routes, _ = improved(problem(visit("a"), visit("b", if_unserved=IfUnserved(points=1))), {"ann": [0]})
    assert sorted(routes["ann"]) == [0, 1]


@given(st.integers(0, 10**6))
@few
def test_a_busy_day_made_at_random_becomes_no_worse_and_keeps_every_rule(seed: int) -> None:
    assert_sound(busy(seed), seed)


@given(problems(), st.integers(0, 1000))
@few
def test_any_day_made_at_random_becomes_no_worse_and_keeps_every_rule(day: Problem, seed: int) -> None:
    assert_sound(day, seed)


def assert_sound(day: Problem, seed: int) -> int:
    """Appends visits at random, then searches; the moves made. Totals are the checker's and those of a rebuild."""
    draw = Random(seed)
    try:
        space = Workspace(day, seed)
        tables = (space.arrays, space.state, space.scratch)
        space.serve_what_started_work_needs()
        space.insist_on_what_started_work_needs()
    except LockedWorkBroken:
        return 0
    for number in draw.sample(range(len(day.visits)), len(day.visits)):
        if space.state.route_of[number] >= 0:
            continue
        served = append(*tables, space.weights, number, draw.randrange(len(day.shifts)))
        if not served or not exactly(*tables):
            put_back(*tables)
    if check(day, space.plan()).violations:
        return 0  # one of a group alone, or of a pair that needs the other
    before = space.state.total.tolist()
    moves = int(local_search(*tables, space.weights, 1_000))
    total = space.state.total.tolist()
    assert total < before if moves else total == before
    verdict = check(day, space.plan())
    assert verdict.violations == ()
    assert verdict.cost is not None
    assert list(verdict.cost.objective) == total
    assert rebuild(*tables)
    assert space.state.total.tolist() == total
    return moves


def test_random_days_give_it_work() -> None:
    assert sum(assert_sound(busy(seed), seed) > 0 for seed in range(150)) > 30


@pytest.mark.parametrize("seed", range(3))
def test_a_second_search_finds_nothing_more(seed: int) -> None:
    draw = Random(seed)
    day = two(
        *(visit(f"v{n}", draw.randrange(4), duration_s=10) for n in range(20)),
        shifts=BOTH,
    )
    routes, _ = improved(day, {"ann": list(range(10)), "bob": list(range(10, 20))})
    again, moves = improved(day, routes)
    assert moves == 0
    assert again == routes

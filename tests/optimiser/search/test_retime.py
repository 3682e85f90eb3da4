"""The same routes with less on them: order kept, times anew, breaks only where still owed."""

import numpy as np
import pytest

from optimiser.checker import check
from optimiser.problem import Break, Coupling, Problem, Window
from optimiser.solve import EngineError, without
from tests.optimiser.search.planned import drafted, left_out, order_of, route_of, stop_of
from tests.optimiser.toy import ann_serves, problem, shift, travel, visit, worker

ROW = problem(visit("a", 1), visit("b", 2), visit("c", 3))
ALL = (("ann", "c"), ("ann", "a"), ("ann", "b"))


def test_what_remains_keeps_its_order_and_is_timed_anew() -> None:
    less = without(ROW, drafted(ROW, *ALL), ["a"])
    assert order_of(less) == ["c", "b"]
    assert [(stop_of(less, name).arrive_s, stop_of(less, name).finish_s) for name in "cb"] == [
        (300, 900),
        (1_000, 1_600),
    ]
    assert route_of(less).end_s == 1_800
    assert left_out(less) == {"a"}


def test_without_nothing_the_plan_is_the_same() -> None:
    whole = drafted(ROW, *ALL)
    assert without(ROW, whole, []) == whole


def test_a_route_with_nothing_left_is_gone() -> None:
    less = without(problem(visit()), ann_serves(), ["v"])
    assert less.routes == ()
    assert left_out(less) == {"v"}


def test_what_is_left_out_already_stays_out() -> None:
    less = without(ROW, drafted(ROW, ("ann", "a"), ("ann", "b")), ["a"])
    assert left_out(less) == {"a", "c"}


def test_a_visit_held_up_by_a_coupling_falls_back_when_the_other_goes() -> None:
    day = problem(
        visit("v"),
        visit("w", windows=(Window(earliest_s=2_000, latest_s=3_000),)),
        workers=(worker("ann"), worker("bob")),
        shifts=(shift("ann"), shift("bob")),
        couplings=(Coupling(first="v", second="w", max_lag_s=500),),
    )
    whole = drafted(day, ("ann", "v"), ("bob", "w"))
    assert stop_of(whole, "v").start_s == 1_500
    assert stop_of(without(day, whole, {"w"}), "v").start_s == 100


def rested(*, paid: bool, upence_per_s: int) -> Problem:
    """Two visits and a break of a minute that is owed by both together (home at 1,460) and not by one (800)."""
    rest = Break(id="tea", duration_s=60, earliest_s=0, latest_s=1_000, paid=paid)
    return problem(visit("v"), visit("w"), shifts=(shift(breaks=(rest,), upence_per_s=upence_per_s),))


def test_a_break_that_is_no_longer_owed_is_dropped() -> None:
    day = rested(paid=True, upence_per_s=1)
    whole = drafted(day, ("ann", "v"), ("ann", "w"))
    assert "tea" in order_of(whole)
    assert order_of(without(day, whole, ["w"])) == ["v"]


@pytest.mark.parametrize(("paid", "upence_per_s"), [(False, 1), (True, 0)])
def test_a_break_that_is_no_longer_owed_is_dropped_though_it_costs_nothing(paid: bool, upence_per_s: int) -> None:
    day = rested(paid=paid, upence_per_s=upence_per_s)
    assert order_of(without(day, drafted(day, ("ann", "v"), ("ann", "w")), ["w"])) == ["v"]


def test_a_break_that_is_still_owed_stays() -> None:
    rest = Break(id="tea", duration_s=60, earliest_s=0, latest_s=700)
    day = problem(visit("v"), visit("w"), shifts=(shift(breaks=(rest,)),))
    less = without(day, drafted(day, ("ann", "v"), ("ann", "w")), ["w"])
    assert sorted(order_of(less)) == ["tea", "v"]
    assert check(day, less).violations == ()


def test_where_the_direct_way_is_longer_than_the_way_round_it_may_not_work_out() -> None:
    # 400 seconds straight to place 2, 200 by way of place 1.
    seconds = np.array([[0, 100, 400, 300], [100, 0, 100, 200], [200, 100, 0, 100], [300, 200, 100, 0]], dtype=np.int32)
    day = problem(
        visit("v", 1, duration_s=50),
        visit("w", 2, windows=(Window(earliest_s=0, latest_s=399),)),
        travel={"car": travel(seconds=seconds)},
    )
    whole = drafted(day, ("ann", "v"), ("ann", "w"))
    with pytest.raises(EngineError, match="cannot be timed"):
        without(day, whole, ["v"])

"""When a route may be out, and one person in one place."""

from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import ann_serves, at_visit, plan, problem, route, serves, shift, visit, worker


def test_a_route_may_leave_when_its_shift_starts() -> None:
    assert broken(problem(visit(), shifts=(shift(starts_s=50),)), ann_serves(depart_s=50)) == []


def test_a_route_that_leaves_a_second_before_its_shift_is_refused() -> None:
    day = problem(visit(), shifts=(shift(starts_s=50),))
    assert broken(day, ann_serves(depart_s=49)) == ["leaves_after_shift_starts"]


def test_a_route_may_use_all_its_overtime() -> None:
    assert broken(problem(visit(), shifts=(shift(ends_s=700, overtime_limit_s=100),)), ann_serves()) == []


def test_a_route_that_ends_a_second_after_its_overtime_is_refused() -> None:
    day = problem(visit(), shifts=(shift(ends_s=700, overtime_limit_s=99),))
    assert broken(day, ann_serves()) == ["ends_within_overtime"]


def test_one_worker_may_begin_a_route_the_second_another_ends() -> None:
    early = shift("early", workers=("ann",), ends_s=700, overtime_limit_s=500)
    late = shift("late", workers=("ann",), starts_s=700)
    day = problem(visit("v"), visit("w"), shifts=(early, late))
    assert broken(day, plan(serves("early", "v"), serves("late", "w", depart_s=800))) == []


def test_one_worker_on_two_routes_for_one_second_is_refused() -> None:
    early = shift("early", workers=("ann",), ends_s=700, overtime_limit_s=500)
    late = shift("late", workers=("bob", "ann"), starts_s=700)
    day = problem(visit("v"), visit("w"), workers=(worker("ann"), worker("bob")), shifts=(early, late))
    both = plan(serves("late", "w", depart_s=799), serves("early", "v"))
    assert broken(day, both) == ["one_place_at_a_time"]


def test_different_workers_may_be_out_at_once() -> None:
    day = problem(visit("v"), visit("w"), workers=(worker("ann"), worker("bob")), shifts=(shift("ann"), shift("bob")))
    assert broken(day, plan(serves("ann", "v"), serves("bob", "w"))) == []


def test_a_route_of_no_length_in_the_middle_of_another_is_refused() -> None:
    early = shift("early", workers=("ann",), ends_s=700, overtime_limit_s=500)
    late = shift("late", workers=("ann",), start_place=None, end_place=None, starts_s=700)
    day = problem(visit("v"), visit("w", duration_s=0), shifts=(early, late))
    at = plan(serves("early", "v"), route("late", 750, at_visit("w", 750, 750, 750), end_s=750))
    after = plan(serves("early", "v"), route("late", 800, at_visit("w", 800, 800, 800), end_s=800))
    assert broken(day, at) == ["one_place_at_a_time"]
    assert broken(day, after) == []

"""What ties visits to each other."""

from typing import Any

import pytest

from optimiser.plan import Plan
from optimiser.problem import AllOrNone, Coupling, Problem, Who
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import plan, problem, serves, shift, visit, worker


def tied(**changes: Any) -> Problem:
    """Two visits at place 1, v before w; Ann and Bob."""
    tie = Coupling(**({"first": "v", "second": "w"} | changes))
    return two_visits(couplings=(tie,))


def two_visits(**changes: Any) -> Problem:
    workers = (worker("ann"), worker("bob"))
    return problem(visit("v"), visit("w"), workers=workers, shifts=(shift("ann"), shift("bob")), **changes)


def bob_later_by(lag_s: int) -> Plan:
    """Ann starts v at 1,100, Bob starts w so many seconds later."""
    return plan(serves("ann", "v", depart_s=1000), serves("bob", "w", depart_s=1000 + lag_s))


@pytest.mark.parametrize("lag_s", [100, 200])
def test_the_second_may_start_at_both_ends_of_the_lag(lag_s: int) -> None:
    assert broken(tied(min_lag_s=100, max_lag_s=200), bob_later_by(lag_s)) == []


@pytest.mark.parametrize("lag_s", [-5, 99, 201])
def test_a_start_a_second_outside_the_lag_is_refused(lag_s: int) -> None:
    assert broken(tied(min_lag_s=100, max_lag_s=200), bob_later_by(lag_s)) == ["lag_between_starts"]


def test_a_lag_without_an_upper_limit_may_be_long() -> None:
    assert broken(tied(min_lag_s=100), bob_later_by(5_000)) == []


def test_two_people_at_once_start_in_the_same_second() -> None:
    at_once = tied(max_lag_s=0, who=Who.DIFFERENT)
    assert broken(at_once, bob_later_by(0)) == []
    assert broken(at_once, bob_later_by(1)) == ["lag_between_starts"]


def test_a_lag_says_nothing_when_one_of_them_is_left_out() -> None:
    assert broken(tied(min_lag_s=100), plan(serves("bob", "w"), unserved=["v"])) == []


def ann_alone() -> Plan:
    """Ann does both, on two shifts."""
    return plan(serves("ann", "v"), serves("later", "w", depart_s=800))


def same_worker(who: Who, *, crew: tuple[str, ...]) -> Problem:
    shifts = (shift("ann", ends_s=800), shift("later", workers=crew, starts_s=800))
    workers = (worker("ann"), worker("bob"))
    spare = shift("spare", workers=("bob",), ends_s=800)
    tie = Coupling(first="v", second="w", who=who)
    return problem(visit("v"), visit("w"), workers=workers, shifts=(*shifts, spare), couplings=(tie,))


def test_one_worker_on_both_shifts_is_the_same_worker() -> None:
    assert broken(same_worker(Who.SAME, crew=("bob", "ann")), ann_alone()) == []


def test_no_worker_on_both_shifts_is_not() -> None:
    assert broken(same_worker(Who.SAME, crew=("bob",)), ann_alone()) == ["same_or_different_people"]


def test_different_workers_means_nobody_on_both() -> None:
    assert broken(same_worker(Who.DIFFERENT, crew=("bob",)), ann_alone()) == []
    assert broken(same_worker(Who.DIFFERENT, crew=("bob", "ann")), ann_alone()) == ["same_or_different_people"]


def test_the_second_is_not_served_without_the_first_it_needs() -> None:
    assert broken(tied(needs_first=True), plan(serves("bob", "w"), unserved=["v"])) == ["second_needs_first"]
    assert broken(tied(needs_first=True), bob_later_by(0)) == []


def test_the_first_does_not_need_the_second() -> None:
    assert broken(tied(needs_first=True), plan(serves("ann", "v"), unserved=["w"])) == []


def test_a_group_is_served_as_a_whole_or_not_at_all() -> None:
    grouped = two_visits(groups=(AllOrNone(visits=("v", "w")),))
    assert broken(grouped, bob_later_by(0)) == []
    assert broken(grouped, plan(unserved=["v", "w"])) == []
    assert broken(grouped, plan(serves("ann", "v"), unserved=["w"])) == ["all_or_none"]

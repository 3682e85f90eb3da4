"""Rests: when they may start, how long they last, and which are owed."""

import pytest

from optimiser.plan import Plan
from optimiser.problem import Break, Problem
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import ann_serves, at_break, at_visit, plan, problem, route, shift, visit


def day(earliest_s: int, latest_s: int) -> Problem:
    """Ann owes a break of 60 seconds that starts between these seconds."""
    rest = Break(id="tea", duration_s=60, earliest_s=earliest_s, latest_s=latest_s)
    return problem(visit(), shifts=(shift(breaks=(rest,)),))


def rests_at(start_s: int, length_s: int = 60) -> Plan:
    """Ann rests after the visit, which is over at 700."""
    stops = (at_visit("v", 100, 100, 700), at_break("tea", 700, start_s, start_s + length_s))
    return plan(route("ann", 0, *stops, end_s=start_s + length_s + 100))


@pytest.mark.parametrize("start_s", [720, 740])
def test_a_break_may_start_at_both_ends_of_its_time(start_s: int) -> None:
    assert broken(day(720, 740), rests_at(start_s)) == []


@pytest.mark.parametrize("start_s", [719, 741])
def test_a_break_a_second_outside_its_time_is_refused(start_s: int) -> None:
    assert broken(day(720, 740), rests_at(start_s)) == ["break_at_its_time"]


def test_a_break_before_arrival_is_refused() -> None:
    assert broken(day(0, 740), rests_at(700)) == []
    assert broken(day(0, 740), rests_at(699)) == ["break_at_its_time"]


@pytest.mark.parametrize("length_s", [59, 61])
def test_a_break_lasts_its_duration_to_the_second(length_s: int) -> None:
    assert broken(day(0, 740), rests_at(700, length_s)) == ["break_at_its_time"]


def test_a_break_taken_twice_is_refused() -> None:
    stops = (at_visit("v", 100, 100, 700), at_break("tea", 700, 700, 760), at_break("tea", 760, 760, 820))
    assert broken(day(0, 900), plan(route("ann", 0, *stops, end_s=920))) == ["break_taken_once"]


def test_a_route_that_is_over_by_the_latest_start_owes_no_break() -> None:
    assert broken(day(0, 800), ann_serves()) == []


def test_a_route_that_ends_a_second_after_the_latest_start_owes_the_break() -> None:
    assert broken(day(0, 799), ann_serves()) == ["owed_break_is_taken"]


def test_a_route_that_leaves_at_the_latest_start_owes_no_break() -> None:
    assert broken(day(0, 50), ann_serves(depart_s=50)) == []
    assert broken(day(0, 50), ann_serves(depart_s=49)) == ["owed_break_is_taken"]


def test_a_break_that_is_not_owed_may_still_be_taken() -> None:
    assert broken(day(0, 900), rests_at(700)) == []


def test_a_break_of_no_length_that_is_owed_is_a_stop_too() -> None:
    rest = Break(id="tea", duration_s=0, earliest_s=0, latest_s=700)
    owed = problem(visit(), shifts=(shift(breaks=(rest,)),))
    assert broken(owed, ann_serves()) == ["owed_break_is_taken"]
    assert broken(owed, rests_at(700, 0)) == []

"""Limits on driving without a rest: a break is taken where it is needed, whether or not it is owed."""

from optimiser.problem import Break, DriversHours, Problem
from tests.optimiser.search.planned import left_out, order_of, planned
from tests.optimiser.toy import problem, shift, visit

TEA = Break(id="tea", duration_s=900, earliest_s=0, latest_s=9_000)


def day(max_continuous_s: int, *breaks: Break, rest_s: int = 900) -> Problem:
    """To place 3 and back is 300 seconds each way; every break is owed from 9,000 on, which no route reaches."""
    hours = DriversHours(max_driving_s=9_000, max_continuous_s=max_continuous_s, rest_s=rest_s)
    return problem(visit("far", 3), shifts=(shift(drivers_hours=hours, breaks=breaks),))


def test_who_drives_no_longer_than_allowed_takes_no_break() -> None:
    assert order_of(planned(day(600, TEA))) == ["far"]


def test_a_break_that_is_not_owed_is_taken_where_it_breaks_up_the_driving() -> None:
    assert sorted(order_of(planned(day(599, TEA)))) == ["far", "tea"]
    assert sorted(order_of(planned(day(300, TEA)))) == ["far", "tea"]


def test_a_break_that_is_too_short_or_comes_too_late_is_no_rest() -> None:
    assert left_out(planned(day(599, TEA, rest_s=901))) == {"far"}
    assert left_out(planned(day(299, TEA))) == {"far"}
    assert left_out(planned(day(599))) == {"far"}


def test_two_rests_make_three_stretches() -> None:
    again = Break(id="lunch", duration_s=900, earliest_s=0, latest_s=9_000)
    hours = DriversHours(max_driving_s=9_000, max_continuous_s=300, rest_s=900)
    # Out to 3 (300), back to 0 (300) and to 1 and home (200): two rests are needed between.
    visits = (visit("a", 3, duration_s=10), visit("b", 0, duration_s=10), visit("c", 1, duration_s=10))
    found = planned(problem(*visits, shifts=(shift(drivers_hours=hours, breaks=(TEA, again)),)))
    assert left_out(found) == set()
    assert {"tea"} <= set(order_of(found))

"""Time at the wheel: in all, and without a rest."""

from optimiser.plan import Plan
from optimiser.problem import Break, DriversHours, Problem
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import at_break, at_visit, plan, problem, route, shift, visit


def day(hours: DriversHours) -> Problem:
    """A visit at place 2; the one break is 60 seconds long."""
    rest = Break(id="tea", duration_s=60, earliest_s=0, latest_s=9_000)
    return problem(visit(place=2), shifts=(shift(breaks=(rest,), drivers_hours=hours),))


def out_and_back(*, rest: bool = False) -> Plan:
    """200 seconds of driving each way, with or without a rest where the visit is."""
    if rest:
        return plan(route("ann", 0, at_visit("v", 200, 200, 800), at_break("tea", 800, 800, 860), end_s=1060))
    return plan(route("ann", 0, at_visit("v", 200, 200, 800), end_s=1000))


def test_driving_to_the_limit_fits() -> None:
    assert broken(day(DriversHours(max_driving_s=400)), out_and_back()) == []


def test_driving_a_second_more_than_the_limit_does_not() -> None:
    assert broken(day(DriversHours(max_driving_s=399)), out_and_back()) == ["driving_in_all"]


def test_driving_on_to_the_limit_fits() -> None:
    assert broken(day(DriversHours(max_driving_s=999, max_continuous_s=400)), out_and_back()) == []


def test_driving_on_for_a_second_more_does_not_and_work_is_no_rest() -> None:
    assert broken(day(DriversHours(max_driving_s=999, max_continuous_s=399)), out_and_back()) == [
        "driving_without_rest"
    ]


def test_a_break_of_just_the_length_of_a_rest_starts_the_count_anew() -> None:
    hours = DriversHours(max_driving_s=999, max_continuous_s=200, rest_s=60)
    assert broken(day(hours), out_and_back(rest=True)) == []


def test_a_break_a_second_shorter_than_a_rest_does_not() -> None:
    hours = DriversHours(max_driving_s=999, max_continuous_s=200, rest_s=61)
    assert broken(day(hours), out_and_back(rest=True)) == ["driving_without_rest"]


def test_a_rest_does_not_help_the_total() -> None:
    hours = DriversHours(max_driving_s=399, max_continuous_s=200, rest_s=60)
    assert broken(day(hours), out_and_back(rest=True)) == ["driving_in_all"]

"""Legs take the time the matrices say."""

import numpy as np
import pytest

from optimiser.problem import Break, SpeedPeriod, SpeedProfile
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import ann_serves, at_break, at_visit, plan, problem, route, shift, travel, visit


def test_arriving_one_leg_after_leaving_is_right() -> None:
    assert broken(problem(visit()), ann_serves(depart_s=7)) == []


@pytest.mark.parametrize("arrive_s", [99, 101])
def test_arriving_a_second_early_or_late_is_refused(arrive_s: int) -> None:
    off = plan(route("ann", 0, at_visit("v", arrive_s, 101, 701), end_s=801))
    assert broken(problem(visit()), off) == ["arrives_when_the_leg_ends"]


@pytest.mark.parametrize("end_s", [799, 801])
def test_ending_a_second_early_or_late_is_refused(end_s: int) -> None:
    off = plan(route("ann", 0, at_visit("v", 100, 100, 700), end_s=end_s))
    assert broken(problem(visit()), off) == ["ends_when_the_last_leg_ends"]


def test_waiting_happens_where_one_arrives_never_where_one_leaves() -> None:
    day = problem(visit("v", 1), visit("w", 2))
    there = plan(route("ann", 0, at_visit("v", 100, 100, 700), at_visit("w", 800, 850, 1450), end_s=1650))
    before = plan(route("ann", 0, at_visit("v", 100, 100, 700), at_visit("w", 850, 850, 1450), end_s=1650))
    assert broken(day, there) == []
    assert broken(day, before) == ["arrives_when_the_leg_ends"]


def test_an_open_start_departs_when_it_arrives_at_its_first_stop() -> None:
    day = problem(visit(), shifts=(shift(start_place=None),))
    assert broken(day, plan(route("ann", 5, at_visit("v", 5, 5, 605), end_s=705))) == []
    assert broken(day, plan(route("ann", 5, at_visit("v", 6, 6, 606), end_s=706))) == ["arrives_when_the_leg_ends"]


def test_an_open_end_is_over_with_its_last_stop() -> None:
    day = problem(visit(), shifts=(shift(end_place=None),))
    assert broken(day, plan(route("ann", 0, at_visit("v", 100, 100, 700), end_s=700))) == []
    assert broken(day, plan(route("ann", 0, at_visit("v", 100, 100, 700), end_s=701))) == [
        "ends_when_the_last_leg_ends"
    ]


def test_a_break_without_a_place_is_taken_where_the_route_stands() -> None:
    day = problem(visit(), shifts=(shift(breaks=(Break(duration_s=50, earliest_s=0, latest_s=9_000),)),))
    assert (
        broken(day, plan(route("ann", 0, at_visit("v", 100, 100, 700), at_break("break", 700, 700, 750), end_s=850)))
        == []
    )


def test_a_break_with_a_place_is_a_leg_away() -> None:
    rest = Break(duration_s=50, earliest_s=0, latest_s=9_000, place=3)
    day = problem(visit(), shifts=(shift(breaks=(rest,)),))
    assert (
        broken(day, plan(route("ann", 0, at_visit("v", 100, 100, 700), at_break("break", 900, 900, 950), end_s=1250)))
        == []
    )


def test_a_break_before_the_first_leg_of_an_open_start_is_taken_nowhere() -> None:
    rest = Break(duration_s=50, earliest_s=0, latest_s=9_000)
    day = problem(visit(setup_s=30), shifts=(shift(start_place=None, breaks=(rest,)),))
    first = plan(route("ann", 0, at_break("break", 0, 0, 50), at_visit("v", 50, 80, 680), end_s=780))
    no_setup = plan(route("ann", 0, at_break("break", 0, 0, 50), at_visit("v", 50, 79, 679), end_s=779))
    assert broken(day, first) == []
    assert broken(day, no_setup) == ["set_up_before_service"]


def test_a_leg_in_the_rush_hour_takes_its_slower_time() -> None:
    half_speed = SpeedProfile(periods=(SpeedPeriod(from_s=0, permille=500),))
    slow = travel(profile=np.zeros((4, 4), dtype=np.uint8))
    day = problem(visit(), travel={"car": slow}, profiles=(half_speed,))
    assert broken(day, plan(route("ann", 0, at_visit("v", 200, 200, 800), end_s=1000))) == []
    assert broken(day, ann_serves()) == ["arrives_when_the_leg_ends", "ends_when_the_last_leg_ends"]

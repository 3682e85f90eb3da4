"""Legs that take longer at some hours, by times worked out by hand."""

import numpy as np
import pytest

from optimiser.plan.legs import leg_s
from optimiser.problem import Problem, SpeedPeriod, SpeedProfile, Window
from optimiser.search.jit import entry
from optimiser.search.leg_kernel import at_speeds, back_at_speeds
from optimiser.search.workspace import Workspace
from tests.optimiser.search.planned import drafted, planned, route_of, stop_of
from tests.optimiser.toy import PLACES, problem, travel, visit

# Half the speed from 600 on, and full speed again from 5,000.
RUSH = SpeedProfile(
    periods=(
        SpeedPeriod(from_s=0, permille=1_000),
        SpeedPeriod(from_s=600, permille=500),
        SpeedPeriod(from_s=5_000, permille=1_000),
    )
)
AT_ALL_HOURS = {"car": travel(profile=np.zeros((PLACES, PLACES), dtype=np.uint8))}


def slow(*visits: object) -> Problem:
    return problem(*visits, travel=AT_ALL_HOURS, profiles=(RUSH,))  # type: ignore[arg-type] # because the toy takes visits


def test_a_leg_takes_what_the_speed_at_its_hour_makes_of_it() -> None:
    found = drafted(slow(visit()), ("ann", "v"))
    assert (stop_of(found, "v").arrive_s, stop_of(found, "v").finish_s) == (100, 700)
    assert route_of(found).end_s == 900  # 100 seconds at half speed


def test_departure_is_as_late_as_the_rush_allows() -> None:
    found = drafted(slow(visit(windows=(Window(earliest_s=650, latest_s=700),))), ("ann", "v"))
    # 50 seconds of the rush do 25 of free flow; the other 75 lie before 600.
    assert route_of(found).depart_s == 525
    assert stop_of(found, "v").start_s == 650


def test_a_visit_is_reached_in_time_only_by_the_speed_of_the_hour() -> None:
    late = visit("w", 2, windows=(Window(earliest_s=0, latest_s=899),))
    assert {one.visit for one in planned(slow(visit("v", 1), late)).unserved} == set()  # w first
    assert drafted(slow(visit("v", 1), visit("w", 2)), ("ann", "v"), ("ann", "w")).routes[0].stops[1].arrive_s == 900


@entry
def both_ways(a, leave):  # type: ignore[no-untyped-def] # because this is a kernel
    """Seconds of the leg from place 0 to 3 begun at `leave`, and the last second to begin it and be there then."""
    leg = a.free[0, 0, 3]
    seconds = at_speeds(a, leg, leave)
    return seconds, back_at_speeds(a, leg, leave + seconds)


@pytest.mark.parametrize(
    "leave", [0, 299, 300, 301, 450, 599, 600, 601, 4_300, 4_399, 4_400, 4_401, 4_999, 5_000, 9_000]
)
def test_legs_agree_with_the_checker_and_backwards_with_forwards(leave: int) -> None:
    day = slow(visit())
    seconds, back = both_ways(Workspace(day).arrays, leave)
    assert seconds == leg_s(day, "car", 0, 3, leave)
    assert back >= leave
    assert back + leg_s(day, "car", 0, 3, back) == leave + seconds
    assert back + 1 + leg_s(day, "car", 0, 3, back + 1) > leave + seconds

"""Traffic by the clock of the day: rush hours of working days, wherever midnight and the change of clocks put them."""

from dataclasses import replace
from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from dispatch.domain.time_window import TimeWindow
from dispatch.domain.worker import TravelMode
from dispatch.planning.horizon import Horizon, horizon_of
from dispatch.planning.plan_day import plan_day
from dispatch.planning.to_problem import to_problem
from dispatch.planning.traffic import travel_by_hour
from dispatch.planning.travel_times import SpeedsByTime
from optimiser.problem import Problem
from optimiser.solve import solve
from tests.dispatch.planning.tiny_day import (
    ANN,
    LONDON,
    WINTER_DAY,
    between,
    day,
    job,
    shift,
    travel,
    travel_in_traffic,
)

HOUR = 3600


def periods(problem: Problem) -> list[tuple[float, int]]:
    """Hours from midnight and speed, of the legs that are slowed down."""
    _, rush = problem.profiles
    return [(period.from_s / HOUR, period.permille) for period in rush.periods]


def problem_on(on: date, closes: timedelta = timedelta(hours=12), zone: ZoneInfo = LONDON) -> Problem:
    """Ann is out from the day's local midnight until so long after."""
    midnight = horizon_of(day(date=on, zone=zone, shifts=())).midnight.astimezone(UTC)
    out = replace(shift("ann"), hours=TimeWindow(midnight, midnight + closes))
    return to_problem(day(job("J"), date=on, zone=zone, workers=(ANN,), shifts=(out,)), travel_in_traffic())


def test_on_a_working_day_the_rush_hour_is_at_eight() -> None:
    problem = problem_on(WINTER_DAY)
    assert periods(problem) == [(0, 1000), (8, 500), (9, 1000)]
    assert {mode for mode, one in problem.travel.items() if one.profile is not None} == {"car", "van", "lorry"}


@pytest.mark.parametrize(
    "on",
    [
        date(2026, 11, 28),  # a Saturday
        date(2026, 11, 29),
        date(2026, 12, 25),  # a Friday
        date(2026, 12, 28),  # the Monday that stands for Boxing Day
        date(2027, 3, 29),  # Easter Monday
    ],
)
def test_at_weekends_and_on_bank_holidays_there_is_no_rush_hour_and_nothing_to_integrate(on: date) -> None:
    problem = problem_on(on)
    assert problem.profiles == ()
    assert all(one.profile is None for one in problem.travel.values())
    assert (problem.travel["car"].seconds == travel().travel["car"].seconds).all()


@pytest.mark.parametrize(
    ("on", "hours"),
    # A Sunday of 23 and one of 25 hours, and an ordinary one: Ann is out until Monday noon.
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 22), 24)],
)
def test_after_a_sunday_night_monday_s_rush_hour_is_at_eight_on_the_clock(on: date, hours: int) -> None:
    problem = problem_on(on, closes=timedelta(hours=hours + 12))
    assert periods(problem) == [(0, 1000), (hours + 8, 500), (hours + 9, 1000)]


@pytest.mark.parametrize(
    ("zone", "on", "eight_o_clock"),
    # Where clocks change on a working day: forward at two in the night, back at one.
    [("Asia/Jerusalem", date(2026, 3, 27), 7), ("Asia/Amman", date(2021, 10, 29), 9)],
)
def test_where_clocks_change_on_a_working_day_the_rush_hour_is_at_eight_on_the_clock(
    zone: str, on: date, eight_o_clock: int
) -> None:
    found = periods(problem_on(on, zone=ZoneInfo(zone)))
    assert found == [(0, 1000), (eight_o_clock, 500), (eight_o_clock + 1, 1000)]


def test_the_next_day_s_rush_hour_follows_a_night_of_work_unless_it_is_a_saturday() -> None:
    thursday, friday = date(2026, 11, 26), date(2026, 11, 27)
    rush = [(0, 1000), (8, 500), (9, 1000)]
    assert periods(problem_on(thursday, closes=timedelta(hours=36))) == [*rush, (32, 500), (33, 1000)]
    # No further than anybody is out.
    assert periods(problem_on(thursday, closes=timedelta(hours=32.5))) == [*rush, (32, 500)]
    assert periods(problem_on(friday, closes=timedelta(hours=36))) == rush


def profile_of(speeds: SpeedsByTime, horizon: Horizon) -> list[tuple[float, int]]:
    times = replace(travel_in_traffic(), traffic=(((time(), 1000),), speeds))
    _, (_, profile) = travel_by_hour(times, horizon)
    return [(period.from_s / HOUR, period.permille) for period in profile.periods]


def test_what_would_begin_while_clocks_are_put_forward_is_passed_over() -> None:
    # At two it is three at once.
    horizon = horizon_of(day(date=date(2026, 3, 27), zone=ZoneInfo("Asia/Jerusalem"), shifts=()))
    speeds = ((time(), 1000), (time(2, 30), 700), (time(3), 800), (time(4), 900))
    assert profile_of(speeds, horizon) == [(0, 1000), (2, 800), (3, 900)]


def test_a_time_that_the_clock_shows_twice_counts_the_first_time() -> None:
    horizon = horizon_of(day(date=date(2021, 10, 29), zone=ZoneInfo("Asia/Amman"), shifts=()))
    speeds = ((time(), 1000), (time(0, 30), 700), (time(1), 800))
    assert profile_of(speeds, horizon) == [(0, 1000), (0.5, 700), (2, 800)]


def test_where_nobody_drives_there_is_no_traffic() -> None:
    times = travel_in_traffic()
    on_foot = replace(times, travel={"foot": times.travel["foot"]})
    walker = replace(shift("ann"), mode=TravelMode.FOOT)
    problem = to_problem(day(job("J"), workers=(ANN,), shifts=(walker,)), on_foot)
    assert problem.profiles == ()


def test_a_plan_has_the_times_of_the_hour_and_the_checker_agrees() -> None:
    early = job("J", windows=(between("08:10", "08:11"),))
    planned, plan = plan_day(
        day(early, workers=(ANN,), shifts=(shift("ann"),)),
        travel_in_traffic(),
        lambda problem: solve(problem, iterations=50),
    )
    assert planned.violations == ()
    (ann,) = plan.days
    (entry,) = ann.entries
    # Five minutes at half speed, there and back.
    assert (entry.travel_s, ann.last_travel_s) == (600, 600)
    assert f"{ann.leaves_at:%H:%M} to {ann.ends_at:%H:%M}" == "08:00 to 08:50"


def test_on_a_leg_that_outlasts_the_rush_hour_speed_changes_on_the_way() -> None:
    late = job("J", windows=(between("08:30", "08:31"),))
    _, plan = plan_day(
        day(late, workers=(ANN,), shifts=(shift("ann"),)),
        travel_in_traffic(),
        lambda problem: solve(problem, iterations=50),
    )
    # Home from 09:00 on: at full speed again.
    assert [(one.entries[0].travel_s, one.last_travel_s) for one in plan.days] == [(600, 300)]

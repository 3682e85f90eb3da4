"""How long and how far one leg is, at the hour it is begun."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimiser.plan.legs import leg_m, leg_s
from optimiser.problem import Problem, SpeedPeriod, SpeedProfile, Travel
from tests.optimiser.toy import problem, travel


def at_speeds(*periods: tuple[int, int], free_s: int | None = None) -> Problem:
    """Every leg has this profile; `free_s` takes the place of the toy street's 100 seconds from 0 to 1."""
    profile = SpeedProfile(periods=tuple(SpeedPeriod(from_s=from_s, permille=speed) for from_s, speed in periods))
    slow = travel(profile=np.zeros((4, 4), dtype=np.uint8))
    if free_s is not None:
        slow = Travel(np.full((4, 4), free_s, dtype=np.int32), slow.metres, slow.profile)
    return problem(travel={"car": slow}, profiles=(profile,))


def test_without_profiles_a_leg_takes_its_free_flow_time_at_any_hour() -> None:
    assert leg_s(problem(), "car", 0, 3, 0) == leg_s(problem(), "car", 0, 3, 9_999) == 300
    assert leg_m(problem(), "car", 0, 3) == 3_000


def test_an_open_end_is_no_leg() -> None:
    assert leg_s(problem(), "car", None, 3, 0) == leg_s(problem(), "car", 3, None, 0) == 0
    assert leg_m(problem(), "car", None, 3) == leg_m(problem(), "car", 3, None) == 0


def test_the_leg_out_and_the_leg_back_may_differ() -> None:
    one_way = np.array([[0, 10], [70, 0]], dtype=np.int32)
    day = problem(travel={"car": Travel(one_way, one_way)}, shifts=(), workers=())
    assert (leg_s(day, "car", 0, 1, 0), leg_s(day, "car", 1, 0, 0)) == (10, 70)


def test_at_half_speed_a_leg_takes_twice_as_long() -> None:
    assert leg_s(at_speeds((0, 500)), "car", 0, 1, 0) == 200


def test_a_leg_that_enters_a_slower_hour_is_slow_for_its_second_half() -> None:
    assert leg_s(at_speeds((0, 1000), (50, 500)), "car", 0, 1, 0) == 50 + 100


def test_a_leg_that_is_just_over_before_the_slower_hour_is_not_slowed() -> None:
    assert leg_s(at_speeds((0, 1000), (100, 1)), "car", 0, 1, 0) == 100
    assert leg_s(at_speeds((0, 1000), (99, 1)), "car", 0, 1, 0) == 99 + 1000


def test_a_leg_that_begins_with_a_period_has_its_speed() -> None:
    assert leg_s(at_speeds((0, 1000), (50, 500), (80, 250)), "car", 0, 1, 80) == 400


def test_a_leg_may_cross_several_periods() -> None:
    # 10 s at full speed, 20 s at half, then 80 s of free flow at a quarter.
    assert leg_s(at_speeds((0, 1000), (50, 500), (70, 250)), "car", 0, 1, 40) == 10 + 20 + 320


def test_part_of_a_second_counts_as_a_whole_one() -> None:
    assert leg_s(at_speeds((0, 1500)), "car", 0, 1, 0) == 67  # 66.67
    assert leg_s(at_speeds((0, 999)), "car", 0, 1, 0) == 101  # 100.1


def test_rounding_happens_once_at_the_end() -> None:
    # 3 s do 1.002 s of work and 98.998 s are left, which is 197.996 s at half speed: 200.996 in all.
    assert leg_s(at_speeds((0, 334), (3, 500)), "car", 0, 1, 0) == 201


def test_each_pair_has_its_own_profile() -> None:
    numbers = np.zeros((4, 4), dtype=np.uint8)
    numbers[1, 0] = 1
    fast, slow = (SpeedProfile(periods=(SpeedPeriod(from_s=0, permille=speed),)) for speed in (1000, 100))
    day = problem(travel={"car": travel(profile=numbers)}, profiles=(fast, slow))
    assert (leg_s(day, "car", 0, 1, 0), leg_s(day, "car", 1, 0, 0)) == (100, 1000)


def test_staying_where_one_is_takes_no_time_at_any_speed() -> None:
    assert leg_s(at_speeds((0, 1)), "car", 2, 2, 5) == 0


@st.composite
def profiles(draw: st.DrawFn) -> list[tuple[int, int]]:
    starts = [0, *sorted(draw(st.sets(st.integers(1, 400), max_size=5)))]
    return [(start, draw(st.integers(1, 3_000))) for start in starts]


@given(profiles(), st.integers(0, 200), st.integers(0, 500), st.integers(0, 50))
def test_who_leaves_later_never_arrives_earlier(
    periods: list[tuple[int, int]], free_s: int, leave_s: int, later_s: int
) -> None:
    day = at_speeds(*periods, free_s=free_s)
    assert leave_s + leg_s(day, "car", 0, 1, leave_s) <= leave_s + later_s + leg_s(day, "car", 0, 1, leave_s + later_s)


@given(profiles(), st.integers(0, 60), st.integers(0, 500))
def test_a_leg_is_over_in_the_first_second_in_which_all_its_work_is_done(
    periods: list[tuple[int, int]], free_s: int, leave_s: int
) -> None:
    taken_s = leg_s(at_speeds(*periods, free_s=free_s), "car", 0, 1, leave_s)

    def done_in(seconds: int) -> int:
        if seconds > 3_000:  # the last speed goes on for ever
            return done_in(3_000) + (seconds - 3_000) * periods[-1][1]
        return sum(
            [speed for start, speed in periods if start <= second][-1] for second in range(leave_s, leave_s + seconds)
        )

    assert done_in(taken_s) >= 1000 * free_s
    assert taken_s == 0 or done_in(taken_s - 1) < 1000 * free_s


@pytest.mark.parametrize("permille", [1, 100_000])
def test_the_longest_leg_at_the_slowest_and_fastest_speed_is_exact(permille: int) -> None:
    taken_s = leg_s(at_speeds((0, permille), free_s=1_000_000_000), "car", 0, 1, 0)
    assert taken_s == 1_000_000_000 * 1000 // permille

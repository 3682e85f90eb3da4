"""How a run is divided into slices."""

import pytest

from optimiser.search.pace import Pace


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock one sets by hand."""
    now = [0.0]
    monkeypatch.setattr("optimiser.search.pace.time.perf_counter", lambda: now[0])
    return now


def test_an_iteration_limit_is_a_hundred_slices_whatever_the_clock(clock: list[float]) -> None:
    pace = Pace(None, 1_000)
    slices = []
    while pace.before(1.0):
        size, until = pace.next_slice(1.0)
        slices.append(size)
        clock[0] += 3.0
        pace.note(size, 1.0)
        assert pace.share == until
    assert slices == [10] * 100


def test_a_slice_ends_where_the_leg_does(clock: list[float]) -> None:
    pace = Pace(None, 1_000)
    pace.note(10, 1.0)
    assert pace.next_slice(0.015) == (5, 0.015)
    pace.note(5, 1.0)
    assert not pace.before(0.015)


def test_by_the_clock_a_slice_is_as_many_iterations_as_fit_into_a_hundredth(clock: list[float]) -> None:
    pace = Pace(100.0, None)
    size, _ = pace.next_slice(1.0)
    clock[0] = 0.1
    pace.note(size, 0.1)  # 20 in a tenth of a second
    size, until = pace.next_slice(1.0)
    assert size == 200
    assert until == pytest.approx(0.011)
    assert pace.expected() == pytest.approx(20_000)
    assert pace.next_slice(0.006)[0] == 100


def test_meetings_take_a_tenth_of_the_time_at_most(clock: list[float]) -> None:
    pace = Pace(100.0, None)
    clock[0] = 1.1
    pace.note(20, 0.1)  # a second of meeting
    assert pace.next_slice(1.0)[0] == 2_000
    assert pace.worthwhile(0.02) == pytest.approx(0.1)


def test_a_meeting_that_the_machine_held_up_once_makes_no_slice_long(clock: list[float]) -> None:
    pace = Pace(100.0, None)
    for meeting_s in (0.01, 0.01, 5.0):
        clock[0] += 1.0 + meeting_s
        pace.note(1_000, 1.0)
    assert pace.next_slice(1.0)[0] == 1_000


def test_the_first_of_two_limits_ends_it(clock: list[float]) -> None:
    pace = Pace(100.0, 50)
    clock[0] = 0.5
    pace.note(20, 0.5)
    assert pace.share == pytest.approx(0.4)
    assert pace.next_slice(1.0)[0] == 30
    pace = Pace(100.0, 10**9)
    clock[0] += 100.0
    pace.note(20, 99.0)
    assert not pace.before(1.0)

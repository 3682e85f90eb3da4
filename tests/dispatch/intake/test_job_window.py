"""The hours of a rule on each day of the year, the two on which the clock changes among them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.intake.job_window import windows
from tests.dispatch.intake.two_bins import FULL, LONDON


def hours_on(day: date, opens: time, closes: time, at: time = time(0)) -> tuple[datetime, datetime]:
    template = replace(FULL.template, opens=opens, closes=closes)
    (window,) = windows(template, datetime.combine(day, at, UTC), LONDON)
    return window.opens_at, window.closes_at


def utc(day: int, hour: int, minute: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (time(1, 30), time(2, 15), (utc(29, 1, 30), utc(29, 2, 15))),  # half past two to a quarter past three
        (time(1, 10), time(1, 50), (utc(29, 1, 10), utc(29, 1, 50))),
        (time(0, 30), time(2, 30), (utc(29, 0, 30), utc(29, 1, 30))),
        (time(7), time(11), (utc(29, 6, 0), utc(29, 10, 0))),
    ],
)
def test_hours_that_the_clock_leaves_out_move_on_by_one(
    opens: time, closes: time, expected: tuple[datetime, datetime]
) -> None:
    assert hours_on(date(2026, 3, 29), opens, closes) == expected


def test_hours_that_have_moved_on_are_not_over_before_they_end() -> None:
    assert hours_on(date(2026, 3, 29), time(1, 30), time(2, 15), at=time(1, 20)) == (utc(29, 1, 30), utc(29, 2, 15))
    assert hours_on(date(2026, 3, 29), time(1, 30), time(2, 15), at=time(2, 15)) == (utc(30, 0, 30), utc(30, 1, 15))


@given(
    day=st.sampled_from([date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)]),
    at=st.times(),
    ends=st.lists(st.times(), min_size=2, max_size=2, unique=True).map(sorted),
)
def test_a_window_is_always_there_and_never_over(day: date, at: time, ends: list[time]) -> None:
    opens_at, closes_at = hours_on(day, ends[0], ends[1], at)
    assert datetime.combine(day, at, UTC) < closes_at
    assert opens_at < closes_at <= datetime.combine(day, at, UTC) + timedelta(days=2, hours=1)

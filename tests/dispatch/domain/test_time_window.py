"""Time windows are half-open and aware."""

from datetime import UTC, datetime

import pytest

from dispatch.domain.time_window import TimeWindow

NINE, TEN = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_a_window_holds_its_opening_but_not_its_closing() -> None:
    assert NINE in TimeWindow(NINE, TEN)
    assert TEN not in TimeWindow(NINE, TEN)


def test_a_window_that_ends_before_it_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="not after it opens"):
        TimeWindow(TEN, NINE)


def test_a_window_that_ends_as_it_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="not after it opens"):
        TimeWindow(NINE, NINE)


def test_a_window_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        TimeWindow(NINE.replace(tzinfo=None), TEN.replace(tzinfo=None))

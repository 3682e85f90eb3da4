"""A night shift belongs to the day it began on, until it is over or the next one begins."""

from datetime import date, timedelta

import pytest

from dispatch.domain.time_window import TimeWindow
from dispatch.domain.worker import WorkShift
from dispatch.domain.working_day import working_day
from tests.dispatch.planning.tiny_day import LONDON, WINTER_DAY, at, between, shift

YESTERDAY = WINTER_DAY - timedelta(days=1)
NIGHT = shift("ann", hours=TimeWindow(at("22:00", YESTERDAY), at("06:00")), overtime_limit=timedelta(minutes=30))
EARLY = shift("ann", hours=between("05:00", "09:00"))


@pytest.mark.parametrize(
    ("clock", "today", "expected"),
    [
        ("01:00", (), YESTERDAY),
        ("06:29", (), YESTERDAY),
        ("06:30", (), WINTER_DAY),
        ("04:59", (EARLY,), YESTERDAY),
        ("05:00", (EARLY,), WINTER_DAY),
    ],
)
def test_after_midnight(clock: str, today: tuple[WorkShift, ...], expected: date) -> None:
    shifts = {YESTERDAY: (NIGHT,), WINTER_DAY: today}
    assert working_day(at(clock), LONDON, shifts.__getitem__) == expected


def test_who_has_day_shifts_only_is_in_today() -> None:
    shifts = {YESTERDAY: (shift("ann", hours=between("08:00", "16:00", YESTERDAY)),), WINTER_DAY: ()}
    assert working_day(at("00:01"), LONDON, shifts.__getitem__) == WINTER_DAY

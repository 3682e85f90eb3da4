"""Which day's work is going on: a night shift belongs to the day it began on."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch.domain.worker import WorkShift

ONE_DAY = timedelta(days=1)


def working_day(now: datetime, zone: ZoneInfo, shifts_on: Callable[[date], Iterable[WorkShift]]) -> date:
    """Yesterday while one of its shifts runs and none of today's has begun, else today."""
    today = now.astimezone(zone).date()
    if any(shift.hours.opens_at <= now for shift in shifts_on(today)):
        return today
    return today if is_over(today - ONE_DAY, today, shifts_on(today - ONE_DAY), now) else today - ONE_DAY


def is_over(on: date, today: date, shifts: Iterable[WorkShift], now: datetime) -> bool:
    """Whether a day's work is over: the day has passed, and none of its `shifts` still runs, overtime included."""
    return on < today and not any(now < shift.hours.closes_at + shift.overtime_limit for shift in shifts)

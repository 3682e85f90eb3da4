"""Jobs left over from earlier days: what their times mean today."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dispatch.domain.job import Job
from dispatch.domain.time_window import TimeWindow


def bring_forward(job: Job, on: date, zone: tzinfo) -> Job:
    """The job as it can be done on the day.

    Windows that all lie on other days are moved to the same times by the wall clock: a bin that is emptied between
    six and two is so on any day. An appointment of another day was broken or is still to come: it says nothing of this
    one, so it is left out. A legal clock goes on whatever the day.
    """
    midnight = datetime.combine(on, time(), tzinfo=zone)
    today = TimeWindow(midnight, datetime.combine(on + timedelta(days=1), time(), tzinfo=zone))
    windows = tuple(window for window in job.windows if _meet(window, today))
    if job.windows and not windows:
        windows = _apart(_same_times(window, on, zone) for window in job.windows)
    appointment = job.appointment if job.appointment is not None and _meet(job.appointment, today) else None
    if windows == job.windows and appointment == job.appointment:
        return job
    return replace(job, windows=windows, appointment=appointment)


def _meet(one: TimeWindow, other: TimeWindow) -> bool:
    return one.opens_at < other.closes_at and other.opens_at < one.closes_at


def _same_times(window: TimeWindow, on: date, zone: tzinfo) -> TimeWindow:
    opens_at = datetime.combine(on, window.opens_at.astimezone(zone).time(), tzinfo=zone).astimezone(UTC)
    return TimeWindow(opens_at, opens_at + (window.closes_at - window.opens_at))


def _apart(windows: Iterable[TimeWindow]) -> tuple[TimeWindow, ...]:
    """In order and joined where they overlap, as windows of two days may once they are on one."""
    found: list[TimeWindow] = []
    for window in sorted(windows, key=lambda one: one.opens_at):
        if found and window.opens_at <= found[-1].closes_at:
            found[-1] = TimeWindow(found[-1].opens_at, max(found[-1].closes_at, window.closes_at))
        else:
            found.append(window)
    return tuple(found)

"""The day's own clock: elapsed seconds from its local midnight, so that a day of 23 or 25 hours is counted right."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import ceil

from dispatch.domain.day import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """`midnight` is aware, in the day's zone; `length_s` reaches the next local midnight or the last shift's end."""

    midnight: datetime
    length_s: int

    def seconds(self, moment: datetime) -> int:
        """Elapsed seconds from midnight to `moment`, rounded up; negative before it."""
        # In UTC, since two times of the same zone subtract by the wall clock and would miss a clock change.
        return ceil((moment.astimezone(UTC) - self.midnight.astimezone(UTC)).total_seconds())

    def moment(self, seconds: int) -> datetime:
        """The moment `seconds` after midnight, in the day's zone."""
        return (self.midnight.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(self.midnight.tzinfo)


def horizon_of(day: Day) -> Horizon:
    """The horizon of one day."""
    midnight = datetime.combine(day.date, time(), tzinfo=day.zone)
    tomorrow = datetime.combine(day.date + timedelta(days=1), time(), tzinfo=day.zone)
    start = Horizon(midnight=midnight, length_s=0)
    ends = [start.seconds(shift.hours.closes_at + shift.overtime_limit) for shift in day.shifts]
    return Horizon(midnight=midnight, length_s=max([start.seconds(tomorrow), *ends]))

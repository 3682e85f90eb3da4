"""A template's hours on the clock as a stretch of one day, also on the days on which the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dispatch.domain.threshold_rule import JobTemplate
from dispatch.domain.time_window import TimeWindow


def windows(template: JobTemplate, now: datetime, zone: ZoneInfo) -> tuple[TimeWindow, ...]:
    """Today's, or tomorrow's where today's is over; none where the work may be done at any time."""
    if template.opens is None or template.closes is None:
        return ()
    today = now.astimezone(zone).date()
    window = _window(today, template.opens, template.closes, zone)
    if window.closes_at <= now:
        window = _window(today + timedelta(days=1), template.opens, template.closes, zone)
    return (window,)


def _window(day: date, opens: time, closes: time, zone: ZoneInfo) -> TimeWindow:
    # Told in UTC: differences of two local times would forget a clock change between them.
    opens_at = datetime.combine(day, opens, zone).astimezone(UTC)
    closes_at = datetime.combine(day, closes, zone).astimezone(UTC)
    if closes_at <= opens_at:
        # It opens at a time that the clock leaves out on this day and would close before that: it moves on by the
        # missing hour, as the opening has, and is as long as it should be.
        closes_at = opens_at + (datetime.combine(day, closes) - datetime.combine(day, opens))
    return TimeWindow(opens_at, closes_at)

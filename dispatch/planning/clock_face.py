"""Moments and days as a person says them: 10:32, Tuesday 24 November."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

# Where the people who read the sentences are; a day's own zone decides everything that is counted.
LONDON = ZoneInfo("Europe/London")


def clock(moment: datetime) -> str:
    """The time on the wall in London."""
    return moment.astimezone(LONDON).strftime("%H:%M")


def in_words(day: date) -> str:
    """Without the year."""
    return f"{day:%A} {day.day} {day:%B}"

"""Moments and days as pages say them, in the zone of the people who read them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """`09:05`."""
    return moment.astimezone(zone).strftime("%H:%M")


def day_in_words(day: date) -> str:
    """`Tuesday 24 November 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def moment_in_words(moment: datetime, zone: ZoneInfo, *, on: date) -> str:
    """`09:05`, and with the day where it is another than `on`: `09:05 on Monday 23 November`."""
    local = moment.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == on else f"{local:%H:%M} on {local:%A} {local.day} {local:%B}"


def minutes_in_words(seconds: float) -> str:
    """`45 minutes`, `2 h 05 min`."""
    minutes = round(seconds / 60)
    if minutes == 1:
        return "1 minute"
    return f"{minutes} minutes" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def some(number: int, one: str, many: str = "") -> str:
    """`1 job`, `3 jobs`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """With a capital in front and a full stop behind, as reasons and rules come without."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if not text or text[-1] in '.!?' else '.'}"

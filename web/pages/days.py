"""Days to choose from at the top of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLink:
    """A day with a plan, or the one that is shown."""

    href: str
    text: str
    current: bool


def day_links(page: str, days: Sequence[date], shown: date) -> tuple[DayLink, ...]:
    """Earliest first."""
    return tuple(
        DayLink(href=f"{page}?date={one.isoformat()}", text=f"{one:%a} {one.day} {one:%b}", current=one == shown)
        for one in sorted(days)
    )

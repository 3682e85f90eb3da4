"""Whether somebody came when it was said that they would."""

from datetime import datetime, timedelta
from enum import StrEnum

from dispatch.domain.time_window import TimeWindow

TOLERANCE = timedelta(minutes=15)


class Kept(StrEnum):
    """How an arrival stands to what was told."""

    AS_TOLD = "as told"
    LATER = "later than told"
    EARLIER = "earlier than told"  # they may have waited: only the arrival is reported
    NOT_KNOWN = "no arrival reported"


def kept(promised: TimeWindow | None, told: datetime, arrived: datetime | None) -> Kept:
    """Against the window promised to somebody; where there is none, a quarter of an hour either way of the told time.

    Arriving before a promised window opens is as told: nobody starts before it does.
    """
    if arrived is None:
        return Kept.NOT_KNOWN
    if promised is not None:
        return Kept.LATER if arrived > promised.closes_at else Kept.AS_TOLD
    if arrived > told + TOLERANCE:
        return Kept.LATER
    return Kept.EARLIER if arrived < told - TOLERANCE else Kept.AS_TOLD

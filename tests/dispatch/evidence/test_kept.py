"""Coming as told: within the promised window, or a quarter of an hour either way of the told time."""

from datetime import datetime, timedelta

import pytest

from dispatch.domain.time_window import TimeWindow
from dispatch.evidence.kept import TOLERANCE, Kept, kept
from tests.dispatch.planning.tiny_day import at

TOLD = at("10:00")
WINDOW = TimeWindow(at("09:00"), at("11:00"))
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("arrived", "how"),
    [
        (TOLD, Kept.AS_TOLD),
        (TOLD + TOLERANCE, Kept.AS_TOLD),
        (TOLD + TOLERANCE + SECOND, Kept.LATER),
        (TOLD - TOLERANCE, Kept.AS_TOLD),
        (TOLD - TOLERANCE - SECOND, Kept.EARLIER),
        (None, Kept.NOT_KNOWN),
    ],
)
def test_against_the_told_time(arrived: datetime | None, how: Kept) -> None:
    assert kept(None, TOLD, arrived) is how


@pytest.mark.parametrize(
    ("arrived", "how"),
    [
        (at("08:30"), Kept.AS_TOLD),  # they wait: nobody starts before it opens
        (at("10:59"), Kept.AS_TOLD),
        (at("11:00"), Kept.AS_TOLD),  # a start after it closes breaks the promise (domain/job)
        (at("11:01"), Kept.LATER),
        (None, Kept.NOT_KNOWN),
    ],
)
def test_against_the_promised_window(arrived: datetime | None, how: Kept) -> None:
    assert kept(WINDOW, TOLD, arrived) is how

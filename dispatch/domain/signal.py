"""What came in: a sensor reading or a citizen's report, as received."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SignalKind(StrEnum):
    """Which door it came through."""

    READING = "reading"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One reading (`quantity`, `value`: fill_percent, 91) or one report (`text`); never changed afterwards.

    `observed_at` is when the device says it measured. None: it does not say, so the time of receipt counts.
    """

    id: str
    kind: SignalKind
    source: str  # the device, or the door the report came through
    received_at: datetime
    uprn: str
    quantity: str = ""
    value: float = 0.0
    text: str = ""
    observed_at: datetime | None = None

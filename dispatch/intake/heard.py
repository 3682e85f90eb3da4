"""What a door understood of one message, before it is stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# A reading measured longer ago than this before its receipt is not believed to be that old. It is also how far back
# triage looks: whatever was received before that was measured before anything that can still arrive.
OLDEST_READING = timedelta(days=30)
# How far ahead of ours the clock of a network may run and still be believed.
CLOCK_AHEAD = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One quantity of a message: fill_percent, 91.0."""

    quantity: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """`key` tells repetitions: the same key from the same source is the same message.

    `device` and `uprn` are empty where it is not known who measured and where. `observed_at` None: the time of receipt
    counts. `problem` is a sentence where something was not understood, `remark` one where there is nothing to read and
    nothing wrong.
    """

    key: str
    device: str = ""
    uprn: str = ""
    observed_at: datetime | None = None
    measured: tuple[Measured, ...] = ()
    problem: str = ""
    remark: str = ""

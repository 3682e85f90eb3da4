"""When: a half-open stretch of aware datetimes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """From `opens_at` up to but not including `closes_at`. Raises ValueError when naive or the wrong way round."""

    opens_at: datetime
    closes_at: datetime

    def __post_init__(self) -> None:
        if self.opens_at.tzinfo is None or self.closes_at.tzinfo is None:
            raise ValueError("a time window needs times with a time zone")
        if self.closes_at <= self.opens_at:
            raise ValueError(f"a time window ends at {self.closes_at}, not after it opens at {self.opens_at}")

    def __contains__(self, moment: datetime) -> bool:
        return self.opens_at <= moment < self.closes_at

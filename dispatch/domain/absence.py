"""A worker who cannot work, from some moment of a day on."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """From `starts_at` to the end of that day. The reason is not kept: whether somebody is ill is nobody's business."""

    id: str
    organisation_id: str
    worker_id: str
    on: date
    starts_at: datetime
    reported_by: str
    reported_at: datetime

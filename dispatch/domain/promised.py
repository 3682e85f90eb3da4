"""What a published plan promised of one job: who would be there, and when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """Kept from the moment of publishing, whatever later revisions say.

    `number` is that of the revision within its day. A job for two people has both in `worker_ids`, and the times from
    the first start to the last finish.
    """

    plan_id: str
    number: int
    job_id: str
    published_by: str
    published_at: datetime
    worker_ids: tuple[str, ...]
    starts_at: datetime
    finishes_at: datetime

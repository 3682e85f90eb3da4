"""A job with where it stands."""

from dataclasses import dataclass
from datetime import date, datetime

from dispatch.domain.job import Job
from dispatch.domain.states import JobState


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecord:
    """`due_on`: the day it is to be done (None: any day). `closed_at`: when it was done or taken away."""

    job: Job
    state: JobState = JobState.OPEN
    due_on: date | None = None
    added_at: datetime
    added_by: str = ""  # id of the actor
    changed_at: datetime
    closed_at: datetime | None = None
    note: str = ""  # why it was taken away or put back

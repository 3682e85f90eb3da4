"""What a worker reported from a visit: a fact from the field, append-only, told once or many times."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OutcomeKind(StrEnum):
    """What happened."""

    ARRIVED = "arrived"
    DONE = "done"
    COULD_NOT = "could_not"


class CouldNotReason(StrEnum):
    """Why the work could not be done."""

    NO_ACCESS = "no_access"
    REFUSED = "refused"
    UNSAFE = "unsafe"
    MISSING_PART = "missing_part"
    WRONG_SKILL = "wrong_skill"
    NO_TIME = "no_time"
    OTHER = "other"


REASON_WORDS = {
    CouldNotReason.NO_ACCESS: "Nobody answered or no access",
    CouldNotReason.REFUSED: "The resident did not want it",
    CouldNotReason.UNSAFE: "It was not safe",
    CouldNotReason.MISSING_PART: "A part or tool was missing",
    CouldNotReason.WRONG_SKILL: "It needs somebody with another skill",
    CouldNotReason.NO_TIME: "There was not enough time",
    CouldNotReason.OTHER: "Something else",
}


class Standing(StrEnum):
    """How a fact stands to what the desk knew when it came in."""

    COUNTED = "counted"
    TAKEN_AWAY = "taken_away"  # the job had been withdrawn or given to somebody else meanwhile
    ALREADY_SETTLED = "already_settled"  # an earlier fact had settled the job; this one is kept beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`id` is made on the phone, so that the same report sent twice is known.

    `happened_at` is the phone's clock put right by `received_at - sent_at`; a fact is never later than its receipt.
    """

    id: str
    organisation_id: str  # the job's
    job_id: str
    worker_id: str
    plan_id: str  # the revision the phone showed
    kind: OutcomeKind
    reason: CouldNotReason | None = None
    note: str = ""
    happened_at: datetime
    received_at: datetime
    standing: Standing = Standing.COUNTED

    def __post_init__(self) -> None:
        if (self.kind is OutcomeKind.COULD_NOT) != (self.reason is not None):
            raise ValueError("a reason belongs to 'could not do', and only to that")

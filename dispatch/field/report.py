"""A report as a phone sends it, and what it is told back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dispatch.domain.errors import Unusable
from dispatch.domain.outcome import CouldNotReason, OutcomeKind

LONGEST_NOTE = 500
LONGEST_ID = 200
# A report older than this is not one of a day's work; the phone's clock is wrong by more than it can put right.
OLDEST = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`id` is made on the phone. `happened_at` and `sent_at` are by the phone's clock; None: now, as a form tells it.

    Raises Unusable with every complaint at once.
    """

    id: str
    job_id: str
    plan_id: str = ""
    kind: OutcomeKind
    reason: CouldNotReason | None = None
    note: str = ""
    happened_at: datetime | None = None
    sent_at: datetime | None = None

    def __post_init__(self) -> None:
        complaints = []
        if not 8 <= len(self.id) <= LONGEST_ID or not self.id.isascii() or not self.id.isprintable():
            complaints.append("the report has no id of its own (8 to 200 plain letters and digits)")
        if not self.job_id or max(len(self.job_id), len(self.plan_id)) > LONGEST_ID:
            complaints.append("the report does not say which visit it is of")
        if self.kind is OutcomeKind.COULD_NOT and self.reason is None:
            complaints.append("say why it could not be done")
        if self.kind is not OutcomeKind.COULD_NOT and self.reason is not None:
            complaints.append("a reason belongs only to work that could not be done")
        if len(self.note) > LONGEST_NOTE:
            complaints.append(f"the note has {len(self.note)} letters; {LONGEST_NOTE} fit")
        if any(moment is not None and moment.tzinfo is None for moment in (self.happened_at, self.sent_at)):
            complaints.append("a time without its zone cannot be placed")
        if complaints:
            raise Unusable(complaints)

    def happened_by(self, now: datetime) -> datetime:
        """When it happened by our clock: the phone's is put right by how far `sent_at` is from now.

        Never later than now, and never more than seven days ago.
        """
        if self.happened_at is None:
            return now
        sent_at = self.sent_at or now
        ago = max(timedelta(0), sent_at - self.happened_at)
        return now - min(ago, OLDEST)


class ReceiptStatus(StrEnum):
    """What became of a report."""

    STORED = "stored"
    ALREADY = "already"  # it was stored when it came the first time


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """`sentence` is for the worker; `attention` where it says more than thank you."""

    id: str
    status: ReceiptStatus
    sentence: str
    attention: bool = False

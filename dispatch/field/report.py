"""A report as a phone sends it, and what it is told back."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dispatch.domain.errors import Unusable
from dispatch.domain.outcome import CouldNotReason, OutcomeKind

LONGEST_NOTE = 500
LONGEST_ID = 200
# A report older than this is not one of a day's work; the phone's clock is wrong by more than it can put right.
OLDEST = timedelta(days=7)
# How far a phone's clock may be off, the time that sending takes included.
BELIEVED = timedelta(minutes=2)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{7,199}")
# Both databases can store these and no reader ever needs them: what a keyboard does not have.
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


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
        if not _ID.fullmatch(self.id):
            complaints.append("the report has no id of its own (8 to 200 plain letters, digits and hyphens)")
        if not self.job_id or not all(_plain(one) for one in (self.job_id, self.plan_id)):
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
        """When it happened by our clock; never later than now, and never more than seven days ago.

        A phone that sends at about the time that we receive has a clock to be believed, so that what happened first
        stays first however long the sending took. Another is put right by how far `sent_at` is from now.
        """
        if self.happened_at is None:
            return now
        sent_at = self.sent_at or now
        off = now - sent_at
        by_our_clock = self.happened_at if abs(off) <= BELIEVED else self.happened_at + off
        return min(now, max(by_our_clock, now - OLDEST))


def readable(note: str) -> str:
    """A note as it is kept: lines end in one way, without what no keyboard types and no database stores."""
    return _UNREADABLE.sub("", note.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _plain(name: str) -> bool:
    """Whether it may be an id of ours, so that it can be looked for and stored."""
    return len(name) <= LONGEST_ID and name.isprintable()


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

"""Which personal data one organisation lets another see, and for which purpose."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dispatch.domain.actor import Purpose


class JobField(StrEnum):
    """What may be shared of a job. Times and the service are always seen by those who plan together."""

    PLACE = "place"
    DESCRIPTION = "description"
    CAUSE = "cause"
    NOTE = "note"  # what the worker wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingAgreement:
    """`giver_id` lets `receiver_id` see `fields` of its jobs for `purposes`, from `starts_on` up to not `ends_on`."""

    id: str
    giver_id: str
    receiver_id: str
    purposes: tuple[Purpose, ...]
    fields: tuple[JobField, ...]
    starts_on: date
    ends_on: date | None = None

    def is_live(self, today: date) -> bool:
        """Whether it counts on this day."""
        return self.starts_on <= today and (self.ends_on is None or today < self.ends_on)

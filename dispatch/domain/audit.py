"""The audit log: who did or saw what, when and for which purpose, in a chain of seals that shows tampering."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """`subject` is kind and opaque id (`job REPAIR-1`); `fact_hash` is a salted hash of the fact it records, or empty.

    No personal value stands in an entry, so that erasing a person breaks no seal. `number` counts from 1 without gaps
    in the order of commits; 0 until stored.
    """

    number: int = 0
    at: datetime
    organisation_id: str
    actor_id: str
    role: str
    purpose: str
    action: str
    subject: str
    fact_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Entries `first` to `last` hashed together with the seal before."""

    number: int
    first: int
    last: int
    sealed_at: datetime
    previous_hash: str
    hash: str

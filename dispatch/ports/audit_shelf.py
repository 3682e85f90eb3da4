"""The audit log's entries and seals."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from dispatch.domain.audit import AuditEntry, Seal


class AuditShelf(Protocol):
    """Append-only; an entry written in a unit of work is there exactly when the rest of that work is."""

    def write(self, action: str, subject: str, *, organisation_id: str = "", fact: str = "") -> None:
        """One entry on behalf of the unit's actor, now.

        `fact` (domain/fact) is hashed with a fresh salt, kept in a row of its own: erasing fact and
        salt leaves a hash that tells nothing, and the chain whole.
        """
        ...

    def unsealed(self, limit: int) -> tuple[AuditEntry, ...]:
        """Entries after the last seal, by number."""
        ...

    def entries(self, first: int, last: int) -> tuple[AuditEntry, ...]:
        """By number, both ends included; those that are missing are missing."""
        ...

    def add_seal(self, seal: Seal) -> bool:
        """False when a seal of that number is there: another process sealed first."""
        ...

    def seals(self, after: int = 0) -> Iterator[Seal]:
        """By number, those beyond `after`."""
        ...

    def last_seal(self) -> Seal | None: ...
    def facts(self) -> Iterator[tuple[int, str, str, str]]:
        """(entry number, subject, salt, content) of every fact that an entry vouches for.

        The content is as the fact's row is now (domain/fact), empty when the row is gone; the hash that the entry keeps
        is SHA-256 of salt and content joined.
        """
        ...

    def find(self, subjects: Sequence[str]) -> tuple[AuditEntry, ...]:
        """Entries about these subjects, by number."""
        ...

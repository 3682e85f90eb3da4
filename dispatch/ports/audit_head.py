"""Where the seals are noted outside the database, so that changing the database alone cannot go unseen."""

from collections.abc import Sequence
from typing import Protocol

from dispatch.domain.audit import Seal


class AuditHead(Protocol):
    """Append-only, oldest first."""

    def note(self, seals: Sequence[Seal]) -> None:
        """Adds them durably."""
        ...

    def last(self) -> int:
        """The number of the seal noted last; 0 when there is none. Quick, however many there are."""
        ...

    def noted(self) -> tuple[Seal, ...]:
        """All that were noted. Raises ValueError with a sentence when the record is damaged."""
        ...

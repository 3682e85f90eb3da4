"""Facts from the field, and who is absent."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from dispatch.domain.absence import Absence
from dispatch.domain.outcome import Outcome


class OutcomeShelf(Protocol):
    """Append-only."""

    def add(self, outcome: Outcome) -> bool:
        """False, and nothing stored, when its id is there already."""
        ...

    def get(self, outcome_id: str) -> Outcome | None:
        """None: not received."""
        ...

    def of_jobs(self, job_ids: Sequence[str]) -> tuple[Outcome, ...]:
        """By the time of happening, then of receipt."""
        ...

    def add_absence(self, absence: Absence) -> bool:
        """False when the worker is already absent on that day."""
        ...

    def end_absence(self, absence_id: str) -> bool:
        """Takes it back; False when there is none."""
        ...

    def absences(self, on: date) -> tuple[Absence, ...]:
        """By the time they start."""
        ...

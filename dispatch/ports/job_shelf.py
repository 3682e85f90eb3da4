"""Jobs and where they stand."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from dispatch.domain.job import Cause, JobOrder
from dispatch.domain.job_record import JobRecord
from dispatch.domain.states import JobState


class JobShelf(Protocol):
    """A state changes by one conditional UPDATE that tells whether it won."""

    def add(self, record: JobRecord) -> bool:
        """False, and nothing stored, where the id is taken or an unsettled job of this type is at this place already.

        The second holds for jobs caused by sensors only: two planned calls at one home are two calls.
        """
        ...

    def get(self, job_id: str) -> JobRecord | None:
        """None: no such job, or none of the actor's organisations."""
        ...

    def hold(self, job_id: str) -> JobRecord | None:
        """As `get`, and nobody else changes it until this unit of work ends: to judge by what it says, then move it."""
        ...

    def many(self, job_ids: Sequence[str]) -> tuple[JobRecord, ...]:
        """Those there are, in the order asked for."""
        ...

    def of_day(self, on: date) -> tuple[JobRecord, ...]:
        """Jobs due on the day, and undated or overdue ones that are not closed; by id."""
        ...

    def caused_at(self, uprns: Sequence[str]) -> tuple[JobRecord, ...]:
        """Jobs caused by sensors at these places: the unsettled, and the last closed one of each type and place."""
        ...

    def move(
        self,
        job_id: str,
        target: JobState,
        at: datetime,
        *,
        note: str = "",
        only_from: Collection[JobState] | None = None,
    ) -> bool:
        """To `target` from any state that legally leads there (or `only_from` of these). False: it stands elsewhere."""
        ...

    def set_cause(self, job_id: str, cause: Cause, at: datetime) -> None:
        """Further signals joined the job."""
        ...

    def add_orders(self, organisation_id: str, orders: Sequence[JobOrder]) -> None:
        """One job after another."""
        ...

    def orders(self, job_ids: Collection[str]) -> tuple[JobOrder, ...]:
        """The orders between these jobs."""
        ...

"""Revisions of day plans, and which one holds."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from dispatch.domain.promised import Promised
from dispatch.domain.revision import Revision


class PlanShelf(Protocol):
    """Append-only; which revision of a day holds is one row that publishing changes by a conditional UPDATE.

    Rows are seen by the host and by every organisation that works in the plan.
    """

    def add(self, revision: Revision) -> Revision:
        """Stores a draft under the next number of its day; one made before for the same request is returned instead."""
        ...

    def get(self, plan_id: str) -> Revision | None:
        """None: no such plan, or none of the actor's organisations."""
        ...

    def published(self, host_id: str, on: date) -> Revision | None:
        """The revision that holds."""
        ...

    def draft(self, host_id: str, on: date) -> Revision | None:
        """The latest draft that was made after the revision that holds, if any."""
        ...

    def revisions(self, host_id: str, on: date) -> tuple[Revision, ...]:
        """All of the day, first to last."""
        ...

    def publish(self, plan_id: str, by: str, at: datetime) -> bool:
        """Makes a draft the one that holds, if the one it is based on still holds (or none does, and it has none).

        One conditional UPDATE of the day's row decides; the former becomes superseded. False: somebody was faster, or
        it is no draft any more. Also writes who is sent where (`visits_of_job`).
        """
        ...

    def discard(self, plan_id: str, at: datetime) -> bool:
        """False: it is no draft any more."""
        ...

    def set_savings(self, plan_id: str, savings: Mapping[str, Any]) -> None:
        """The comparison, which is counted after the draft is there. Written once; a second time changes nothing."""
        ...

    def published_for_worker(self, worker_id: str, on: date) -> Revision | None:
        """The revision that holds and has a shift of this worker; None when there is none."""
        ...

    def visits_of_job(self, job_id: str) -> tuple[Promised, ...]:
        """What each published revision with this job promised of it, by the time of publishing."""
        ...

    def promised(self, job_ids: Sequence[str]) -> tuple[Promised, ...]:
        """The same for many jobs: in the order asked for, then by the time of publishing."""
        ...

    def last_date(self, host_id: str) -> date | None:
        """The latest day with any plan: where pages open when no day is given."""
        ...

"""Which published plan has a job in hand: the promise that holds, and whether its day is over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dispatch.domain.job_record import JobRecord
from dispatch.domain.promised import Promised
from dispatch.domain.revision import Revision
from dispatch.domain.states import JobState, PlanState
from dispatch.domain.working_day import is_over
from dispatch.ports.store import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """The promise of a job that holds. `on` is the day of its plan; `over`: nobody goes there by it any more."""

    plan_id: str
    on: date
    over: bool


def holding(
    work: Work, job_ids: Sequence[str], *, today: date, now: datetime, at_hand: Iterable[Revision] = ()
) -> dict[str, Holding]:
    """By job id, where there is one: of the promises in plans that hold, the one for the latest time.

    `at_hand`: revisions that need not be read again.
    """
    reader = _Reader(work, today, now, at_hand)
    by_job: dict[str, list[Promised]] = {}
    for promise in work.plans.promised(job_ids):
        by_job.setdefault(promise.job_id, []).append(promise)
    found = {job_id: reader.holding(promises) for job_id, promises in by_job.items()}
    return {job_id: one for job_id, one in found.items() if one is not None}


def forgotten(
    work: Work, records: Iterable[JobRecord], *, today: date, now: datetime, at_hand: Iterable[Revision] = ()
) -> frozenset[str]:
    """Jobs scheduled or started that no plan has in hand any more, as nobody told what became of them."""
    asked = [one.job.id for one in records if one.state in (JobState.SCHEDULED, JobState.STARTED)]
    held = holding(work, asked, today=today, now=now, at_hand=at_hand)
    return frozenset(job_id for job_id in asked if job_id not in held or held[job_id].over)


class _Reader:
    """Reads each plan and each day once."""

    def __init__(self, work: Work, today: date, now: datetime, at_hand: Iterable[Revision]) -> None:
        self._work, self._today, self._now = work, today, now
        self._plans: dict[str, tuple[date, bool]] = {}
        self._over: dict[date, bool] = {}
        for revision in at_hand:
            self._keep(revision.id, revision)

    def holding(self, promises: Iterable[Promised]) -> Holding | None:
        # A revision also repeats what was tried before it; so the latest time counts, not the latest publishing.
        for promise in sorted(promises, key=lambda one: (one.starts_at, one.published_at), reverse=True):
            on, holds = self._plan(promise.plan_id)
            if holds:
                return Holding(plan_id=promise.plan_id, on=on, over=self._is_over(on))
        return None

    def _plan(self, plan_id: str) -> tuple[date, bool]:
        if plan_id not in self._plans:
            self._keep(plan_id, self._work.plans.get(plan_id))
        return self._plans[plan_id]

    def _keep(self, plan_id: str, revision: Revision | None) -> None:
        holds = revision is not None and revision.state is PlanState.PUBLISHED
        self._plans[plan_id] = (revision.date if revision else self._today, holds)

    def _is_over(self, on: date) -> bool:
        if on not in self._over:
            shifts = self._work.settings.shifts(on) if on < self._today else ()
            self._over[on] = is_over(on, self._today, shifts, self._now)
        return self._over[on]

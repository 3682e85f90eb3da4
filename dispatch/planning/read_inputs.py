"""Everything a day is planned from, read in one unit of work and frozen."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dispatch.domain.absence import Absence
from dispatch.domain.day import Day
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.errors import Unusable
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import Outcome, OutcomeKind
from dispatch.domain.partnership import Partnership
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.promised import Promised
from dispatch.domain.revision import Revision
from dispatch.domain.states import TO_PLAN, JobState
from dispatch.domain.worker import WorkShift
from dispatch.planning.bring_forward import bring_forward
from dispatch.planning.clock_face import in_words
from dispatch.ports.store import Work

NOTHING_YET = DayPlan(days=(), left_out=(), violations=())


def read_inputs(
    work: Work, partnership: Partnership, on: date, published: Revision | None, now: datetime, zone: ZoneInfo
) -> PlanInputs:
    """What the actor's organisations have for the day.

    A day that has begun is planned from `now` on, also where no plan was published: nobody can be sent into the past.
    Raises Unusable when there is nothing to plan or nobody to send.
    """
    absences = work.outcomes.absences(on)
    shifts = work.settings.shifts(on)
    begun = published is not None or any(shift.hours.opens_at <= now for shift in shifts)
    if not begun:
        shifts = tuple(_without_absent(shifts, absences))
    if not shifts:
        raise Unusable([f"nobody is on shift on {in_words(on)}; enter the shifts first"])
    in_plan = job_ids_of(published.plan) if published else ()
    records = _records(work, on, in_plan, now, zone)
    outcomes = work.outcomes.of_jobs([record.job.id for record in records])
    records = _that_matter(records, frozenset(in_plan), {outcome.job_id for outcome in outcomes})
    if not any(record.state in TO_PLAN for record in records):
        raise Unusable([f"there is no job to plan for {in_words(on)}; add one, or wait for a signal"])
    day = _day(work, partnership, on, zone, shifts, records)
    if not begun:
        return PlanInputs(day=day)
    kept = frozenset(record.job.id for record in records)
    return PlanInputs(
        day=day,
        revises=published.plan if published else NOTHING_YET,
        now=now,
        outcomes=tuple(outcome for outcome in outcomes if outcome.job_id in kept),
        absences=absences,
        withdrawn_job_ids=tuple(record.job.id for record in records if record.state is JobState.WITHDRAWN),
        reopened_job_ids=_reopened(records, outcomes),
    )


def job_ids_of(plan: DayPlan) -> tuple[str, ...]:
    """Jobs that somebody is sent to and jobs left out, each once."""
    sent = (entry.job_id for day in plan.days for entry in day.entries if entry.job_id is not None)
    return tuple(dict.fromkeys((*sent, *(left_out.job_id for left_out in plan.left_out))))


def _without_absent(shifts: Iterable[WorkShift], absences: Iterable[Absence]) -> Iterable[WorkShift]:
    absent = {absence.worker_id for absence in absences}
    for shift in shifts:
        present = tuple(worker_id for worker_id in shift.worker_ids if worker_id not in absent)
        if present:
            yield replace(shift, worker_ids=present)


def _records(work: Work, on: date, in_plan: Sequence[str], now: datetime, zone: ZoneInfo) -> tuple[JobRecord, ...]:
    """The day's jobs and those of the plan that holds, without what another day's plan has in hand."""
    of_day = {record.job.id: record for record in work.jobs.of_day(on)}
    elsewhere = [job_id for job_id, one in of_day.items() if one.state is JobState.SCHEDULED and job_id not in in_plan]
    last: dict[str, Promised] = {promise.job_id: promise for promise in work.plans.promised(elsewhere)}
    today = now.astimezone(zone).date()
    for job_id, promise in last.items():
        planned_on = promise.starts_at.astimezone(zone).date()
        if planned_on != on and planned_on >= today:
            del of_day[job_id]
    others = [job_id for job_id in in_plan if job_id not in of_day]
    return (*of_day.values(), *work.jobs.many(others))


def _that_matter(records: Iterable[JobRecord], in_plan: frozenset[str], reported: set[str]) -> tuple[JobRecord, ...]:
    """Those to plan, those of the plan that holds, and those the field has told of; by id."""
    found = [one for one in records if one.state in TO_PLAN or one.job.id in in_plan or one.job.id in reported]
    return tuple(sorted(found, key=lambda record: record.job.id))


def _reopened(records: Iterable[JobRecord], outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Somebody was there and could not, and it is to be done all the same."""
    tried = {outcome.job_id for outcome in outcomes if outcome.kind is OutcomeKind.COULD_NOT}
    return tuple(record.job.id for record in records if record.state in TO_PLAN and record.job.id in tried)


def _day(
    work: Work,
    partnership: Partnership,
    on: date,
    zone: ZoneInfo,
    shifts: tuple[WorkShift, ...],
    records: tuple[JobRecord, ...],
) -> Day:
    return Day(
        date=on,
        zone=zone,
        town=partnership.name,
        organisations=work.settings.organisations(),
        services=work.settings.services(),
        hubs=work.settings.hubs(),
        workers=work.settings.workers(),
        shifts=shifts,
        households=work.settings.households(),
        agreements=work.settings.lending(),
        signals=(),
        jobs=tuple(bring_forward(record.job, on, zone) for record in records),
        orders=work.jobs.orders([record.job.id for record in records]),
    )

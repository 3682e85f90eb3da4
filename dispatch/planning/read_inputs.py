"""Everything a day is planned from, read in one unit of work and frozen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dispatch.domain.absence import Absence
from dispatch.domain.day import Day
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.errors import Unusable
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import Outcome, OutcomeKind
from dispatch.domain.partnership import Partnership
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.revision import Revision
from dispatch.domain.states import TO_PLAN, JobState
from dispatch.domain.worker import WorkShift
from dispatch.planning.bring_forward import bring_forward
from dispatch.planning.clock_face import in_words
from dispatch.planning.promises import holding
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
        raise Unusable([f"nobody is on shift on {in_words(on)}; enter the shifts with `allround load`"])
    in_plan = job_ids_of(published.plan) if published else ()
    records, elsewhere = _records(work, on, published, in_plan, now, zone)
    outcomes = _of_the_day(work.outcomes.of_jobs([record.job.id for record in records]), on, shifts, zone)
    to_plan = {one.job.id for one in records if one.state in TO_PLAN and one.job.id not in elsewhere}
    if not to_plan:
        raise Unusable([f"there is no job to plan for {in_words(on)}; add one, or wait for a signal"])
    if not begun:
        records = tuple(one for one in records if one.job.id in to_plan)
        return PlanInputs(day=_day(work, partnership, on, zone, shifts, records))
    reported = {outcome.job_id for outcome in outcomes}
    kept = to_plan | frozenset(in_plan) | reported
    records = tuple(one for one in records if one.job.id in kept)
    return PlanInputs(
        day=_day(work, partnership, on, zone, shifts, records),
        revises=published.plan if published else NOTHING_YET,
        now=now,
        outcomes=outcomes,
        absences=absences,
        withdrawn_job_ids=tuple(one.job.id for one in records if _is_off(one, to_plan, reported)),
        reopened_job_ids=_reopened(to_plan, outcomes),
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


def _records(
    work: Work, on: date, published: Revision | None, in_plan: Sequence[str], now: datetime, zone: ZoneInfo
) -> tuple[tuple[JobRecord, ...], frozenset[str]]:
    """The day's jobs and those of the plan that holds, by id; and which of them another day's plan has in hand."""
    found = {record.job.id: record for record in work.jobs.of_day(on)}
    found.update({one.job.id: one for one in work.jobs.many([job_id for job_id in in_plan if job_id not in found])})
    scheduled = [job_id for job_id, one in found.items() if one.state is JobState.SCHEDULED]
    at_hand = (published,) if published else ()
    held = holding(work, scheduled, today=now.astimezone(zone).date(), now=now, at_hand=at_hand)
    elsewhere = frozenset(job_id for job_id, one in held.items() if one.on != on and not one.over)
    return tuple(found[job_id] for job_id in sorted(found)), elsewhere


def _of_the_day(
    outcomes: Iterable[Outcome], on: date, shifts: Iterable[WorkShift], zone: ZoneInfo
) -> tuple[Outcome, ...]:
    """What happened on it or in a night shift of it: who arrived somewhere yesterday is not there now."""
    opens_at = datetime.combine(on, time(), tzinfo=zone)
    midnight = datetime.combine(on + timedelta(days=1), time(), tzinfo=zone)
    closes_at = max([midnight, *(shift.hours.closes_at + shift.overtime_limit for shift in shifts)])
    return tuple(one for one in outcomes if opens_at <= one.happened_at < closes_at)


def _is_off(record: JobRecord, to_plan: Collection[str], reported: Collection[str]) -> bool:
    """Nobody is to go: it was taken away, or settled or planned on another day."""
    if record.state is JobState.WITHDRAWN:
        return True
    return record.job.id not in to_plan and record.job.id not in reported


def _reopened(to_plan: Collection[str], outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Somebody was there and could not, and it is to be done all the same."""
    tried = {outcome.job_id for outcome in outcomes if outcome.kind is OutcomeKind.COULD_NOT}
    return tuple(sorted(tried.intersection(to_plan)))


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

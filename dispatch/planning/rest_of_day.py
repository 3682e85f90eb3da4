"""What is left of a day as a Day of its own: shifts from where and when they are free, with work still to do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.domain.agreements import LendingAgreement
from dispatch.domain.day import Day
from dispatch.domain.day_plan import LeftOut
from dispatch.domain.job import Job
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.worker import WorkShift
from dispatch.planning.held import Held, Told
from dispatch.planning.horizon import horizon_of
from dispatch.planning.legs import Legs
from dispatch.planning.orders_left import orders_left
from dispatch.planning.settled import ShiftSoFar, SoFar
from dispatch.planning.shifts_left import shifts_left
from dispatch.planning.visit_ids import visit_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class RestOfDay:
    """`day` is planned like any other; `told` has who was to make each visit; `left_out` is no longer possible."""

    day: Day
    held: Held
    told: tuple[tuple[str, str, datetime], ...]  # (visit, shift, start), as published
    left_out: tuple[LeftOut, ...]


def rest_of_day(inputs: PlanInputs, settled: SoFar, legs: Legs) -> RestOfDay:
    """The rest of the day of `inputs` beside what is settled."""
    jobs, orders, left_out = orders_left(inputs, settled)
    jobs = tuple(_for_those_missing(job, settled) for job in jobs)
    day = replace(
        inputs.day,
        jobs=jobs,
        orders=orders,
        shifts=shifts_left(inputs, settled, legs),
        agreements=tuple(_agreements(inputs.day, settled)),
    )
    told = tuple(_told(inputs, settled, day))
    present = {name: shift.present for name, shift in settled.shifts.items()}
    held = Held(
        told={visit: Told(worker_id=present[shift][0], starts_at=at) for visit, shift, at in told if present[shift]},
        not_by={job.id: _there_already(job, settled) for job in jobs if job.id in settled.kept},
        horizon=horizon_of(inputs.day),
    )
    return RestOfDay(day=day, held=held, told=told, left_out=left_out)


def _for_those_missing(job: Job, settled: SoFar) -> Job:
    """A job for several where some are there already is for the others."""
    return replace(job, people=job.people - len(settled.kept.get(job.id, ())))


def _there_already(job: Job, settled: SoFar) -> frozenset[str]:
    return frozenset(name for shift in settled.kept[job.id] for name in settled.shifts[shift].shift.worker_ids)


def _agreements(day: Day, settled: SoFar) -> Iterator[LendingAgreement]:
    """Caps less what was used; an agreement that is used up lends no more today."""
    used: Counter[str] = Counter()
    for so_far in settled.shifts.values():
        for job in done_by(so_far):
            agreement = agreement_for(day, so_far.shift, job)
            if agreement is not None:
                used[agreement.id] += 1
    for agreement in day.agreements:
        left = agreement.daily_cap - used[agreement.id]
        if left > 0:
            yield replace(agreement, daily_cap=left)


def done_by(so_far: ShiftSoFar) -> Iterator[Job]:
    """Jobs among the settled stops that used something up: done, begun or about to be."""
    for stop in so_far.stops:
        if stop.job is not None and not stop.could_not:
            yield stop.job


def agreement_for(day: Day, shift: WorkShift, job: Job) -> LendingAgreement | None:
    """The first that lets this shift do the job; None also within one organisation, where none is needed."""
    return next(
        (
            agreement
            for agreement in day.agreements
            if shift.organisation_id != job.organisation_id
            and agreement.lender_id == shift.organisation_id
            and agreement.borrower_id == job.organisation_id
            and job.type in agreement.job_types
        ),
        None,
    )


def _told(inputs: PlanInputs, settled: SoFar, day: Day) -> Iterator[tuple[str, str, datetime]]:
    """Who was to make each visit that is left, and when."""
    reopened = frozenset(inputs.reopened_job_ids)
    slots: dict[str, list[tuple[str, datetime]]] = {job.id: [] for job in day.jobs if job.id not in reopened}
    for published in inputs.revises.days if inputs.revises else ():
        for entry in published.entries:
            if (
                entry.job_id in slots
                and published.shift_id in settled.shifts
                and published.shift_id not in settled.kept.get(entry.job_id, ())
            ):
                slots[entry.job_id].append((published.shift_id, entry.starts_at))
    for job in day.jobs:
        for visit, (shift, at) in zip(visit_ids(job), slots.get(job.id, ()), strict=False):
            yield visit, shift, at

"""A Day as a Problem: the only place where datetimes become seconds and pay becomes micropence."""

from collections.abc import Iterable, Iterator

from dispatch.domain.agreements import LendingAgreement
from dispatch.domain.day import Day
from dispatch.domain.job import Job, JobOrder
from dispatch.domain.worker import FieldWorker, WorkShift
from dispatch.planning.held import NOTHING_HELD, Held
from dispatch.planning.horizon import Horizon, horizon_of
from dispatch.planning.places import places_of
from dispatch.planning.rates import upence, upence_per_m, upence_per_s
from dispatch.planning.to_visits import to_visits
from dispatch.planning.traffic import travel_by_hour
from dispatch.planning.travel_times import TravelTimes
from dispatch.planning.visit_ids import visit_ids
from optimiser.problem import (
    AllOrNone,
    Amount,
    Break,
    Coupling,
    HeldSkill,
    Lending,
    Problem,
    RequiredSkill,
    Shift,
    Who,
    Worker,
)


def to_problem(
    day: Day, times: TravelTimes, *, services: frozenset[str] | None = None, held: Held = NOTHING_HELD
) -> Problem:
    """The Problem of all services together (None) or of some services as if the others did not exist.

    Seconds are elapsed seconds from local midnight, and traffic is by the local clock. Orders between jobs count where
    both jobs are in. Workers without a shift stay out. `held` is what an earlier plan of the day told people. Raises
    ValueError naming every place without travel times, and ProblemError with all complaints of the Problem itself.
    """
    times.refuse_unknown(places_of(day))
    horizon = held.horizon or horizon_of(day)
    travel, profiles = travel_by_hour(times, horizon)
    jobs = [job for job in day.jobs if services is None or job.service_id in services]
    shifts = [shift for shift in day.shifts if services is None or shift.service_id in services]
    at_work = {worker_id for shift in shifts for worker_id in shift.worker_ids}
    workers = [worker for worker in day.workers if worker.id in at_work]
    apart = {household.id for household in day.households if not household.shares}
    owners = {job.organisation_id for job in jobs} | {shift.organisation_id for shift in shifts}
    return Problem(
        horizon_s=horizon.length_s,
        workers=tuple(_worker(worker) for worker in workers),
        shifts=tuple(_shift(shift, horizon, times) for shift in shifts),
        visits=tuple(
            visit
            for job in jobs
            for visit in to_visits(job, horizon, times, workers, own_service=job.household_id in apart, held=held)
        ),
        travel=travel,
        couplings=(*_meetings(jobs), *_orders(day.orders, jobs)),
        groups=tuple(AllOrNone(visits=visit_ids(job)) for job in jobs if job.people > 1),
        lending=tuple(
            _lending(agreement)
            for agreement in day.agreements
            if agreement.lender_id in owners and agreement.borrower_id in owners
        ),
        profiles=profiles,
    )


def _worker(worker: FieldWorker) -> Worker:
    return Worker(
        id=worker.id,
        skills=tuple(HeldSkill(name=skill.name, level=skill.level) for skill in worker.skills),
        knows=worker.known_households,
    )


def _shift(shift: WorkShift, horizon: Horizon, times: TravelTimes) -> Shift:
    return Shift(
        id=shift.id,
        workers=shift.worker_ids,
        organisation=shift.organisation_id,
        mode=shift.mode.value,
        start_place=times.row(shift.start_place),
        end_place=times.row(shift.end_place),
        starts_s=horizon.seconds(shift.hours.opens_at),
        ends_s=horizon.seconds(shift.hours.closes_at),
        overtime_limit_s=round(shift.overtime_limit.total_seconds()),
        breaks=tuple(
            Break(
                id=f"break-{number}",
                duration_s=round(rest.length.total_seconds()),
                earliest_s=horizon.seconds(rest.window.opens_at),
                latest_s=horizon.seconds(rest.window.closes_at) - 1,
                paid=rest.paid,
            )
            for number, rest in enumerate(shift.breaks, start=1)
        ),
        capacities=_amounts(shift.capacities),
        stock=_amounts(shift.stock),
        tools=shift.tools,
        upence_per_s=upence_per_s(shift.pay_pence_per_hour),
        overtime_upence_per_s=upence_per_s(shift.overtime_pence_per_hour),
        upence_per_m=upence_per_m(shift.mileage_pence_per_mile),
    )


def _amounts(named: Iterable[tuple[str, int]]) -> tuple[Amount, ...]:
    return tuple(Amount(of=name, quantity=quantity) for name, quantity in named)


def _meetings(jobs: Iterable[Job]) -> Iterator[Coupling]:
    """People who do a job together start at the same second and come by different routes."""
    for job in jobs:
        ids = visit_ids(job)
        for number, first in enumerate(ids):
            for second in ids[number + 1 :]:
                yield Coupling(first=first, second=second, min_lag_s=0, max_lag_s=0, who=Who.DIFFERENT)


def _orders(orders: Iterable[JobOrder], jobs: Iterable[Job]) -> Iterator[Coupling]:
    # The visits of one job start together, so ordering the first of each orders them all.
    first_visit = {job.id: visit_ids(job)[0] for job in jobs}
    for order in orders:
        if order.first_id in first_visit and order.second_id in first_visit:
            yield Coupling(
                first=first_visit[order.first_id],
                second=first_visit[order.second_id],
                min_lag_s=round(order.least.total_seconds()),
                max_lag_s=None if order.most is None else round(order.most.total_seconds()),
                needs_first=order.needs_first,
            )


def _lending(agreement: LendingAgreement) -> Lending:
    return Lending(
        id=agreement.id,
        lender=agreement.lender_id,
        borrower=agreement.borrower_id,
        kinds=agreement.job_types,
        skills=tuple(RequiredSkill(name=skill.name, level=skill.level) for skill in agreement.competence),
        charge_upence=upence(agreement.charge_pence),
        max_visits=agreement.daily_cap,
    )

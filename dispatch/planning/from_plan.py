"""A Plan as a DayPlan: the only place where seconds become datetimes again."""

from collections.abc import Iterable

from dispatch.domain.day import Day
from dispatch.domain.day_plan import DayPlan, Entry, EntryKind, LeftOut, WorkerDay
from dispatch.domain.job import Job
from dispatch.domain.place import Place
from dispatch.planning.horizon import Horizon, horizon_of
from dispatch.planning.places import places_of
from dispatch.planning.rates import UPENCE_PER_PENNY
from dispatch.planning.travel_times import TravelTimes
from dispatch.planning.visit_ids import job_of_visit
from optimiser.cost import route_cash
from optimiser.plan import Plan
from optimiser.plan.day import day_of
from optimiser.plan.journey import Call, Journey
from optimiser.plan.lent import is_lent
from optimiser.problem import Problem, Visit


def from_plan(day: Day, problem: Problem, plan: Plan, times: TravelTimes, violations: Iterable[str] = ()) -> DayPlan:
    """The plan in people and times; routes in the order of the day's shifts, one `LeftOut` for each job not done."""
    reader = _Reader(day, times)
    order = {shift.id: number for number, shift in enumerate(day.shifts)}
    journeys = sorted(day_of(problem, plan).journeys, key=lambda journey: order[journey.shift.id])
    left_out: dict[str, LeftOut] = {}
    for unserved in plan.unserved:
        job = reader.jobs[reader.job_ids[unserved.visit]]
        left_out.setdefault(job.id, LeftOut(job_id=job.id, service_id=job.service_id, reason=unserved.sentence))
    return DayPlan(
        days=tuple(reader.worker_day(problem, journey) for journey in journeys),
        left_out=tuple(left_out.values()),
        violations=tuple(violations),
    )


class _Reader:
    """What a day's numbers stand for: visits for jobs, rows for places, seconds for moments."""

    def __init__(self, day: Day, times: TravelTimes) -> None:
        self.jobs: dict[str, Job] = {job.id: job for job in day.jobs}
        self.job_ids = job_of_visit(day.jobs)
        self.horizon: Horizon = horizon_of(day)
        self.places: dict[int, Place] = {times.row(place): place for place in places_of(day)}

    def worker_day(self, problem: Problem, journey: Journey) -> WorkerDay:
        return WorkerDay(
            shift_id=journey.shift.id,
            worker_ids=journey.shift.workers,
            leaves_at=self.horizon.moment(journey.route.depart_s),
            ends_at=self.horizon.moment(journey.route.end_s),
            entries=tuple(self.entry(journey, call) for call in journey.calls),
            last_travel_s=journey.last_leg.travel_s,
            last_travel_m=journey.last_leg.distance_m,
            cash_pence=route_cash(problem, journey.route).upence / UPENCE_PER_PENNY,
        )

    def entry(self, journey: Journey, call: Call) -> Entry:
        visit = call.target if isinstance(call.target, Visit) else None
        row = call.leg.destination
        if row is None:
            raise ValueError(
                f"stop {call.stop.ref!r} of shift {journey.shift.id!r} is at no place; every stop needs one"
            )
        place = self.places[row]
        return Entry(
            kind=EntryKind.JOB if visit else EntryKind.BREAK,
            job_id=self.job_ids[visit.id] if visit else None,
            uprn=place.uprn,
            lon=place.lon,
            lat=place.lat,
            arrives_at=self.horizon.moment(call.stop.arrive_s),
            starts_at=self.horizon.moment(call.stop.start_s),
            finishes_at=self.horizon.moment(call.stop.finish_s),
            travel_s=call.leg.travel_s,
            travel_m=call.leg.distance_m,
            lent=visit is not None and is_lent(journey.shift, visit),
        )

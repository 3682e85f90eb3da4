"""One town's day: jobs drawn from the pool, tied together, and the people they take."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from dispatch.domain.day import Day
from dispatch.domain.job import Job
from dispatch.planning.to_problem import to_problem
from dispatch.planning.travel_times import TravelTimes
from fixtures.day.familiar import make_familiar
from fixtures.day.wall_clock import WallClock
from tests.benchmarks.days.pool import draw_jobs
from tests.benchmarks.days.rota import choose_staff
from tests.benchmarks.days.rough_plan import RoughPlanner
from tests.benchmarks.days.ties import tie_together

# Of a hundred jobs that nobody at work can do, so many stay on the list.
STAY_UNDOABLE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """How many jobs and workers of a pool, and which rounds there are."""

    pool: Day
    streams: frozenset[str]
    jobs: int
    workers: int


def draw_day(draw: Draw, measured: TravelTimes, dice_of: Callable[[str], Random]) -> Day:
    """The day. `measured` has all places of the pool; chance comes in a stream for each topic."""
    pool = draw.pool
    listed = draw_jobs(pool, draw.jobs, draw.streams, dice_of("jobs"))
    jobs, orders = tie_together(listed, pool.orders, WallClock(pool.date, pool.zone), dice_of("ties"))
    day = replace(pool, jobs=jobs, orders=orders)
    service_of = {shift.id: shift.service_id for shift in day.shifts}
    # Whom people are used to does not matter here, and a price for every stranger in the pool takes long to make.
    strangers = tuple(replace(job, familiar_worker_ids=()) for job in day.jobs)
    everyone = to_problem(replace(day, jobs=strangers), measured)
    chosen = choose_staff(everyone, service_of, draw.workers)
    staffed = replace(
        day,
        workers=tuple(worker for worker in day.workers if worker.id in chosen),
        shifts=tuple(shift for shift in day.shifts if chosen.issuperset(shift.worker_ids)),
    )
    jobs = _without_the_impossible(staffed, pool.jobs, measured, dice_of("instead"))
    jobs, workers = make_familiar(jobs, staffed.workers, staffed.shifts, dice_of("familiar"))
    return replace(staffed, jobs=jobs, workers=workers)


def _without_the_impossible(day: Day, pool: tuple[Job, ...], measured: TravelTimes, dice: Random) -> tuple[Job, ...]:
    """The jobs, most of those that nobody at work can do put off, and others of the pool taken on in their place."""
    tied = {name for order in day.orders for name in (order.first_id, order.second_id)}
    listed = {job.id for job in day.jobs}
    others = tuple(job for job in pool if job.id not in listed and job.people == 1)
    possible = _possible(day, (*day.jobs, *others), measured)
    impossible = [job for job in day.jobs if job.id not in possible and job.id not in tied]
    dice.shuffle(impossible)
    put_off = {job.id for job in impossible[len(impossible) * STAY_UNDOABLE // 100 :]}
    instead = [job for job in others if job.id in possible]
    dice.shuffle(instead)
    return (*(job for job in day.jobs if job.id not in put_off), *instead[: len(put_off)])


def _possible(day: Day, jobs: tuple[Job, ...], measured: TravelTimes) -> frozenset[str]:
    """Ids of the jobs that somebody at work has the skills and the hours for."""
    strangers = tuple(replace(job, familiar_worker_ids=()) for job in jobs)
    problem = to_problem(replace(day, jobs=strangers, orders=()), measured)
    planner = RoughPlanner(problem, {shift.id: shift.service_id for shift in day.shifts})
    return frozenset(task.visits[0].id.partition("#")[0] for task in planner.tasks if task.able)

"""One job as the visits it becomes, with times on the day's clock and the price of being late or left out."""

from collections.abc import Sequence

from dispatch.domain.job import Importance, Job
from dispatch.domain.time_window import TimeWindow
from dispatch.domain.worker import FieldWorker
from dispatch.planning.held import NOTHING_HELD, Held, Told
from dispatch.planning.horizon import Horizon
from dispatch.planning.preferences import MOVED_PENCE, MOVED_TOLERANCE, OTHER_WORKER_PENCE, preferences
from dispatch.planning.rates import upence
from dispatch.planning.travel_times import TravelTimes
from dispatch.planning.visit_ids import visit_ids
from optimiser.problem import (
    Amount,
    IfUnserved,
    Lateness,
    LateOn,
    Promise,
    Published,
    RequiredSkill,
    Tier,
    Visit,
    Window,
)

# A second past a legal limit is one point, so leaving the job undone must outweigh a whole day (90,000 s) of lateness.
UNDONE_PAST_CLOCK = 100_000
LARGEST_POINTS = 1_000_000


def to_visits(
    job: Job,
    horizon: Horizon,
    times: TravelTimes,
    workers: Sequence[FieldWorker],
    *,
    own_service: bool,
    held: Held = NOTHING_HELD,
) -> tuple[Visit, ...]:
    """The visits of `job`, equal but for their ids and what was told of each.

    `own_service`: only workers of the job's service may come.
    """
    # Forbidding says the same as allowing the others, and stays sound where the service has no worker at all.
    there_already = held.not_by.get(job.id, frozenset())
    forbidden = tuple(
        worker.id
        for worker in workers
        if worker.id in there_already or (own_service and worker.service_id != job.service_id)
    )
    return tuple(
        Visit(
            id=visit_id,
            place=times.row(job.place),
            duration_s=round(job.duration.total_seconds()),
            setup_s=round(job.set_up.total_seconds()),
            windows=tuple(_window(window, horizon) for window in job.windows),
            lateness=_lateness(job, horizon),
            promised=_promise(job, horizon),
            skills=tuple(RequiredSkill(name=skill.name, level=skill.level) for skill in job.skills),
            crew=job.crew,
            loads=tuple(Amount(of=name, quantity=quantity) for name, quantity in job.loads),
            parts=tuple(Amount(of=name, quantity=quantity) for name, quantity in job.parts),
            tools=job.tools,
            if_unserved=_if_unserved(job, horizon),
            forbidden_workers=forbidden,
            worker_costs=preferences(job, workers),
            published=_published(held.told.get(visit_id), horizon, workers),
            service=job.service_id,
            organisation=job.organisation_id,
            kind=job.type,
        )
        for visit_id in visit_ids(job)
    )


def _published(told: Told | None, horizon: Horizon, workers: Sequence[FieldWorker]) -> Published | None:
    # Of somebody who is out no longer there is nothing to keep.
    if told is None or told.worker_id not in {worker.id for worker in workers}:
        return None
    return Published(
        worker=told.worker_id,
        start_s=max(0, horizon.seconds(told.starts_at)),
        tolerance_s=round(MOVED_TOLERANCE.total_seconds()),
        other_worker_upence=upence(OTHER_WORKER_PENCE),
        moved_upence=upence(MOVED_PENCE),
    )


def _window(window: TimeWindow, horizon: Horizon) -> Window:
    """Half-open [opens, closes) becomes [opens, closes - 1 s], both ends included."""
    return Window(
        earliest_s=max(0, horizon.seconds(window.opens_at)),
        latest_s=horizon.seconds(window.closes_at) - 1,
    )


def _promise(job: Job, horizon: Horizon) -> Promise | None:
    if job.appointment is None:
        return None
    window = _window(job.appointment, horizon)
    # Coming late to an appointment is half as bad as not coming at all.
    return Promise(earliest_s=window.earliest_s, latest_s=window.latest_s, points=max(1, job.priority // 2))


def _runs_out_today(job: Job, horizon: Horizon) -> bool:
    return job.clock is not None and horizon.seconds(job.clock.due_at) <= horizon.length_s


def _lateness(job: Job, horizon: Horizon) -> tuple[Lateness, ...]:
    if job.clock is None or not _runs_out_today(job, horizon):
        return ()
    due_s = max(0, horizon.seconds(job.clock.due_at))
    return (Lateness(after_s=due_s, rate=1, tier=Tier.STATUTE, on=LateOn.FINISH),)


def _if_unserved(job: Job, horizon: Horizon) -> IfUnserved:
    if _runs_out_today(job, horizon) and job.importance is not Importance.SAFETY:
        # Otherwise not going would be cheaper than going late.
        points = min(LARGEST_POINTS, UNDONE_PAST_CLOCK + job.priority)
        return IfUnserved(tier=Tier.STATUTE, points=points)
    return IfUnserved(tier=Tier(job.importance.value), points=job.priority)

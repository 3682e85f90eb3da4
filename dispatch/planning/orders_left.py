"""Work still to do and the orders in it; an order with work that is settled becomes a window."""

from dataclasses import replace
from datetime import datetime, timedelta

from dispatch.domain.day_plan import LeftOut
from dispatch.domain.job import Job, JobOrder
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.time_window import TimeWindow
from dispatch.planning.clock_face import clock
from dispatch.planning.horizon import horizon_of
from dispatch.planning.settled import SoFar

SECOND = timedelta(seconds=1)


def orders_left(
    inputs: PlanInputs, settled: SoFar
) -> tuple[tuple[Job, ...], tuple[JobOrder, ...], tuple[LeftOut, ...]]:
    """The jobs left, the orders between them, and jobs that can no longer follow what they have to follow."""
    left = _Left(inputs, settled)
    changed = True
    while changed:  # leaving one out may leave out what needs it
        changed = any(left.apply(order) for order in inputs.day.orders)
    orders = tuple(order for order in inputs.day.orders if order.first_id in left.jobs and order.second_id in left.jobs)
    return tuple(left.jobs.values()), orders, tuple(left.left_out.values())


class _Left:
    def __init__(self, inputs: PlanInputs, settled: SoFar) -> None:
        over = settled.done | settled.could_not | frozenset(inputs.withdrawn_job_ids)
        self.settled = settled
        self.known = {job.id: job for job in inputs.day.jobs}
        self.jobs = {
            job.id: job
            for job in inputs.day.jobs
            if job.id not in over and len(settled.kept.get(job.id, ())) < job.people
        }
        horizon = horizon_of(inputs.day)
        self.whole = TimeWindow(horizon.moment(0), horizon.moment(horizon.length_s) + SECOND)
        self.left_out: dict[str, LeftOut] = {}
        self.applied: set[tuple[str, str]] = set()

    def apply(self, order: JobOrder) -> bool:
        """Whether it changed anything; once applied, never again."""
        key = (order.first_id, order.second_id)
        first, second = self.jobs.get(order.first_id), self.jobs.get(order.second_id)
        if key in self.applied or order.first_id not in self.known or order.second_id not in self.known:
            return False
        starts = self.settled.starts
        if second is not None and first is None:
            self.applied.add(key)
            if order.first_id in starts:
                most = None if order.most is None else starts[order.first_id] + order.most
                self.confine(second, starts[order.first_id] + order.least, most, order.first_id)
            elif order.needs_first:
                self.leave_out(second, f"it has to follow job {order.first_id}, which is not going to be done")
            return True
        if first is not None and second is None and order.second_id in starts:
            self.applied.add(key)
            if order.second_id not in self.settled.begun:
                # Somebody is on the way to the second already. What has begun too soon cannot be put in order any more.
                least = None if order.most is None else starts[order.second_id] - order.most
                self.confine(first, least, starts[order.second_id] - order.least, order.second_id)
            return True
        return False

    def confine(self, job: Job, earliest: datetime | None, latest: datetime | None, other_id: str) -> None:
        """To starts of [earliest, latest], both included, within the windows it has."""
        opens_at = max(self.whole.opens_at, earliest or self.whole.opens_at)
        closes_at = self.whole.closes_at if latest is None else min(self.whole.closes_at, latest + SECOND)
        windows = tuple(
            TimeWindow(max(window.opens_at, opens_at), min(window.closes_at, closes_at))
            for window in job.windows or (self.whole,)
            if max(window.opens_at, opens_at) < min(window.closes_at, closes_at)
        )
        if windows:
            self.jobs[job.id] = replace(job, windows=windows)
        else:
            since = f" from {clock(opens_at)}" if earliest else ""
            until = f" until {clock(closes_at)}" if latest else ""
            self.leave_out(job, f"job {other_id} leaves it{since}{until}, and its own times are others")

    def leave_out(self, job: Job, reason: str) -> None:
        del self.jobs[job.id]
        self.left_out[job.id] = LeftOut(job_id=job.id, service_id=job.service_id, reason=reason)

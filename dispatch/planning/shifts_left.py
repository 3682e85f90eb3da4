"""Shifts of the rest of a day: from where and when each is free, with what it has left."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from dispatch.domain.job import Job
from dispatch.domain.place import Place
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.time_window import TimeWindow
from dispatch.domain.worker import WorkShift
from dispatch.planning.legs import Legs
from dispatch.planning.reported import whole
from dispatch.planning.settled import ShiftSoFar, SoFar

Amounts = tuple[tuple[str, int], ...]


def shifts_left(inputs: PlanInputs, settled: SoFar, legs: Legs) -> tuple[WorkShift, ...]:
    """In the day's order; a shift that is over, or has nobody left, is gone."""
    leaving = {one.worker_id: whole(one.starts_at) for one in inputs.absences if one.starts_at > settled.now}
    by_start = sorted(settled.shifts.values(), key=lambda one: (one.shift.hours.opens_at, one.shift.id))
    left: dict[str, WorkShift] = {}
    for so_far in by_start:
        begins = _begins(so_far, by_start, left, settled, legs)
        if so_far.present and begins is not None:
            place, opens_at = begins
            ends = [_hard_end(so_far, by_start), *(leaving[name] for name in so_far.present if name in leaving)]
            own = so_far.shift
            # Whoever can only just get home, or not even that, is given nothing more to do.
            if legs.arrival(opens_at, own.mode, place, own.end_place) < min(ends):
                left[own.id] = _from(so_far, place, opens_at, min(ends))
    return tuple(left[shift.id] for shift in inputs.day.shifts if shift.id in left)


def _together(one: ShiftSoFar, other: ShiftSoFar) -> bool:
    """Whether somebody is on both; they cannot be in two places."""
    return one.shift.id != other.shift.id and bool(set(one.present) & set(other.present))


def _hard_end(so_far: ShiftSoFar, by_start: Iterable[ShiftSoFar]) -> datetime:
    """With all overtime, but not into the next shift of anyone on it."""
    own = so_far.shift
    ends = [whole(own.hours.closes_at) + own.overtime_limit]
    ends += [
        other.shift.hours.opens_at
        for other in by_start
        if _together(so_far, other) and other.shift.hours.opens_at > own.hours.opens_at
    ]
    return whole(min(ends))


def _begins(
    so_far: ShiftSoFar,
    by_start: Iterable[ShiftSoFar],
    left: Mapping[str, WorkShift],
    settled: SoFar,
    legs: Legs,
) -> tuple[Place, datetime] | None:
    """Where and when it goes on or begins; None when its people have gone on to a later shift."""
    own = so_far.shift
    others = [other for other in by_start if _together(so_far, other)]
    if any(other.free_at is not None and other.shift.hours.opens_at > own.hours.opens_at for other in others):
        return None
    if so_far.free_at is not None:
        place, free_at = so_far.place, so_far.free_at
        for other in others:
            # Of both shifts something was told, and it is the earlier one that they are still at work on.
            if other.free_at is not None and other.free_at > free_at:
                place, free_at = other.place, other.free_at
        return place, max(settled.now, free_at)
    opens_at = max(settled.now, whole(own.hours.opens_at))
    for other in others:
        earlier = other.shift.hours.opens_at <= own.hours.opens_at
        if earlier and other.free_at is not None and other.shift.id not in left:
            # The earlier shift ran over, and they come straight from its last place.
            opens_at = max(opens_at, legs.arrival(other.free_at, own.mode, other.place, own.start_place))
    return own.start_place, opens_at


def _from(so_far: ShiftSoFar, place: Place, opens_at: datetime, hard_end: datetime) -> WorkShift:
    own = so_far.shift
    closes_at = min(whole(own.hours.closes_at), hard_end)
    rest = replace(
        own,
        worker_ids=so_far.present,
        start_place=place,
        breaks=so_far.breaks,
        capacities=_less(own.capacities, so_far, lambda job: job.loads),
        stock=_less(own.stock, so_far, lambda job: job.parts),
    )
    if opens_at < closes_at:
        return replace(rest, hours=TimeWindow(opens_at, closes_at), overtime_limit=hard_end - closes_at)
    # Only overtime is left of it: all of its time is paid as such.
    return replace(
        rest,
        hours=TimeWindow(opens_at, hard_end),
        overtime_limit=timedelta(0),
        pay_pence_per_hour=own.pay_pence_per_hour + own.overtime_pence_per_hour,
        overtime_pence_per_hour=0,
    )


def _less(amounts: Amounts, so_far: ShiftSoFar, of: Callable[[Job], Amounts]) -> Amounts:
    """What is left of room or stock after what was done, begun or is about to be."""
    used: Counter[str] = Counter()
    for stop in so_far.stops:
        if stop.job is not None and not stop.could_not:
            for name, quantity in of(stop.job):
                used[name] += quantity
    return tuple((name, max(0, quantity - used[name])) for name, quantity in amounts)

"""The settled part of a day and the plan of its rest, joined into one day plan."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dispatch.domain.day import Day
from dispatch.domain.day_plan import DayPlan, Entry, EntryKind, WorkerDay
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.worker import WorkShift
from dispatch.planning.legs import Legs
from dispatch.planning.rates import METRES_PER_MILE, SECONDS_PER_HOUR
from dispatch.planning.rest_of_day import RestOfDay, agreement_for
from dispatch.planning.settled import SettledStop, ShiftSoFar, SoFar
from dispatch.planning.track import rest_of


def whole_day(inputs: PlanInputs, settled: SoFar, rest: RestOfDay, planned: DayPlan, legs: Legs) -> DayPlan:
    """Each shift's settled stops with the times told, then what is planned; shifts in the day's order.

    What was done or begun is there as it happened; `planned` is the plan of the rest alone, and so are its violations.
    """
    after = {day.shift_id: day for day in planned.days}
    days = []
    for shift in inputs.day.shifts:
        so_far, ahead = settled.shifts[shift.id], after.get(shift.id)
        if so_far.stops:
            days.append(_joined(inputs.day, so_far, ahead, legs))
        elif ahead is not None:
            days.append(replace(ahead, cash_pence=_cash(inputs.day, shift, ahead)))
    return DayPlan(days=tuple(days), left_out=(*planned.left_out, *rest.left_out), violations=planned.violations)


def _joined(day: Day, so_far: ShiftSoFar, ahead: WorkerDay | None, legs: Legs) -> WorkerDay:
    shift = so_far.shift
    leaves_at = _left_at(so_far, legs)
    entries = (*_entries(day, so_far, leaves_at, legs), *(ahead.entries if ahead else ()))
    last_s, last_m, ends_at = _way_home(so_far, legs)
    joined = WorkerDay(
        shift_id=shift.id,
        worker_ids=so_far.present or shift.worker_ids,
        leaves_at=leaves_at.astimezone(day.zone),
        ends_at=ahead.ends_at if ahead else ends_at.astimezone(day.zone),
        entries=entries,
        last_travel_s=ahead.last_travel_s if ahead else last_s,
        last_travel_m=ahead.last_travel_m if ahead else last_m,
        cash_pence=0,
    )
    in_vain = frozenset(stop.job.id for stop in so_far.stops if stop.job is not None and stop.could_not)
    return replace(joined, cash_pence=_cash(day, shift, joined, in_vain))


def _entries(day: Day, so_far: ShiftSoFar, left_at: datetime, legs: Legs) -> Iterable[Entry]:
    place, mode = so_far.shift.start_place, so_far.shift.mode
    for stop in so_far.stops:
        yield Entry(
            kind=stop.kind,
            job_id=stop.job.id if stop.job else None,
            uprn=stop.place.uprn,
            lon=stop.place.lon,
            lat=stop.place.lat,
            arrives_at=stop.arrives_at.astimezone(day.zone),
            starts_at=stop.starts_at.astimezone(day.zone),
            finishes_at=stop.finishes_at.astimezone(day.zone),
            travel_s=legs.seconds(left_at, mode, place, stop.place),
            travel_m=legs.metres(mode, place, stop.place),
            lent=stop.job is not None and stop.job.organisation_id != so_far.shift.organisation_id,
        )
        place, left_at = stop.place, stop.finishes_at


def _left_at(so_far: ShiftSoFar, legs: Legs) -> datetime:
    """As published, unless they were at the first stop before they could have been: then as late as they must have."""
    first, shift = so_far.stops[0], so_far.shift
    latest = legs.departure(first.arrives_at, shift.mode, shift.start_place, first.place)
    return latest if so_far.published is None else min(so_far.published.leaves_at, latest)


def _way_home(so_far: ShiftSoFar, legs: Legs) -> tuple[int, int, datetime]:
    """Seconds, metres and when a shift with nothing left to do is back; whoever has fallen out goes their own way."""
    last: SettledStop = max(so_far.stops, key=lambda stop: stop.finishes_at)
    if not so_far.present:
        return 0, 0, last.finishes_at
    shift = so_far.shift
    free_at = max(last.finishes_at, so_far.free_at or last.finishes_at)
    travel_s = legs.seconds(free_at, shift.mode, so_far.place, shift.end_place)
    return travel_s, legs.metres(shift.mode, so_far.place, shift.end_place), free_at + timedelta(seconds=travel_s)


def _cash(day: Day, shift: WorkShift, whole: WorkerDay, in_vain: frozenset[str] = frozenset()) -> float:
    """Paid time without unpaid breaks, overtime on top, mileage and charges: as the planner counts them."""
    unpaid_s, breaks = 0.0, list(shift.breaks)
    for entry in whole.entries:
        rest = rest_of(entry, breaks) if entry.kind is EntryKind.BREAK else None
        if rest is not None:
            breaks.remove(rest)
            unpaid_s += 0 if rest.paid else _elapsed_s(entry.starts_at, entry.finishes_at)
    paid_s = _elapsed_s(whole.leaves_at, whole.ends_at) - unpaid_s
    over_s = max(0.0, _elapsed_s(shift.hours.closes_at, whole.ends_at))
    metres = whole.last_travel_m + sum(entry.travel_m for entry in whole.entries)
    pay = (paid_s * shift.pay_pence_per_hour + over_s * shift.overtime_pence_per_hour) / SECONDS_PER_HOUR
    return pay + metres * shift.mileage_pence_per_mile / float(METRES_PER_MILE) + _charges(day, shift, whole, in_vain)


def _charges(day: Day, shift: WorkShift, whole: WorkerDay, in_vain: frozenset[str]) -> int:
    """For lent work that was done or will be; who came in vain charges nothing."""
    jobs = {job.id: job for job in day.jobs if job.id not in in_vain}
    agreements = (agreement_for(day, shift, jobs[entry.job_id]) for entry in whole.entries if entry.job_id in jobs)
    return sum(agreement.charge_pence for agreement in agreements if agreement is not None)


def _elapsed_s(earlier: datetime, later: datetime) -> float:
    # In UTC: two times of one zone subtract by the wall clock and would miss a clock change.
    return (later.astimezone(UTC) - earlier.astimezone(UTC)).total_seconds()

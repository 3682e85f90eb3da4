"""A published plan and facts from the field, by hand."""

from datetime import date, datetime, timedelta

from dispatch.domain.day_plan import DayPlan, Entry, EntryKind, WorkerDay
from dispatch.domain.outcome import CouldNotReason, Outcome, OutcomeKind
from tests.dispatch.planning.tiny_day import MILL_LANE, WINTER_DAY, at


def visit(job_id: str | None, starts: str, minutes: int = 30, on: date = WINTER_DAY) -> Entry:
    """Five minutes away, at once; a break when it has no job."""
    starts_at = at(starts, on)
    return Entry(
        kind=EntryKind.BREAK if job_id is None else EntryKind.JOB,
        job_id=job_id,
        uprn=MILL_LANE.uprn,
        lon=MILL_LANE.lon,
        lat=MILL_LANE.lat,
        arrives_at=starts_at,
        starts_at=starts_at,
        finishes_at=starts_at + timedelta(minutes=minutes),
        travel_s=0 if job_id is None else 300,
        travel_m=0 if job_id is None else 2000,
    )


def out(worker_id: str, *entries: Entry) -> WorkerDay:
    """That worker's own shift."""
    return WorkerDay(
        shift_id=f"{worker_id}-shift",
        worker_ids=(worker_id,),
        leaves_at=entries[0].arrives_at - timedelta(minutes=5),
        ends_at=entries[-1].finishes_at + timedelta(minutes=5),
        entries=entries,
        last_travel_s=300,
        last_travel_m=2000,
        cash_pence=0,
    )


def plan(*days: WorkerDay) -> DayPlan:
    return DayPlan(days=days, left_out=(), violations=())


def fact(job_id: str, worker_id: str, kind: OutcomeKind, when: datetime) -> Outcome:
    reason = CouldNotReason.NO_ACCESS if kind is OutcomeKind.COULD_NOT else None
    return Outcome(id=f"{job_id}-{worker_id}-{kind}", organisation_id="council", job_id=job_id, worker_id=worker_id,
                   plan_id="p", kind=kind, reason=reason, happened_at=when, received_at=when)  # fmt: skip


def times(of: DayPlan, worker_id: str) -> list[tuple[str | None, str]]:
    """What a worker does from when."""
    return [
        (entry.job_id, f"{entry.starts_at:%H:%M}")
        for day in of.days
        if worker_id in day.worker_ids
        for entry in day.entries
    ]

"""One worker's day as their phone shows it: only what this worker needs, and only today's."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch.domain.actor import Actor
from dispatch.domain.day_plan import DayPlan, WorkerDay
from dispatch.domain.errors import NotAllowed
from dispatch.domain.permissions import Action, require
from dispatch.domain.place import Place
from dispatch.domain.revision import Revision
from dispatch.domain.states import VisitState
from dispatch.domain.time_window import TimeWindow
from dispatch.domain.worker import WorkShift
from dispatch.domain.working_day import working_day
from dispatch.field.own_stops import OwnStop, StopReader
from dispatch.ports.store import Store, Work

__all__ = ["OwnDay", "OwnShift", "OwnStop", "days_of", "own_day"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnShift:
    """One time out; a split day has two. `start` and `end` None: the shift is on the staff list no more."""

    leaves_at: datetime
    ends_at: datetime
    start: Place | None
    end: Place | None
    mode: str
    stops: tuple[OwnStop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """`plan_id` empty: nothing is published for this worker today. `before`: once told, and not in their plan now.

    `hours` are those on the staff list for today, planned or not; none: no shift.
    """

    date: date
    worker_name: str
    plan_id: str = ""
    published_at: datetime | None = None
    published_by: str = ""
    shifts: tuple[OwnShift, ...] = ()
    before: tuple[OwnStop, ...] = ()
    hours: tuple[TimeWindow, ...] = ()

    @property
    def visits(self) -> tuple[OwnStop, ...]:
        """Those of the plan, in order."""
        return tuple(stop for shift in self.shifts for stop in shift.stops if stop.state is not None)

    @property
    def next(self) -> OwnStop | None:
        """The visit they are at, else the first one not yet reported; None: nothing is left to do."""
        for wanted in (VisitState.ARRIVED, VisitState.EXPECTED):
            found = next((stop for stop in self.visits if stop.state is wanted), None)
            if found is not None:
                return found
        return None


def own_day(store: Store, actor: Actor, now: datetime, zone: ZoneInfo) -> OwnDay:
    """Today's published work of this worker; one entry in the audit log, as it shows where people live."""
    require(actor, Action.SEE_OWN_DAY)
    if actor.worker_id is None:
        raise NotAllowed(actor.role, Action.SEE_OWN_DAY.value)
    worker_id = actor.worker_id
    with store.begin(actor) as work:
        # By their own shifts: a night shift's visits stay on the phone after midnight.
        today = working_day(now, zone, lambda on: _own_shifts(work, worker_id, on))
        day = _read(work, actor, worker_id, today)
        work.audit.write(Action.SEE_OWN_DAY.value, f"worker {worker_id} on {today}",
                         organisation_id=actor.organisation_id)  # fmt: skip
    return day


def days_of(plan: DayPlan, worker_id: str) -> tuple[WorkerDay, ...]:
    """The times out of this worker, in order."""
    return tuple(sorted((day for day in plan.days if worker_id in day.worker_ids), key=lambda day: day.leaves_at))


def _read(work: Work, actor: Actor, worker_id: str, today: date) -> OwnDay:
    names = {worker.id: worker.name for worker in work.settings.workers()}
    shifts = {shift.id: shift for shift in _own_shifts(work, worker_id, today)}
    revision = work.plans.published_for_worker(worker_id, today)
    once = _once_told(work, actor, worker_id, today, revision)
    days = days_of(revision.plan, worker_id) if revision else ()
    reader = StopReader(work, worker_id, names, revision, once)
    host_id = work.settings.partnership_of(actor.organisation_id).host_id
    # Without a route of this worker's, the day may be planned all the same.
    holds = revision or work.plans.published(host_id, today)
    publisher = work.accounts.get(holds.published_by or "") if holds else None
    return OwnDay(
        date=today,
        worker_name=names.get(worker_id, actor.name),
        plan_id=revision.id if revision else "",
        published_at=holds.published_at if holds else None,
        published_by=publisher.name if publisher else "",
        shifts=tuple(_shift(day, shifts.get(day.shift_id), reader) for day in days),
        before=reader.before(),
        hours=tuple(sorted((shift.hours for shift in shifts.values()), key=lambda one: one.opens_at)),
    )


def _own_shifts(work: Work, worker_id: str, on: date) -> tuple[WorkShift, ...]:
    return tuple(shift for shift in work.settings.shifts(on) if worker_id in shift.worker_ids)


def _shift(day: WorkerDay, shift: WorkShift | None, reader: StopReader) -> OwnShift:
    return OwnShift(
        leaves_at=day.leaves_at,
        ends_at=day.ends_at,
        start=shift.start_place if shift else None,
        end=shift.end_place if shift else None,
        mode=shift.mode.value if shift else "",
        stops=tuple(reader.stop(entry) for entry in day.entries),
    )


def _once_told(
    work: Work, actor: Actor, worker_id: str, today: date, holds: Revision | None
) -> tuple[tuple[str, TimeWindow], ...]:
    """What earlier published plans of today told this worker to do: each job with the times that were told last."""
    host_id = work.settings.partnership_of(actor.organisation_id).host_id
    told: dict[str, TimeWindow] = {}
    for revision in work.plans.revisions(host_id, today):
        if revision.published_at is None or (holds is not None and revision.id == holds.id):
            continue
        for day in days_of(revision.plan, worker_id):
            for entry in day.entries:
                if entry.job_id is not None:
                    # A window is half-open and never empty; a stop without a duration lasts a moment.
                    closes_at = max(entry.finishes_at, entry.starts_at + timedelta(seconds=1))
                    told[entry.job_id] = TimeWindow(entry.starts_at, closes_at)
    return tuple(told.items())

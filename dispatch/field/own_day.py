"""One worker's day as their phone shows it: only what this worker needs, and only today's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dispatch.domain.actor import Actor
from dispatch.domain.day_plan import DayPlan, Entry, EntryKind, WorkerDay
from dispatch.domain.errors import NotAllowed
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import Outcome, OutcomeKind
from dispatch.domain.permissions import Action, require
from dispatch.domain.place import Place
from dispatch.domain.promised import Promised
from dispatch.domain.revision import Revision
from dispatch.domain.states import JobState, VisitState
from dispatch.ports.store import Store, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStop:
    """A visit or a break. `state` None: a break. `with_whom`: colleagues to meet there, by name."""

    job_id: str | None
    starts_at: datetime
    finishes_at: datetime
    arrives_at: datetime
    state: VisitState | None
    what: str
    service: str
    place: Place | None
    with_whom: tuple[str, ...] = ()
    reported_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnShift:
    """One time out; a split day has two."""

    leaves_at: datetime
    ends_at: datetime
    start: Place | None
    end: Place | None
    mode: str
    stops: tuple[OwnStop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """`plan_id` empty: nothing is published for this worker today. `taken_away`: once told, and not theirs now."""

    date: date
    worker_name: str
    plan_id: str = ""
    published_at: datetime | None = None
    published_by: str = ""
    shifts: tuple[OwnShift, ...] = ()
    taken_away: tuple[OwnStop, ...] = ()
    has_shift: bool = False  # on the staff list for today, whether planned or not

    @property
    def next(self) -> OwnStop | None:
        """The visit they are at, else the first one not yet reported; None: the day is done."""
        visits = [stop for shift in self.shifts for stop in shift.stops if stop.state is not None]
        for wanted in (VisitState.ARRIVED, VisitState.EXPECTED):
            found = next((stop for stop in visits if stop.state is wanted), None)
            if found is not None:
                return found
        return None


def own_day(store: Store, actor: Actor, now: datetime, zone: ZoneInfo) -> OwnDay:
    """Today's published work of this worker; one entry in the audit log, as it shows where people live."""
    require(actor, Action.SEE_OWN_DAY)
    if actor.worker_id is None:
        raise NotAllowed(actor.role, Action.SEE_OWN_DAY.value)
    today = now.astimezone(zone).date()
    with store.begin(actor) as work:
        names = {worker.id: worker.name for worker in work.settings.workers()}
        shifts = {shift.id: shift for shift in work.settings.shifts(today)}
        name = names.get(actor.worker_id, actor.name)
        has_shift = any(actor.worker_id in shift.worker_ids for shift in shifts.values())
        revision = work.plans.published_for_worker(actor.worker_id, today)
        before = _once_promised(work, actor.worker_id, today)
        if revision is None and not before:
            return OwnDay(date=today, worker_name=name, has_shift=has_shift)
        reader = _Reader(work, actor.worker_id, revision, before, names)
        work.audit.write(Action.SEE_OWN_DAY.value, f"worker {actor.worker_id} on {today}",
                         organisation_id=actor.organisation_id)  # fmt: skip
        by = work.accounts.get(revision.published_by or "") if revision else None
        return OwnDay(
            date=today,
            worker_name=name,
            plan_id=revision.id if revision else "",
            published_at=revision.published_at if revision else None,
            published_by=by.name if by else "",
            shifts=tuple(
                OwnShift(
                    leaves_at=day.leaves_at,
                    ends_at=day.ends_at,
                    start=shifts[day.shift_id].start_place if day.shift_id in shifts else None,
                    end=shifts[day.shift_id].end_place if day.shift_id in shifts else None,
                    mode=shifts[day.shift_id].mode.value if day.shift_id in shifts else "",
                    stops=tuple(reader.stop(entry) for entry in day.entries),
                )
                for day in reader.days
            ),
            taken_away=reader.taken_away(),
            has_shift=True,
        )


def _once_promised(work: Work, worker_id: str, today: date) -> tuple[str, ...]:
    """Ids of jobs that any published plan of today told this worker to do."""
    worker = next((one for one in work.settings.workers() if one.id == worker_id), None)
    if worker is None:
        return ()
    host = work.settings.partnership_of(worker.organisation_id).host_id
    told: dict[str, None] = {}
    for revision in work.plans.revisions(host, today):
        if revision.published_at is not None:
            told.update(dict.fromkeys(_job_ids(days_of(revision.plan, worker_id))))
    return tuple(told)


def days_of(plan: DayPlan, worker_id: str) -> tuple[WorkerDay, ...]:
    """The times out of this worker, in order."""
    return tuple(sorted((day for day in plan.days if worker_id in day.worker_ids), key=lambda day: day.leaves_at))


def _job_ids(days: Iterable[WorkerDay]) -> list[str]:
    return [entry.job_id for day in days for entry in day.entries if entry.job_id is not None]


class _Reader:
    def __init__(self, work: Work, worker_id: str, revision: Revision | None, before: tuple[str, ...],
                 names: Mapping[str, str]) -> None:  # fmt: skip
        self.worker_id, self.names, self.before = worker_id, names, before
        self.days = days_of(revision.plan, worker_id) if revision else ()
        self.own = frozenset(_job_ids(self.days))
        job_ids = list(dict.fromkeys((*self.own, *before)))
        self.records: dict[str, JobRecord] = {one.job.id: one for one in work.jobs.many(job_ids)}
        self.services = {service.id: service.name for service in work.settings.services()}
        self.outcomes: dict[str, list[Outcome]] = {}
        for outcome in work.outcomes.of_jobs(job_ids):
            self.outcomes.setdefault(outcome.job_id, []).append(outcome)
        self.others: dict[str, tuple[str, ...]] = {}
        self.last_told: dict[str, Promised] = {one.job_id: one for one in work.plans.promised(job_ids)}
        for day in revision.plan.days if revision else ():
            for job_id in _job_ids([day]):
                names_there = tuple(names.get(one, one) for one in day.worker_ids if one != worker_id)
                self.others[job_id] = (*self.others.get(job_id, ()), *names_there)

    def stop(self, entry: Entry) -> OwnStop:
        """As it stands by now."""
        record = self.records.get(entry.job_id) if entry.job_id is not None else None
        if entry.kind is EntryKind.BREAK or record is None:
            what = "Break" if entry.kind is EntryKind.BREAK else "Visit that is no longer known"
            state = None if entry.kind is EntryKind.BREAK else VisitState.TAKEN_AWAY
            return OwnStop(job_id=None, starts_at=entry.starts_at, finishes_at=entry.finishes_at,
                           arrives_at=entry.arrives_at, state=state, what=what, service="", place=None)  # fmt: skip
        last = self.last_word(record)
        return OwnStop(
            job_id=record.job.id,
            starts_at=entry.starts_at,
            finishes_at=entry.finishes_at,
            arrives_at=entry.arrives_at,
            state=self.state(record, last),
            what=record.job.description,
            service=self.services.get(record.job.service_id, record.job.service_id),
            place=record.job.place,
            with_whom=self.others.get(record.job.id, ()),
            reported_at=last.happened_at if last else None,
            reason=last.reason.value if last and last.reason else "",
        )

    def last_word(self, record: JobRecord) -> Outcome | None:
        """What settles it, else what this worker reported last; an arrival of the other of two is not one's own."""
        told = self.outcomes.get(record.job.id, [])
        done = [one for one in told if one.kind is OutcomeKind.DONE]
        if done:
            return done[0]
        own = [one for one in told if one.worker_id == self.worker_id]
        return own[-1] if own else None

    def state(self, record: JobRecord, last: Outcome | None) -> VisitState:
        """Done by anybody is done for everybody who was to be there."""
        if record.state is JobState.DONE:
            return VisitState.DONE
        if record.state is JobState.WITHDRAWN:
            return VisitState.TAKEN_AWAY
        if record.state is JobState.COULD_NOT:
            return VisitState.COULD_NOT
        if last is not None and record.state is JobState.STARTED:
            return VisitState.ARRIVED
        return VisitState.EXPECTED

    def taken_away(self) -> tuple[OwnStop, ...]:
        """Jobs that were told before and are in nobody's or in somebody else's day now; only what was told then."""
        gone = [self.records[job_id] for job_id in self.before if job_id not in self.own and job_id in self.records]
        found = []
        for record in gone:
            told = self.last_told.get(record.job.id)
            if told is None:
                continue
            found.append(
                OwnStop(
                    job_id=record.job.id,
                    starts_at=told.starts_at,
                    finishes_at=told.finishes_at,
                    arrives_at=told.starts_at,
                    state=VisitState.TAKEN_AWAY,
                    what=record.job.description,
                    service=self.services.get(record.job.service_id, ""),
                    place=record.job.place,
                )
            )
        return tuple(found)

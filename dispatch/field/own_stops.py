"""The stops of one worker's day: what each asks for, and where it stands by what was reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dispatch.domain.day_plan import Entry, EntryKind
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import CouldNotReason, Outcome, OutcomeKind
from dispatch.domain.place import Place
from dispatch.domain.revision import Revision
from dispatch.domain.states import JobState, VisitState
from dispatch.domain.time_window import TimeWindow
from dispatch.ports.store import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStop:
    """A visit or a break. `state` None: a break. `job_id` None: a break, or a visit that is no longer known."""

    job_id: str | None
    starts_at: datetime
    finishes_at: datetime
    arrives_at: datetime
    state: VisitState | None
    what: str = ""
    service: str = ""
    organisation: str = ""  # whose work it is, where that is not the worker's own employer
    place: Place | None = None
    with_whom: tuple[str, ...] = ()  # colleagues to meet there, or on the same vehicle, by name
    bring: tuple[str, ...] = ()  # tools and parts
    appointment: TimeWindow | None = None
    note: str = ""  # from the scheduler who put it back on the list
    reported_at: datetime | None = None  # what was reported last of it, by this worker or for them
    reason: CouldNotReason | None = None


class StopReader:
    """Reads the jobs and reports of a day at once; `once_told` are jobs of earlier plans with their times then."""

    def __init__(
        self,
        work: Work,
        worker_id: str,
        names: Mapping[str, str],
        revision: Revision | None,
        once_told: Sequence[tuple[str, TimeWindow]],
    ) -> None:
        self._worker_id = worker_id
        self._employer = next((one.organisation_id for one in work.settings.workers() if one.id == worker_id), "")
        # Who came on one vehicle arrived together.
        self._crew = {worker_id}
        self._others: dict[str, list[str]] = {}
        own: dict[str, None] = {}
        for day in revision.plan.days if revision else ():
            if worker_id in day.worker_ids:
                self._crew.update(day.worker_ids)
            for entry in day.entries:
                if entry.job_id is not None:
                    there = [names.get(one, "a colleague") for one in day.worker_ids if one != worker_id]
                    self._others.setdefault(entry.job_id, []).extend(there)
                    if worker_id in day.worker_ids:
                        own[entry.job_id] = None
        self._before = tuple((job_id, told) for job_id, told in once_told if job_id not in own)
        job_ids = (*own, *(job_id for job_id, _ in self._before))
        self._records: dict[str, JobRecord] = {one.job.id: one for one in work.jobs.many(job_ids)}
        self._services = {service.id: service.name for service in work.settings.services()}
        self._organisations = {one.id: one.name for one in work.settings.organisations()}
        self._told: dict[str, list[Outcome]] = {}
        for outcome in work.outcomes.of_jobs(job_ids):
            self._told.setdefault(outcome.job_id, []).append(outcome)

    def stop(self, entry: Entry) -> OwnStop:
        """As it stands by now."""
        if entry.kind is EntryKind.BREAK or entry.job_id is None:
            return OwnStop(job_id=None, starts_at=entry.starts_at, finishes_at=entry.finishes_at,
                           arrives_at=entry.arrives_at, state=None)  # fmt: skip
        record = self._records.get(entry.job_id)
        if record is None:
            return OwnStop(job_id=None, starts_at=entry.starts_at, finishes_at=entry.finishes_at,
                           arrives_at=entry.arrives_at, state=VisitState.TAKEN_AWAY,
                           what="A visit that is no longer known")  # fmt: skip
        last = self._last_word(record)
        return self._of(record, self._state(record, last), last, entry.starts_at, entry.finishes_at, entry.arrives_at)

    def before(self) -> tuple[OwnStop, ...]:
        """Jobs told before and not in this worker's plan now: what they reported of them, or that they need not go."""
        found = []
        for job_id, told in self._before:
            record = self._records.get(job_id)
            if record is not None:
                own = [one for one in self._told.get(job_id, []) if one.worker_id == self._worker_id]
                last = own[-1] if own and own[-1].kind is not OutcomeKind.ARRIVED else None
                state = _STATE_OF[last.kind] if last else VisitState.TAKEN_AWAY
                found.append(self._of(record, state, last, told.opens_at, told.closes_at, told.opens_at))
        return tuple(sorted(found, key=lambda stop: stop.starts_at))

    def _of(self, record: JobRecord, state: VisitState, last: Outcome | None, starts_at: datetime,
            finishes_at: datetime, arrives_at: datetime) -> OwnStop:  # fmt: skip
        job = record.job
        to_do = state in (VisitState.EXPECTED, VisitState.ARRIVED)
        foreign = job.organisation_id != self._employer
        return OwnStop(
            job_id=job.id,
            starts_at=starts_at,
            finishes_at=finishes_at,
            arrives_at=arrives_at,
            state=state,
            what=job.description,
            service=self._services.get(job.service_id, ""),
            organisation=self._organisations.get(job.organisation_id, "") if foreign else "",
            place=job.place,
            with_whom=tuple(dict.fromkeys(self._others.get(job.id, ()))),
            bring=(*job.tools, *(_counted(name, number) for name, number in job.parts)) if to_do else (),
            appointment=job.appointment if to_do else None,
            # Of a job that was taken away the note tells colleagues why, which is not this worker's business.
            note=record.note if to_do else "",
            reported_at=last.happened_at if last and state is not VisitState.EXPECTED else None,
            reason=last.reason if last and state is VisitState.COULD_NOT else None,
        )

    def _last_word(self, record: JobRecord) -> Outcome | None:
        """What settles it, else what this worker's crew reported last; whom one is to meet there arrives alone."""
        told = self._told.get(record.job.id, [])
        done = [one for one in told if one.kind is OutcomeKind.DONE]
        if done:
            return done[0]
        if record.state is JobState.COULD_NOT:
            return next((one for one in reversed(told) if one.kind is OutcomeKind.COULD_NOT), None)
        own = [one for one in told if one.worker_id in self._crew]
        return own[-1] if own else None

    @staticmethod
    def _state(record: JobRecord, last: Outcome | None) -> VisitState:
        """Done by anybody is done for everybody who was to be there."""
        settled = _SETTLED.get(record.state)
        if settled is not None:
            return settled
        # An own "could not do" of an earlier try does not make one be there now.
        if record.state is JobState.STARTED and last is not None and last.kind is OutcomeKind.ARRIVED:
            return VisitState.ARRIVED
        return VisitState.EXPECTED


_SETTLED = {
    JobState.DONE: VisitState.DONE,
    JobState.WITHDRAWN: VisitState.TAKEN_AWAY,
    JobState.COULD_NOT: VisitState.COULD_NOT,
}
_STATE_OF = {OutcomeKind.DONE: VisitState.DONE, OutcomeKind.COULD_NOT: VisitState.COULD_NOT}


def _counted(name: str, number: int) -> str:
    return name if number == 1 else f"{number} x {name}"

"""A row of the evidence: one job from the signals that caused it to the reports from the door."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dispatch.domain.outcome import CouldNotReason, OutcomeKind, Standing
from dispatch.domain.sharing import JobField
from dispatch.domain.states import JobState, PlanState
from dispatch.domain.time_window import TimeWindow
from dispatch.evidence.kept import Kept, kept
from dispatch.evidence.names import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalSeen:
    """A reading (`quantity`, `value`) or a report (`text`) that the job answers."""

    id: str
    kind: str
    source: str
    received_at: datetime
    observed_at: datetime | None
    quantity: str
    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionSeen:
    """A revision that sends somebody to the job, or leaves it out (then `placed` is false), with a reason for those who
    may see what the job is about."""

    plan_id: str
    number: int
    date: date
    state: PlanState
    made_by: Person
    made_at: datetime
    published_by: Person | None
    published_at: datetime | None
    placed: bool
    left_out_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseSeen:
    """What one published revision promised: who comes, and when."""

    plan_id: str
    number: int
    told_by: Person
    told_at: datetime
    workers: tuple[Person, ...]
    starts_at: datetime
    finishes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSeen:
    """What a worker reported; `reason` and `note` None also where they are not for this reader."""

    id: str
    kind: OutcomeKind
    reason: CouldNotReason | None
    note: str | None
    worker: Person
    plan_id: str
    happened_at: datetime
    received_at: datetime
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """Fields that this reader may not see are None, or empty where there are many, and named in `withheld`.

    `promises` are by the time of publishing, `reports` by the time of happening, `revisions` by day and number.
    """

    job_id: str
    organisation: Person
    service_id: str
    service: str
    type: str | None
    description: str | None
    address: str | None
    uprn: str | None
    duration: timedelta
    appointment: TimeWindow | None
    due_on: date | None
    state: JobState
    state_since: datetime
    note: str | None
    added_at: datetime
    added_by: Person
    cause: str | None
    reference: str | None
    rule: str | None
    signals: tuple[SignalSeen, ...]
    revisions: tuple[RevisionSeen, ...]
    promises: tuple[PromiseSeen, ...]
    reports: tuple[ReportSeen, ...]
    withheld: frozenset[JobField]

    @property
    def first_promise(self) -> PromiseSeen | None:
        """What was told first."""
        return self.promises[0] if self.promises else None

    @property
    def last_promise(self) -> PromiseSeen | None:
        """What was told last."""
        return self.promises[-1] if self.promises else None

    @property
    def arrival(self) -> ReportSeen | None:
        """The first arrival that counted."""
        return next((one for one in self._counted if one.kind is OutcomeKind.ARRIVED), None)

    @property
    def ending(self) -> ReportSeen | None:
        """The report that settled the job as it stands now: done, or could not; None while nothing did."""
        if self.state is JobState.DONE:
            # A job that was taken away and done all the same is done: the fact from the door says so.
            return next((one for one in self.reports if one.kind is OutcomeKind.DONE), None)
        if self.state is JobState.COULD_NOT:
            found = [one for one in self._counted if one.kind is OutcomeKind.COULD_NOT]
            return found[-1] if found else None
        return None

    @property
    def told_before_arrival(self) -> PromiseSeen | None:
        """The promise that held when somebody arrived; a plan published afterwards tells what had happened."""
        arrival = self.arrival
        if arrival is None:
            return self.last_promise
        before = [one for one in self.promises if one.told_at <= arrival.happened_at]
        return before[-1] if before else self.first_promise

    @property
    def kept(self) -> Kept | None:
        """Whether somebody came as told; None: nothing was promised."""
        told, arrival = self.told_before_arrival, self.arrival
        if told is None:
            return None
        return kept(self.appointment, told.starts_at, arrival.happened_at if arrival else None)

    @property
    def _counted(self) -> tuple[ReportSeen, ...]:
        return tuple(one for one in self.reports if one.standing is Standing.COUNTED)

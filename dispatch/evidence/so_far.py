"""What became of a published day so far, against what it promised: counted by service, without any personal value."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import Outcome, OutcomeKind, Standing
from dispatch.domain.permissions import Action, require
from dispatch.domain.promised import Promised
from dispatch.domain.states import JobState
from dispatch.evidence.kept import Kept, kept
from dispatch.ports.store import Work


class Became(StrEnum):
    """What became of a job that was promised."""

    DONE = "done"
    COULD_NOT = "could not be done"
    UNDER_WAY = "under way"
    NOT_REPORTED = "not yet reported"
    NO_LONGER = "no longer in the plan"  # left out by a later plan, or taken away


BECAME: Mapping[JobState, Became] = {
    JobState.DONE: Became.DONE,
    JobState.COULD_NOT: Became.COULD_NOT,
    JobState.STARTED: Became.UNDER_WAY,
    JobState.SCHEDULED: Became.NOT_REPORTED,
    JobState.OPEN: Became.NO_LONGER,
    JobState.WITHDRAWN: Became.NO_LONGER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSoFar:
    """One service's promised jobs: what became of them, and how the arrivals stand to what was told.

    `became` sums to the promised jobs; `arrivals` to those that are done, could not be done or are under way.
    """

    service_id: str
    became: Mapping[Became, int]
    arrivals: Mapping[Kept, int]

    @property
    def promised(self) -> int:
        """Jobs that any published plan of the day sent somebody to."""
        return sum(self.became.values())


def so_far(work: Work, host_id: str, on: date) -> tuple[ServiceSoFar, ...]:
    """By service, as the actor's organisations know them; empty while nothing is published. Raises NotAllowed."""
    require(work.actor, Action.SEE_SAVINGS)
    ids = {
        entry.job_id
        for revision in work.plans.revisions(host_id, on)
        if revision.published_at is not None
        for day in revision.plan.days
        for entry in day.entries
        if entry.job_id is not None
    }
    records = work.jobs.many(sorted(ids))
    known = tuple(record.job.id for record in records)
    return counted(records, work.plans.promised(known), work.outcomes.of_jobs(known))


def counted(
    records: Iterable[JobRecord], promised: Iterable[Promised], outcomes: Iterable[Outcome]
) -> tuple[ServiceSoFar, ...]:
    """By service id."""
    told: dict[str, list[Promised]] = {}
    for promise in promised:
        told.setdefault(promise.job_id, []).append(promise)
    arrived: dict[str, Outcome] = {}
    for outcome in outcomes:
        if outcome.kind is OutcomeKind.ARRIVED and outcome.standing is Standing.COUNTED:
            arrived.setdefault(outcome.job_id, outcome)
    became: dict[str, Counter[Became]] = {}
    arrivals: dict[str, Counter[Kept]] = {}
    for record in records:
        service, what = record.job.service_id, BECAME[record.state]
        became.setdefault(service, Counter())[what] += 1
        arrivals.setdefault(service, Counter())
        if what in (Became.DONE, Became.COULD_NOT, Became.UNDER_WAY):
            how = _kept(record, told.get(record.job.id, ()), arrived.get(record.job.id))
            arrivals[service][how] += 1
    return tuple(
        ServiceSoFar(service_id=service, became=became[service], arrivals=arrivals[service])
        for service in sorted(became)
    )


def _kept(record: JobRecord, told: Sequence[Promised], arrival: Outcome | None) -> Kept:
    """Against the promise that held when somebody arrived: a plan published afterwards tells what had happened."""
    if arrival is None or not told:
        return Kept.NOT_KNOWN
    before = [one for one in told if one.published_at <= arrival.happened_at]
    promise = before[-1] if before else told[0]
    return kept(record.job.appointment, promise.starts_at, arrival.happened_at)

"""Whether a draft still fits the world it was made for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dispatch.domain.day_plan import DayPlan, Entry, EntryKind, WorkerDay
from dispatch.domain.outcome import OutcomeKind
from dispatch.domain.revision import Revision
from dispatch.domain.states import TO_PLAN, JobState
from dispatch.planning.clock_face import clock, in_words
from dispatch.planning.promises import holding
from dispatch.ports.store import Work

# A visit that was to begin this long ago may still be made about as planned.
GRACE = timedelta(minutes=5)
_NO_PLAN = DayPlan(days=(), left_out=(), violations=())
_WORDS = {
    OutcomeKind.ARRIVED: "was started",
    OutcomeKind.DONE: "was done",
    OutcomeKind.COULD_NOT: "could not be done",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`words` follow the job's name where it is about a job, and are a sentence without a full stop where not.

    No job's description is in it: who reads it may not be shown every one.
    """

    words: str
    job_id: str = ""

    @property
    def sentence(self) -> str:
        """With the job's id for its name."""
        return f"Job {self.job_id} {self.words}." if self.job_id else f"{self.words}."


def freshness(work: Work, revision: Revision, *, today: date, now: datetime) -> tuple[Change, ...]:
    """What makes the draft wrong since its inputs were read, time itself included; empty: it is fresh.

    Jobs that merely came since make no draft wrong: they wait for the next one.
    """
    return (
        *_another_plan(work, revision),
        *_late(work, revision, now),
        *_jobs(work, revision, today, now),
        *_absences(work, revision),
    )


def sent_by(revision: Revision) -> dict[str, set[str]]:
    """Workers by job it sends somebody to; an entry over when the inputs were read only tells what happened."""
    sent: dict[str, set[str]] = {}
    for day, entry in _visits(revision.plan):
        if entry.job_id is not None and entry.finishes_at > revision.inputs_at:
            sent.setdefault(entry.job_id, set()).update(day.worker_ids)
    return sent


def _visits(plan: DayPlan) -> Iterator[tuple[WorkerDay, Entry]]:
    yield from ((day, entry) for day in plan.days for entry in day.entries if entry.kind is EntryKind.JOB)


def _another_plan(work: Work, revision: Revision) -> Iterator[Change]:
    holds = work.plans.published(revision.organisation_id, revision.date)
    if holds is not None and holds.id not in (revision.based_on, revision.id):
        who = work.accounts.get(holds.published_by or "")
        when = f" at {clock(holds.published_at)}" if holds.published_at else ""
        by = f" by {who.name}" if who else ""
        yield Change(words=f"Plan {holds.number} was published{by}{when} since this draft was made")


def _late(work: Work, revision: Revision, now: datetime) -> Iterator[Change]:
    """Visits to begin before now that nobody has been told of and nobody has told of."""
    former = work.plans.get(revision.based_on) if revision.based_on else None
    told = {(worker_id, entry.job_id): entry.starts_at for day, entry in _visits(former.plan if former else _NO_PLAN)
            for worker_id in day.worker_ids}  # fmt: skip
    missed = {}
    for day, entry in _visits(revision.plan):
        if entry.job_id is None or not revision.inputs_at < entry.starts_at < now - GRACE:
            continue
        as_told = [told.get((worker_id, entry.job_id)) for worker_id in day.worker_ids]
        if not all(at is not None and abs(at - entry.starts_at) <= GRACE for at in as_told):
            missed[entry.job_id] = entry.starts_at
    late = [record.job.id for record in work.jobs.many(list(missed)) if record.state in TO_PLAN]
    if late:
        first = clock(min(missed[job_id] for job_id in late))
        many = "visit was" if len(late) == 1 else "visits were"
        yield Change(words=f"{len(late)} {many} to begin before now, the first at {first}")


def _jobs(work: Work, revision: Revision, today: date, now: datetime) -> Iterator[Change]:
    there: dict[str, set[str]] = {left_out.job_id: set() for left_out in revision.plan.left_out}
    for day, entry in _visits(revision.plan):
        if entry.job_id is not None:
            there.setdefault(entry.job_id, set()).update(day.worker_ids)
    records = {record.job.id: record for record in work.jobs.many(list(there))}
    for job_id, record in records.items():
        if there[job_id] and record.state is JobState.WITHDRAWN:
            yield Change(job_id=job_id, words="was taken away")
    sent = sent_by(revision)
    scheduled = [job_id for job_id, one in records.items() if one.state is JobState.SCHEDULED and job_id in sent]
    for job_id, held in holding(work, scheduled, today=today, now=now).items():
        if held.on != revision.date and not held.over:
            yield Change(job_id=job_id, words=f"is in the published plan of {in_words(held.on)}")
    yield from _reports(work, revision, there, list(records), today, now)


def _reports(
    work: Work, revision: Revision, there: Mapping[str, set[str]], job_ids: list[str], today: date, now: datetime
) -> Iterator[Change]:
    """Reports since, from people other than those the draft sends, or of a visit on another day."""
    news = [one for one in work.outcomes.of_jobs(job_ids) if one.received_at > revision.inputs_at]
    held = holding(work, [one.job_id for one in news], today=today, now=now)
    names = {worker.id: worker.name for worker in work.settings.workers()}
    for outcome in news:
        promise = held.get(outcome.job_id)
        fits = outcome.worker_id in there[outcome.job_id] and (promise is None or promise.on == revision.date)
        if not fits:
            who = names.get(outcome.worker_id, "another worker")
            yield Change(job_id=outcome.job_id, words=f"{_WORDS[outcome.kind]} by {who} meanwhile")


def _absences(work: Work, revision: Revision) -> Iterator[Change]:
    names = {worker.id: worker.name for worker in work.settings.workers()}
    for absence in work.outcomes.absences(revision.date):
        still_sent = any(
            absence.worker_id in day.worker_ids and any(entry.finishes_at > absence.starts_at for entry in day.entries)
            for day in revision.plan.days
        )
        if absence.reported_at > revision.inputs_at and still_sent:
            who = names.get(absence.worker_id, "A worker")
            yield Change(words=f"{who} was reported as absent at {clock(absence.reported_at)}")

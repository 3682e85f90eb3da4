"""Whether a draft still fits the world it was made for."""

from collections.abc import Iterator

from dispatch.domain.day_plan import EntryKind
from dispatch.domain.outcome import OutcomeKind
from dispatch.domain.revision import Revision
from dispatch.domain.states import JobState
from dispatch.planning.clock_face import clock
from dispatch.ports.store import Work

_WORDS = {
    OutcomeKind.ARRIVED: "was started",
    OutcomeKind.DONE: "was done",
    OutcomeKind.COULD_NOT: "could not be done",
}


def freshness(work: Work, revision: Revision) -> tuple[str, ...]:
    """What has changed since the draft's inputs were read and makes it wrong, each as a sentence; empty: it is fresh.

    Jobs that merely came since make no draft wrong: they wait for the next one.
    """
    return (*_another_plan(work, revision), *_jobs(work, revision), *_absences(work, revision))


def _another_plan(work: Work, revision: Revision) -> Iterator[str]:
    holds = work.plans.published(revision.organisation_id, revision.date)
    if holds is not None and holds.id not in (revision.based_on, revision.id):
        who = work.accounts.get(holds.published_by or "")
        when = f" at {clock(holds.published_at)}" if holds.published_at else ""
        by = f" by {who.name}" if who else ""
        yield f"Plan {holds.number} was published{by}{when} since this draft was made."


def _jobs(work: Work, revision: Revision) -> Iterator[str]:
    sent: dict[str, set[str]] = {left_out.job_id: set() for left_out in revision.plan.left_out}
    for day in revision.plan.days:
        for entry in day.entries:
            if entry.kind is EntryKind.JOB and entry.job_id is not None:
                sent.setdefault(entry.job_id, set()).update(day.worker_ids)
    names = {worker.id: worker.name for worker in work.settings.workers()}
    records = {record.job.id: record for record in work.jobs.many(list(sent))}
    for job_id, record in records.items():
        if sent[job_id] and record.state is JobState.WITHDRAWN:
            yield f"Job {_name(record.job.description, job_id)} was taken away."
    for outcome in work.outcomes.of_jobs(list(records)):
        if outcome.received_at > revision.inputs_at and outcome.worker_id not in sent[outcome.job_id]:
            what = _name(records[outcome.job_id].job.description, outcome.job_id)
            who = names.get(outcome.worker_id, "another worker")
            yield f"Job {what} {_WORDS[outcome.kind]} by {who} meanwhile."


def _name(description: str, job_id: str) -> str:
    return f"{job_id} ({description})" if description else job_id


def _absences(work: Work, revision: Revision) -> Iterator[str]:
    names = {worker.id: worker.name for worker in work.settings.workers()}
    for absence in work.outcomes.absences(revision.date):
        still_sent = any(
            absence.worker_id in day.worker_ids and any(entry.finishes_at > absence.starts_at for entry in day.entries)
            for day in revision.plan.days
        )
        if absence.reported_at > revision.inputs_at and still_sent:
            who = names.get(absence.worker_id, "A worker")
            yield f"{who} was reported as absent at {clock(absence.reported_at)}."

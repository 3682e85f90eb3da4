"""A worker reports from a visit: the fact is stored whatever the desk thought meanwhile, and once."""

from collections.abc import Sequence
from datetime import datetime

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotAllowed, NotFound
from dispatch.domain.fact import outcome_fact
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import Outcome, OutcomeKind, Standing
from dispatch.domain.permissions import Action, require
from dispatch.domain.promised import Promised
from dispatch.domain.states import JobState
from dispatch.field.report import Receipt, ReceiptStatus, Report
from dispatch.ports.store import Store, Work

TARGET = {
    OutcomeKind.ARRIVED: JobState.STARTED,
    OutcomeKind.DONE: JobState.DONE,
    OutcomeKind.COULD_NOT: JobState.COULD_NOT,
}
THANKS = {
    OutcomeKind.ARRIVED: "Arrived: noted.",
    OutcomeKind.DONE: "Done: noted. Thank you.",
    OutcomeKind.COULD_NOT: "Noted that it could not be done. The scheduler decides what next.",
}


def report_outcome(store: Store, actor: Actor, report: Report, now: datetime) -> Receipt:
    """Stores the fact and moves the job where that is legal, in one transaction; the same id again changes nothing.

    A job for two is done when the first of them says so. Raises NotAllowed, or NotFound for a visit that never was this
    worker's; whatever else has happened meanwhile, the fact is kept and the receipt says what that means.
    """
    require(actor, Action.REPORT_OUTCOME)
    if actor.worker_id is None:
        raise NotAllowed(actor.role, Action.REPORT_OUTCOME.value)
    with store.begin(actor) as work:
        before = work.outcomes.get(report.id)
        if before is not None:
            return _again(actor, report, before)
        record = work.jobs.get(report.job_id)
        promised = work.plans.visits_of_job(report.job_id)
        if record is None or not any(actor.worker_id in one.worker_ids for one in promised):
            raise NotFound("This visit is not, and was not, on your list. Load your day again; nothing was changed.")
        standing, sentence = _standing(actor.worker_id, report, record, promised)
        outcome = Outcome(
            id=report.id,
            organisation_id=record.job.organisation_id,
            job_id=report.job_id,
            worker_id=actor.worker_id,
            plan_id=report.plan_id or promised[-1].plan_id,
            kind=report.kind,
            reason=report.reason,
            note=report.note.strip(),
            happened_at=report.happened_by(now),
            received_at=now,
            standing=standing,
        )
        if not work.outcomes.add(outcome):  # the same report, sent twice at the same moment
            return _again(actor, report, outcome)
        _move(work, record, outcome, now)
        work.audit.write(
            Action.REPORT_OUTCOME.value,
            f"outcome {outcome.id}",
            organisation_id=outcome.organisation_id,
            fact=outcome_fact(outcome),
        )
    attention = standing is not Standing.COUNTED
    return Receipt(
        id=report.id, status=ReceiptStatus.STORED, sentence=sentence or THANKS[report.kind], attention=attention
    )


def _again(actor: Actor, report: Report, before: Outcome) -> Receipt:
    if before.worker_id != actor.worker_id or before.job_id != report.job_id:
        raise NotFound("Another report has this id. Load your day again and report once more.")
    if before.kind is not report.kind:
        sentence = "An earlier report with this id says otherwise, and it stays. Load your day again."
        return Receipt(id=report.id, status=ReceiptStatus.ALREADY, sentence=sentence, attention=True)
    return Receipt(id=report.id, status=ReceiptStatus.ALREADY, sentence=f"{THANKS[report.kind]} (It came twice.)")


def _standing(worker_id: str, report: Report, record: JobRecord, promised: Sequence[Promised]) -> tuple[Standing, str]:
    """How the fact stands to what the desk knew, and the sentence for the worker, empty where all is as expected."""
    if record.state is JobState.DONE:
        if report.kind is OutcomeKind.ARRIVED:  # sent late, or by the second of two
            return Standing.COUNTED, ""
        if report.kind is OutcomeKind.DONE:
            return Standing.ALREADY_SETTLED, "Noted. This job had been reported as done before."
        return Standing.ALREADY_SETTLED, "Noted, but this job had been reported as done before. Ring the scheduler."
    if record.state is JobState.WITHDRAWN:
        if report.kind is OutcomeKind.DONE:
            return (
                Standing.TAKEN_AWAY,
                "Noted as done. This job had been taken away; the scheduler sees that you did it.",
            )
        return Standing.TAKEN_AWAY, "This job had been taken away meanwhile. Your report is kept; go on to the next."
    if worker_id not in promised[-1].worker_ids:
        if report.kind is OutcomeKind.ARRIVED:
            return Standing.TAKEN_AWAY, "This visit was given to somebody else meanwhile. Ring the scheduler first."
        return Standing.TAKEN_AWAY, "Noted. This visit had been given to somebody else; the scheduler sees your report."
    if record.state is JobState.COULD_NOT and report.kind is OutcomeKind.ARRIVED:
        return Standing.ALREADY_SETTLED, ""  # the arrival of the visit that has failed since, sent late
    return Standing.COUNTED, ""


def _move(work: Work, record: JobRecord, outcome: Outcome, now: datetime) -> None:
    """Legal moves only; a fact that moves nothing is kept all the same."""
    if outcome.standing is Standing.TAKEN_AWAY and outcome.kind is not OutcomeKind.DONE:
        return
    if outcome.standing is Standing.ALREADY_SETTLED:
        return
    work.jobs.move(record.job.id, TARGET[outcome.kind], now)

"""A worker reports from a visit: the fact is stored whatever the desk thought meanwhile, and once."""

from datetime import datetime

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotAllowed, NotFound
from dispatch.domain.fact import outcome_fact
from dispatch.domain.job import CauseKind, Job
from dispatch.domain.outcome import Outcome, OutcomeKind, Standing
from dispatch.domain.permissions import Action, require
from dispatch.domain.states import JobState, PlanState
from dispatch.field.report import Receipt, ReceiptStatus, Report, readable
from dispatch.field.standing import Known, standing_of
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
NOT_YOURS = "This visit is not, and was not, on your list. Load your day again; nothing was changed."
NOT_YOUR_ID = "Another report has this id. Load your day again and report once more."


def report_outcome(store: Store, actor: Actor, report: Report, now: datetime) -> Receipt:
    """Stores the fact and moves the job where that is legal, in one transaction; the same id again changes nothing.

    A job for two is done when the first of them says so: a resident is helped, or is not, once. Raises NotAllowed, or
    NotFound for a visit that never was this worker's; whatever else has happened meanwhile, the fact is kept and the
    receipt says what that means.
    """
    require(actor, Action.REPORT_OUTCOME)
    if actor.worker_id is None:
        raise NotAllowed(actor.role, Action.REPORT_OUTCOME.value)
    with store.begin(actor) as work:
        before = work.outcomes.get(report.id)
        if before is not None:
            return _again(actor, report, before)
        known = _known(work, actor.worker_id, report)
        outcome, sentence = _judged(known, report, now)
        if not work.outcomes.add(outcome):  # the same report, sent twice at the same moment
            return _again(actor, report, work.outcomes.get(report.id))
        _move(work, known.record.job, outcome, now)
        work.audit.write(
            Action.REPORT_OUTCOME.value,
            f"outcome {outcome.id}",
            organisation_id=outcome.organisation_id,
            fact=outcome_fact(outcome),
        )
    return Receipt(
        id=report.id,
        status=ReceiptStatus.STORED,
        sentence=sentence or THANKS[report.kind],
        attention=bool(sentence),
    )


def _known(work: Work, worker_id: str, report: Report) -> Known:
    """What the desk knows of the visit; nobody changes the job between this and the end. Raises NotFound."""
    record = work.jobs.hold(report.job_id)
    promised = work.plans.visits_of_job(report.job_id)
    if record is None or not any(worker_id in one.worker_ids for one in promised):
        raise NotFound(NOT_YOURS)
    latest = work.plans.get(promised[-1].plan_id)
    return Known(
        worker_id=worker_id,
        record=record,
        promised=promised,
        # Superseded by a revision that does not have the job.
        dropped=latest is not None and latest.state is PlanState.SUPERSEDED,
        told=work.outcomes.of_jobs((report.job_id,)),
    )


def _judged(known: Known, report: Report, now: datetime) -> tuple[Outcome, str]:
    """The fact as it is kept, and the sentence for the worker, empty where all is as expected."""
    happened_at = report.happened_by(now)
    standing, sentence = standing_of(known, report.kind, happened_at)
    own = [one.plan_id for one in known.promised if known.worker_id in one.worker_ids]
    outcome = Outcome(
        id=report.id,
        organisation_id=known.record.job.organisation_id,
        job_id=known.record.job.id,
        worker_id=known.worker_id,
        # What a phone says of plans is believed only where it can be true.
        plan_id=report.plan_id if report.plan_id in own else own[-1],
        kind=report.kind,
        reason=report.reason,
        note=readable(report.note),
        happened_at=happened_at,
        received_at=now,
        standing=standing,
    )
    return outcome, sentence


def _again(actor: Actor, report: Report, before: Outcome | None) -> Receipt:
    """None: another organisation has a report of this id, which this actor may not know of."""
    if before is None or before.worker_id != actor.worker_id or before.job_id != report.job_id:
        raise NotFound(NOT_YOUR_ID)
    same = (before.kind, before.reason, before.note) == (report.kind, report.reason, readable(report.note))
    if not same:
        sentence = "An earlier report with this id says otherwise, and it stays. Load your day again."
        return Receipt(id=report.id, status=ReceiptStatus.ALREADY, sentence=sentence, attention=True)
    return Receipt(id=report.id, status=ReceiptStatus.ALREADY, sentence=f"{THANKS[report.kind]} (It came twice.)")


def _move(work: Work, job: Job, outcome: Outcome, now: datetime) -> None:
    """Legal moves only; a fact that moves nothing is kept all the same."""
    if outcome.standing is Standing.TAKEN_AWAY and outcome.kind is not OutcomeKind.DONE:
        return
    if outcome.standing is Standing.ALREADY_SETTLED:
        return
    # Closed when it happened: readings measured after that are news again, however late the report came.
    at = outcome.happened_at if outcome.kind is OutcomeKind.DONE else now
    if not work.jobs.move(job.id, TARGET[outcome.kind], at):
        return
    if outcome.kind is OutcomeKind.DONE and job.cause.kind is CauseKind.SENSOR:
        # They have joined this job, or were left aside as it had been taken away; nothing else would bring them back.
        work.messages.look_again(job.place.uprn, at)

"""Taking a job away, and putting one back on the list that could not be done."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotFound, NotLegal, Unusable
from dispatch.domain.job_record import JobRecord
from dispatch.domain.permissions import Action, require
from dispatch.domain.states import JobState
from dispatch.planning.clock_face import LONDON
from dispatch.planning.promises import forgotten
from dispatch.ports.store import Store, Work

LONGEST_NOTE = 500
_STANDS = {
    JobState.OPEN: "is on the list already",
    JobState.SCHEDULED: "is in the published plan",
    JobState.STARTED: "has been started",
    JobState.DONE: "is done",
    JobState.COULD_NOT: "could not be done",
    JobState.WITHDRAWN: "has been taken away",
}


def withdraw_job(
    store: Store, actor: Actor, job_id: str, note: str, now: datetime, *, zone: ZoneInfo = LONDON
) -> JobRecord:
    """Nobody is to go any more. `note` tells colleagues why.

    Raises NotFound; NotLegal when somebody is there or it is closed; Unusable without a note. Whoever started on a day
    that is over (in `zone`) and told nothing more is not there any longer.
    """
    require(actor, Action.WITHDRAW_JOB)
    _refuse_note(note, needed=True)
    with store.begin(actor) as work:
        job = _own(work, actor, job_id, Action.WITHDRAW_JOB)
        from_here = {JobState.OPEN, JobState.SCHEDULED, JobState.COULD_NOT} | _if_left(work, job, now, zone)
        if not work.jobs.move(job_id, JobState.WITHDRAWN, now, note=note.strip(), only_from=from_here):
            raise NotLegal(f"This job {_stands(work, job_id)}, so it cannot be taken away.")
        work.audit.write("take a job away", f"job {job_id}", organisation_id=job.job.organisation_id)
        return _there(work, job_id)


def reopen_job(
    store: Store, actor: Actor, job_id: str, note: str, now: datetime, *, zone: ZoneInfo = LONDON
) -> JobRecord:
    """Somebody was there and could not, or never told that it was done; it is to be tried again.

    Raises NotFound; NotLegal from any other state, and where it was started on a day that is not over (in `zone`).
    """
    require(actor, Action.REOPEN_JOB)
    _refuse_note(note, needed=False)
    with store.begin(actor) as work:
        job = _own(work, actor, job_id, Action.REOPEN_JOB)
        from_here = {JobState.COULD_NOT} | _if_left(work, job, now, zone)
        if not work.jobs.move(job_id, JobState.OPEN, now, note=note.strip(), only_from=from_here):
            raise NotLegal(f"This job {_stands(work, job_id)}; only one that could not be done is put back.")
        work.audit.write("put a job back", f"job {job_id}", organisation_id=job.job.organisation_id)
        return _there(work, job_id)


def _refuse_note(note: str, *, needed: bool) -> None:
    if needed and not note.strip():
        raise Unusable(["there is no reason; say in a few words why the job is taken away"])
    if len(note) > LONGEST_NOTE:
        raise Unusable([f"the note has {len(note)} characters; shorten it to {LONGEST_NOTE}"])


def _own(work: Work, actor: Actor, job_id: str, action: Action) -> JobRecord:
    record = work.jobs.get(job_id)
    if record is None:
        raise NotFound("There is no such job. Open the board to see what there is.")
    require(actor, action, record.job.organisation_id)
    return record


def _if_left(work: Work, record: JobRecord, now: datetime, zone: ZoneInfo) -> set[JobState]:
    """STARTED where nobody can be there any more."""
    left = forgotten(work, [record], today=now.astimezone(zone).date(), now=now)
    return {JobState.STARTED} if record.job.id in left else set()


def _there(work: Work, job_id: str) -> JobRecord:
    record = work.jobs.get(job_id)
    if record is None:
        raise NotFound("There is no such job any more.")
    return record


def _stands(work: Work, job_id: str) -> str:
    return _STANDS[_there(work, job_id).state]

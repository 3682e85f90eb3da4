"""A scheduler adds a job by hand, such as one rung in during the day."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.domain.actor import Actor
from dispatch.domain.errors import Unusable
from dispatch.domain.job import Cause, CauseKind, Job
from dispatch.domain.job_record import JobRecord
from dispatch.domain.permissions import Action, require
from dispatch.planning.new_job import NewJob, complaints
from dispatch.ports.store import Store, Work

# Its beginning keeps it apart from the readable ids of jobs that rules make, which a form must not take in advance.
FORM_ID = re.compile(r"desk-[0-9a-z-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The stored job, and what its scheduler should know though it is no mistake; `again`: it was there before."""

    record: JobRecord
    warnings: tuple[str, ...] = ()
    again: bool = False


def add_job(
    store: Store,
    actor: Actor,
    wanted: NewJob,
    *,
    new_id: Callable[[], str],
    now: datetime,
    zone: ZoneInfo,
    form_id: str = "",
) -> Added:
    """Stores the job for a service of the actor's own organisation. Raises Unusable with everything wrong with it.

    `form_id`: made with the form, so that a form sent twice is stored once. Anything but `FORM_ID` is passed over.
    """
    require(actor, Action.ADD_JOB, actor.organisation_id)
    job_id = form_id if FORM_ID.fullmatch(form_id) else new_id()
    with store.begin(actor) as work:
        before = _sent_before(work, job_id)
        if before is not None:
            return Added(record=before, again=True)
        found = [*complaints(wanted, now, zone)]
        own = {one.id for one in work.settings.services() if one.organisation_id == actor.organisation_id}
        if wanted.service_id not in own:
            found.append("the service is not one of your organisation; choose one of yours")
        if found:
            raise Unusable(found)
        job = _job(wanted, actor.organisation_id, job_id, now, zone)
        record = JobRecord(
            # So that a household that refused to be known across services is kept apart here too.
            job=replace(job, household_id=_household_at(work, wanted.place.uprn)),
            due_on=wanted.on,
            added_at=now,
            added_by=actor.id,
            changed_at=now,
        )
        if not work.jobs.add(record):
            before = _sent_before(work, job_id)  # of two at the same moment the other was faster
            if before is not None:
                return Added(record=before, again=True)
            raise Unusable(["a job with this number is there already; send the form once more"])
        work.audit.write("add a job", f"job {record.job.id}", organisation_id=actor.organisation_id)
        return Added(record=record, warnings=tuple(_warnings(work, wanted)))


def _sent_before(work: Work, job_id: str) -> JobRecord | None:
    """What the same person's form has stored already."""
    found = work.jobs.get(job_id)
    return found if found is not None and found.added_by == work.actor.id else None


def _job(wanted: NewJob, organisation_id: str, job_id: str, now: datetime, zone: ZoneInfo) -> Job:
    window = wanted.window(zone, default=now.astimezone(zone).date())
    return Job(
        id=job_id,
        service_id=wanted.service_id,
        organisation_id=organisation_id,
        type=wanted.type.strip(),
        description=wanted.description.strip(),
        place=wanted.place,
        duration=wanted.duration,
        windows=(window,) if window and not wanted.appointment else (),
        appointment=window if wanted.appointment else None,
        importance=wanted.importance,
        priority=wanted.priority,
        skills=wanted.skills,
        people=wanted.people,
        cause=Cause(kind=CauseKind.PLANNED, reference="added at the desk"),
    )


def _household_at(work: Work, uprn: str) -> str | None:
    return next((one.id for one in work.settings.households() if one.uprn == uprn), None)


def _warnings(work: Work, wanted: NewJob) -> list[str]:
    held: dict[str, int] = {}
    for worker in work.settings.workers():
        for skill in worker.skills:
            held[skill.name] = max(skill.level, held.get(skill.name, 0))
    return [
        f"Nobody known here has the skill {need.name} at level {need.level}, so the job will be left out of plans."
        for need in wanted.skills
        if held.get(need.name, 0) < need.level
    ]

"""A scheduler adds a job by hand, such as one rung in during the day."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The stored job, and what its scheduler should know though it is no mistake."""

    record: JobRecord
    warnings: tuple[str, ...]


def add_job(
    store: Store, actor: Actor, wanted: NewJob, *, new_id: Callable[[], str], now: datetime, zone: ZoneInfo
) -> Added:
    """Stores the job for a service of the actor's own organisation. Raises Unusable with everything wrong with it."""
    require(actor, Action.ADD_JOB, actor.organisation_id)
    with store.begin(actor) as work:
        found = [*complaints(wanted, now, zone)]
        own = {one.id for one in work.settings.services() if one.organisation_id == actor.organisation_id}
        if wanted.service_id not in own:
            found.append("the service is not one of your organisation; choose one of yours")
        if found:
            raise Unusable(found)
        job = _job(wanted, actor.organisation_id, new_id(), now, zone)
        record = JobRecord(
            # So that a household that refused to be known across services is kept apart here too.
            job=replace(job, household_id=_household_at(work, wanted.place.uprn)),
            due_on=wanted.on,
            added_at=now,
            added_by=actor.id,
            changed_at=now,
        )
        if not work.jobs.add(record):
            raise Unusable(["a job with this number is there already; send the form once more"])
        work.audit.write("add a job", f"job {record.job.id}", organisation_id=actor.organisation_id)
        return Added(record=record, warnings=tuple(_warnings(work, wanted)))


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

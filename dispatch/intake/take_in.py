"""From stored signals to jobs: one unit of work triages a batch, and a killed one leaves it to be triaged again."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from dispatch.domain.actor import Actor
from dispatch.domain.errors import TryLater
from dispatch.domain.job import Cause, Job
from dispatch.domain.job_record import JobRecord
from dispatch.domain.permissions import Action, require
from dispatch.domain.signal import Signal
from dispatch.domain.states import CLOSED, UNSETTLED, JobState
from dispatch.intake.heard import OLDEST_READING
from dispatch.intake.triage import Moments, triage
from dispatch.ports.store import Store, Work

LOG = logging.getLogger("allround.triage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Ids of the jobs made and of those that further signals joined; how many signals were looked at.

    `not_understood`: those among them that no rule could read. Call again until `triaged` is 0.
    """

    new: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    triaged: int = 0
    not_understood: tuple[str, ...] = ()


def take_in(store: Store, actor: Actor, now: datetime, zone: ZoneInfo, limit: int = 500) -> Taken:
    """Turns up to `limit` signals into jobs, or into nothing, all or none of it; the oldest first.

    Raises NotAllowed; TryLater where storage is busy, with nothing done.
    """
    require(actor, Action.TRIAGE)
    with store.begin(actor) as work:
        heard = work.messages.untriaged(limit)
        if not heard:
            return Taken()
        taken = _triage(work, heard, now, zone)
        work.messages.mark_triaged([signal.id for signal in heard], now)
        _write_down(work, (*taken.joined, *taken.new))
        return taken


def _triage(work: Work, heard: Sequence[Signal], now: datetime, zone: ZoneInfo) -> Taken:
    """A rule looks at the latest reading of a place and at what led up to it, so that the history comes along.

    It goes back as far as a reading can be late: nothing received earlier can turn out to be the latest. A job that was
    taken away is therefore asked for again after that time, where the readings have gone on unbroken until then.
    """
    uprns = tuple(sorted({signal.uprn for signal in heard if signal.uprn}))
    since = min(now, *(signal.received_at for signal in heard)) - OLDEST_READING
    records = work.jobs.caused_at(uprns)
    unsettled = {record.job.id: record for record in records if record.state in UNSETTLED}
    found = triage(
        # What is stored has been received, whatever our own clock said then and says now.
        (replace(each, received_at=min(each.received_at, now)) for each in work.messages.signals_at(uprns, since)),
        rules=work.settings.rules(),
        watched=(thing for thing in work.settings.watched() if thing.place.uprn in uprns),
        open_jobs=(record.job for record in unsettled.values()),
        answered=_closed(records, JobState.DONE),
        declined=_closed(records, JobState.WITHDRAWN),
        now=now,
        zone=zone,
    )
    for failure in found.failed:
        LOG.error("no job could be made by %s; mend the rule, the next reading is looked at again", failure)
    new: list[str] = []
    joined: list[str] = []
    for job in found.joined:
        _join(work, job.id, job.cause, now)
        joined.append(job.id)
    for job in found.new:
        made, was_there = _add(work, job, now, zone)
        (joined if was_there else new).append(made)
    unread = set(found.not_understood)
    return Taken(
        new=tuple(new),
        joined=tuple(joined),
        triaged=len(heard),
        not_understood=tuple(each.id for each in heard if each.id in unread or not each.uprn),
    )


def _closed(records: Sequence[JobRecord], state: JobState) -> Moments:
    """When jobs came to this end, by job type and place: the bin was emptied, or somebody said it need not be."""
    closed: dict[tuple[str, str], datetime] = {}
    for record in records:
        if record.state is state and record.closed_at:
            key = (record.job.type, record.job.place.uprn)
            closed[key] = max(record.closed_at, closed.get(key, record.closed_at))
    return closed


def _add(work: Work, job: Job, now: datetime, zone: ZoneInfo) -> tuple[str, bool]:
    """Its id, and whether it was there already because another process was faster."""
    for number in count(1):
        # The second job of a day at one place has an id of its own.
        numbered = job if number == 1 else replace(job, id=f"{job.id}-{number}")
        record = JobRecord(job=numbered, state=JobState.OPEN, due_on=_due_on(job, now, zone), added_at=now,
                           added_by=work.actor.id, changed_at=now)  # fmt: skip
        if work.jobs.add(record):
            return numbered.id, False
        there = _unsettled_like(work, job)
        if there:
            _join(work, there.job.id, _with_signals(there.job.cause, job.cause), now)
            return there.job.id, True
        if work.jobs.get(numbered.id) is None:
            break  # refused, and neither is the id taken nor a job there that we can see: somebody is at it
    raise TryLater(f"Another process is changing the jobs at place {job.place.uprn}; triage will be tried again.")


def _unsettled_like(work: Work, job: Job) -> JobRecord | None:
    for record in work.jobs.caused_at((job.place.uprn,)):
        if record.job.type == job.type and record.state in UNSETTLED:
            return record
    return None


def _with_signals(cause: Cause, further: Cause) -> Cause:
    return replace(cause, signal_ids=tuple(dict.fromkeys((*cause.signal_ids, *further.signal_ids))))


def _join(work: Work, job_id: str, cause: Cause, now: datetime) -> None:
    """Raises TryLater where the job was closed since we looked: its readings are to be judged by that."""
    work.jobs.set_cause(job_id, cause, now)
    record = work.jobs.get(job_id)
    if record is None or record.state in CLOSED:
        raise TryLater(f"Job {job_id} was closed at this moment; triage will be tried again.")


def _write_down(work: Work, job_ids: Sequence[str]) -> None:
    """Last in the unit of work: from the first entry on others wait to write theirs."""
    for record in work.jobs.many(job_ids):
        work.audit.write(Action.TRIAGE.value, f"job {record.job.id}", organisation_id=record.job.organisation_id)


def _due_on(job: Job, now: datetime, zone: ZoneInfo) -> date:
    """The local day of its window; work that may be done at any time is asked for today."""
    moment = job.windows[0].opens_at if job.windows else now
    return moment.astimezone(zone).date()

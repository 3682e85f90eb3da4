"""One job: what, where, why, where it stands, who was promised when, and what was reported."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from dispatch.domain.job import CauseKind, Importance, Job
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import Outcome, OutcomeKind, Standing
from dispatch.domain.permissions import Action, may
from dispatch.domain.promised import Promised
from dispatch.domain.sharing import JobField
from dispatch.domain.states import JobState
from web.pages.board_day import StoredBoard
from web.pages.board_lists import QUANTITIES
from web.pages.board_seen import NOT_SHARED, Seer
from web.pages.in_zone import day_in_words, minutes_in_words, moment_in_words, sentence
from web.pages.new_job_form import skill_words

HAPPENED = {
    OutcomeKind.ARRIVED: "Arrived",
    OutcomeKind.DONE: "Done",
    OutcomeKind.COULD_NOT: "Could not do",
}
STANDING = {
    Standing.COUNTED: "",
    Standing.TAKEN_AWAY: "It had been taken away or given to somebody else.",
    Standing.ALREADY_SETTLED: "An earlier report had settled the job.",
}
IMPORTANCE = {
    Importance.SAFETY: "Safety: somebody may come to harm",
    Importance.STATUTE: "A legal time limit runs",
    Importance.PROMISE: "Ordinary",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of the summary."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a sensor told, and when."""

    at: str
    words: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """What a published plan told of it."""

    plan_id: str
    plan: str
    who: str
    when: str
    published: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """What a worker reported."""

    at: str
    who: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """All that `job.html` shows. `date` is the day whose board leads back."""

    id: str
    title: str
    state: str
    date: str
    facts: tuple[Fact, ...]
    why: tuple[str, ...]
    readings: tuple[Reading, ...]
    promises: tuple[PromiseLine, ...]
    reports: tuple[ReportLine, ...]
    note: str
    may_withdraw: bool
    may_reopen: bool


def job_page(board: StoredBoard, record: JobRecord, promises: tuple[Promised, ...], zone: ZoneInfo) -> JobPage:
    """A pure function; `board` is of the day the job belongs to, and knows its outcomes and signals."""
    seer, job = Seer(board), record.job
    own = may(board.actor, Action.WITHDRAW_JOB, job.organisation_id)
    seen = seer.job(job.id)
    # Begun on a day that is over, and nobody told how it ended: the desk decides.
    unfinished = record.state is JobState.STARTED and job.id in board.forgotten
    return JobPage(
        id=job.id,
        title=seen.what if seen else board.services.get(job.service_id, "Job"),
        state=record.state.value,
        date=board.on.isoformat(),
        facts=tuple(_facts(board, seer, record, zone)),
        why=_why(seer, record),
        readings=_readings(board, record, zone) if seer.may_see(record, JobField.CAUSE) else (),
        promises=tuple(_promise(board, one, zone) for one in promises),
        reports=tuple(_report(board, seer, record, one, zone) for one in board.outcomes.get(job.id, ())),
        note=record.note if seer.may_see(record, JobField.NOTE) else "",
        may_withdraw=own and (record.state in (JobState.OPEN, JobState.SCHEDULED, JobState.COULD_NOT) or unfinished),
        may_reopen=own and (record.state is JobState.COULD_NOT or unfinished),
    )


def _facts(board: StoredBoard, seer: Seer, record: JobRecord, zone: ZoneInfo) -> list[Fact]:
    job = record.job
    seen = seer.job(job.id)
    found = [
        Fact(name="What", value=seen.what if seen and seen.described else NOT_SHARED),
        Fact(name="Where", value=seen.where if seen else NOT_SHARED),
        Fact(name="Service", value=f"{board.services.get(job.service_id, job.service_id)}, "
             f"{board.organisations.get(job.organisation_id, job.organisation_id)}"),
        Fact(name="When", value=_when(job, record.due_on, zone)),
        Fact(name="Takes", value=minutes_in_words(job.duration.total_seconds())
             + (f", {job.people} people at once" if job.people > 1 else "")),
    ]  # fmt: skip
    if not seer.may_see(record, JobField.DESCRIPTION):
        return found  # the law, the skills and the importance of a job say what it is about
    found.append(Fact(name="Importance", value=IMPORTANCE[job.importance]))
    if job.clock is not None:
        due = moment_in_words(job.clock.due_at, zone, on=board.on)
        found.append(Fact(name="Legal limit", value=f"{job.clock.law}: by {due}"))
    if job.skills:
        found.append(Fact(name="Skills", value="; ".join(skill_words(one) for one in job.skills)))
    return found


def _when(job: Job, due_on: date | None, zone: ZoneInfo) -> str:
    day = day_in_words(due_on) if due_on else "Any day"
    if job.appointment is not None:
        opens, closes = (one.astimezone(zone) for one in (job.appointment.opens_at, job.appointment.closes_at))
        return f"{day}, appointment promised between {opens:%H:%M} and {closes:%H:%M}"
    if not job.windows:
        return f"{day}, any time"
    times = (f"{one.opens_at.astimezone(zone):%H:%M} to {one.closes_at.astimezone(zone):%H:%M}" for one in job.windows)
    return f"{day}, to begin {' or '.join(times)}"


def _why(seer: Seer, record: JobRecord) -> tuple[str, ...]:
    if not seer.may_see(record, JobField.CAUSE):
        return (NOT_SHARED + ".",)
    cause = record.job.cause
    if cause.kind is CauseKind.SENSOR:
        name, _, rule = cause.rule.partition(": ")
        return (f"A sensor asked for it, by rule {name}: {sentence(rule)}" if rule else "A sensor asked for it.",)
    if cause.kind is CauseKind.REPORT:
        return (f"It was reported{f' ({cause.reference})' if cause.reference else ''}.",)
    return (f"It was planned{f' ({cause.reference})' if cause.reference else ''}.",)


def _readings(board: StoredBoard, record: JobRecord, zone: ZoneInfo) -> tuple[Reading, ...]:
    found = [board.signals[one] for one in record.job.cause.signal_ids if one in board.signals]
    return tuple(
        Reading(
            at=moment_in_words(one.observed_at or one.received_at, zone, on=board.on),
            words=one.text or f"{one.value:g}{_unit(one.quantity)}",
            source=one.source,
        )
        for one in found
    )


def _unit(quantity: str) -> str:
    words, unit = QUANTITIES.get(quantity, (quantity.replace("_", " "), ""))
    return f"{unit} {words}"


def _promise(board: StoredBoard, one: Promised, zone: ZoneInfo) -> PromiseLine:
    starts, finishes = (each.astimezone(zone) for each in (one.starts_at, one.finishes_at))
    by = board.people.get(one.published_by, "")
    published = moment_in_words(one.published_at, zone, on=board.on)
    elsewhen = "" if starts.date() == board.on else f" on {starts:%A} {starts.day} {starts:%B}"
    return PromiseLine(
        plan_id=one.plan_id,
        plan=f"Plan {one.number}",
        who=" and ".join(board.workers[each].name if each in board.workers else each for each in one.worker_ids),
        when=f"{starts:%H:%M} to {finishes:%H:%M}{elsewhen}",
        published=f"{published}{f' by {by}' if by else ''}",
    )


def _report(board: StoredBoard, seer: Seer, record: JobRecord, one: Outcome, zone: ZoneInfo) -> ReportLine:
    worker = board.workers.get(one.worker_id)
    words = " ".join(part for part in (seer.outcome(record, one), STANDING[one.standing]) if part)
    return ReportLine(
        at=moment_in_words(one.happened_at, zone, on=board.on),
        who=worker.name if worker else one.worker_id,
        kind=HAPPENED[one.kind],
        words=words,
    )

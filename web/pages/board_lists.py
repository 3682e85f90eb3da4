"""The lists beside the timeline that ask for a person: left out, could not be done, not reported, and so on."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dispatch.domain.job import CauseKind
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import OutcomeKind
from dispatch.domain.permissions import Action, may
from dispatch.domain.sharing import JobField
from dispatch.domain.states import TO_PLAN, JobState
from dispatch.planning.freshness import sent_by
from web.pages.board_cut_off import CutOffLine, cut_off_lines
from web.pages.board_day import StoredBoard, job_ids_in
from web.pages.board_seen import NOT_SHARED, Seer, last_could_not
from web.pages.in_zone import moment_in_words, sentence

QUANTITIES = {"fill_percent": ("full", " %")}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """A job on a list. `why` is why it is there; `may_change`: its actions are the reader's to press."""

    job_id: str
    what: str
    where: str
    service: str
    colour: int
    organisation: str
    own: bool
    why: str
    state: str
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """`came_in` are jobs that the revision shown knows nothing of; without a plan, all that wait.

    `to_decide` could not be done, or were started on a day that is over and nobody told more. `not_reported` were
    planned on such a day and nobody told anything; plans take them in. `cut_off` are places of the revision shown,
    whatever has become of the jobs there.
    """

    left_out: tuple[JobLine, ...] = ()
    to_decide: tuple[JobLine, ...] = ()
    not_reported: tuple[JobLine, ...] = ()
    came_in: tuple[JobLine, ...] = ()
    cut_off: tuple[CutOffLine, ...] = ()
    waiting: int = 0  # jobs to plan, when there is no plan yet


def lists(board: StoredBoard, seer: Seer, zone: ZoneInfo) -> Lists:
    """Of the revision shown and what has happened since."""
    plan = board.shown.plan if board.shown else None
    planned = frozenset(job_ids_in(plan)) if plan else frozenset()
    left = {one.job_id: one.reason for one in (plan.left_out if plan else ())}
    return Lists(
        left_out=tuple(
            line
            for job_id, reason in left.items()
            if (record := board.records.get(job_id)) and record.state in TO_PLAN
            for line in _line(board, seer, record, seer.why_left_out(job_id, reason))
        ),
        to_decide=tuple(_to_decide(board, seer, zone)),
        not_reported=tuple(_not_reported(board, seer, sent_by(board.shown) if board.shown else {}, left)),
        came_in=tuple(
            line
            for record in _waiting(board, frozenset(left), planned)
            for line in _line(board, seer, record, cause_in_words(board, seer, record, zone))
        )
        if plan
        else (),
        cut_off=cut_off_lines(board, seer),
        waiting=sum(record.state is JobState.OPEN for record in board.records.values()),
    )


def left_out_then(board: StoredBoard, seer: Seer) -> tuple[JobLine, ...]:
    """What the revision shown left out, whatever has become of it since."""
    return tuple(
        line
        for left in (board.shown.plan.left_out if board.shown else ())
        if (record := board.records.get(left.job_id))
        for line in _line(board, seer, record, seer.why_left_out(left.job_id, left.reason))
    )


def cause_in_words(board: StoredBoard, seer: Seer, record: JobRecord, zone: ZoneInfo) -> str:
    """`Reading of 91 % full at 10:12. A litter bin that is 80 % full is emptied.`"""
    if board.shown and last_could_not(board.outcomes.get(record.job.id, ())) and record.state is JobState.OPEN:
        return f"Put back on the list at {moment_in_words(record.changed_at, zone, on=board.on)}."
    if not seer.may_see(record, JobField.CAUSE):
        return f"Came in at {moment_in_words(record.added_at, zone, on=board.on)}. Cause: {NOT_SHARED.lower()}."
    cause = record.job.cause
    came = moment_in_words(record.added_at, zone, on=board.on)
    if cause.kind is not CauseKind.SENSOR:
        return f"{'Reported' if cause.kind is CauseKind.REPORT else 'Added'} at {came}."
    signals = [board.signals[one] for one in cause.signal_ids if one in board.signals]
    rule = sentence(cause.rule.partition(": ")[2] or cause.rule)
    if not signals:
        return f"From a sensor at {came}. {rule}"
    last = signals[-1]
    name, unit = QUANTITIES.get(last.quantity, (last.quantity.replace("_", " "), ""))
    at = moment_in_words(last.observed_at or last.received_at, zone, on=board.on)
    return f"Reading at {at}: {last.value:g}{unit} {name}. {rule}".strip()


def _waiting(board: StoredBoard, left: frozenset[str], planned: frozenset[str]) -> Iterator[JobRecord]:
    """Open jobs that nobody is sent to and the plan does not list as left out, the latest first."""
    found = [
        record
        for job_id, record in board.records.items()
        if record.state is JobState.OPEN and job_id not in left and (job_id not in planned or _put_back(board, record))
    ]
    yield from sorted(found, key=lambda record: (record.changed_at, record.job.id), reverse=True)


def _put_back(board: StoredBoard, record: JobRecord) -> bool:
    """Planned once and could not be done; since then a person put it back."""
    failed = last_could_not(board.outcomes.get(record.job.id, ()))
    return failed is not None and board.shown is not None and record.changed_at > board.shown.inputs_at


def _to_decide(board: StoredBoard, seer: Seer, zone: ZoneInfo) -> Iterator[JobLine]:
    for record in board.records.values():
        if record.state is JobState.STARTED and record.job.id in board.forgotten:
            yield from _line(board, seer, record, _started(board, record, zone))
        if record.state is not JobState.COULD_NOT:
            continue
        outcome = last_could_not(board.outcomes.get(record.job.id, ()))
        why = "Could not be done."
        if outcome is not None:
            worker = board.workers.get(outcome.worker_id)
            at = moment_in_words(outcome.happened_at, zone, on=board.on)
            told = seer.outcome(record, outcome) or "could not be done"
            why = f"{worker.name if worker else 'A worker'} at {at}: {told}"
        yield from _line(board, seer, record, why)


def _started(board: StoredBoard, record: JobRecord, zone: ZoneInfo) -> str:
    arrived = [one for one in board.outcomes.get(record.job.id, ()) if one.kind is OutcomeKind.ARRIVED]
    if not arrived:
        return "Started, and nobody told that it was done. Ask whoever was there."
    worker = board.workers.get(arrived[-1].worker_id)
    at = moment_in_words(arrived[-1].happened_at, zone, on=board.on)
    return (
        f"{worker.name if worker else 'A worker'} arrived at {at} and told nothing more. Ask them whether it is done."
    )


def _not_reported(board: StoredBoard, seer: Seer, sent: Collection[str], left: Collection[str]) -> Iterator[JobLine]:
    """Unless the revision shown sends somebody or tells why not; on the day's own board, when it is over."""
    for job_id, record in board.records.items():
        told = not board.past and (job_id in sent or job_id in left)
        if record.state is JobState.SCHEDULED and job_id in board.forgotten and not told:
            yield from _line(board, seer, record, "Planned on a day that is over, and nobody told what became of it")


def _line(board: StoredBoard, seer: Seer, record: JobRecord, why: str) -> Iterator[JobLine]:
    seen = seer.job(record.job.id)
    if seen is None:
        return
    yield JobLine(
        job_id=seen.id,
        what=seen.what,
        where=seen.where,
        service=seen.service,
        colour=seen.colour,
        organisation=seen.organisation,
        own=seen.own,
        why=sentence(why),
        state=record.state.value,
        may_change=may(board.actor, Action.WITHDRAW_JOB, record.job.organisation_id),
    )

"""What a revision changes for whom, against the one it is based on: in words, worker by worker."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch.planning.changes import Change, ChangeKind, WorkerChanges, changes
from web.pages.board_day import StoredBoard
from web.pages.board_seen import NOT_SHARED, Seer
from web.pages.in_zone import clock, sentence, some

# A start moved by less is told as a number only: the list would drown in it.
NOTICED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One visit that a worker gains, loses or does at another time; or a job that nobody goes to any more."""

    kind: str  # gained, lost, moved or dropped
    job_id: str
    what: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerChange:
    """All that changes for one person. `besides` tells of small moves and of another order; may be empty."""

    who: str
    lines: tuple[ChangeLine, ...]
    besides: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """`same`: people with visits for whom nothing changes."""

    based_on: int
    workers: tuple[WorkerChange, ...]
    same: tuple[str, ...]
    dropped: tuple[ChangeLine, ...]


def changes_view(board: StoredBoard, seer: Seer, zone: ZoneInfo) -> ChangesView | None:
    """Of the revision shown against the one it is based on; None where it is based on none."""
    if board.shown is None or board.based_on is None:
        return None
    found = changes(board.based_on.plan, board.shown.plan, board.shown.inputs_at)
    writer = _Writer(board, seer, zone)
    by_name = sorted(found.workers, key=lambda one: (writer.name(one.worker_id), one.worker_id))
    reasons = {left.job_id: seer.why_left_out(left.job_id, left.reason) for left in board.shown.plan.left_out}
    return ChangesView(
        based_on=board.based_on.number,
        workers=tuple(writer.worker(one) for one in by_name if not one.unchanged),
        same=tuple(writer.name(one.worker_id) for one in by_name if one.unchanged),
        dropped=tuple(
            writer.line("dropped", job_id, sentence(reasons.get(job_id, "no longer in the plan")))
            for job_id in (*found.newly_left_out, *found.gone)
        ),
    )


class _Writer:
    def __init__(self, board: StoredBoard, seer: Seer, zone: ZoneInfo) -> None:
        self.board, self.seer, self.zone = board, seer, zone

    def name(self, worker_id: str) -> str:
        worker = self.board.workers.get(worker_id)
        return worker.name if worker else worker_id

    def worker(self, one: WorkerChanges) -> WorkerChange:
        lines = tuple(self.line(change.kind.value, change.job_id, words) for change, words in self.told(one))
        small = len(one.changes) - len(lines)
        besides = [f"{some(small, 'visit')} by less than 5 minutes"] if small else []
        besides += ["visits in another order"] if one.reordered else []
        return WorkerChange(who=self.name(one.worker_id), lines=lines, besides=" and ".join(besides))

    def told(self, one: WorkerChanges) -> Iterator[tuple[Change, str]]:
        """Changes that are worth a line each."""
        for change in one.changes:
            was, now = change.was_at, change.is_at
            if change.kind is ChangeKind.MOVED and was and now:
                if abs(now.timestamp() - was.timestamp()) >= NOTICED.total_seconds():
                    yield change, f"from {clock(was, self.zone)} to {clock(now, self.zone)}"
            else:
                yield change, self.passed_on(change, was, now)

    def passed_on(self, change: Change, was: datetime | None, now: datetime | None) -> str:
        others = " and ".join(sorted(self.name(one) for one in change.others))
        if now is not None:
            return f"at {clock(now, self.zone)}{f', from {others}' if others else ''}"
        return f"was at {clock(was, self.zone) if was else 'no time'}{f', to {others}' if others else ''}"

    def line(self, kind: str, job_id: str, words: str) -> ChangeLine:
        return ChangeLine(kind=kind, job_id=job_id, what=self.what(job_id), words=words)

    def what(self, job_id: str) -> str:
        seen = self.seer.job(job_id)
        if seen is None:
            return NOT_SHARED
        return f"{seen.service} (details not shared)" if seen.masked else f"{seen.what}, {seen.where}"

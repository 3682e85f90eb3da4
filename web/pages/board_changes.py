"""What a revision changes for whom, against the one it is based on: gained, lost and moved visits by worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch.domain.day_plan import DayPlan
from web.pages.board_day import StoredBoard
from web.pages.board_seen import NOT_SHARED, Seer
from web.pages.in_zone import clock

# A start moved by less is nobody's news.
NOTICED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One visit that a worker gains, loses or does at another time."""

    kind: str  # gained, lost or moved
    job_id: str
    what: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerChange:
    """All that changes for one person."""

    who: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """`same`: people with work for whom nothing changes."""

    based_on: int
    workers: tuple[WorkerChange, ...]
    same: tuple[str, ...]
    dropped: tuple[ChangeLine, ...]  # jobs somebody was sent to before, and nobody now


def changes_view(board: StoredBoard, seer: Seer, zone: ZoneInfo) -> ChangesView | None:
    """Of the revision shown against the one it is based on; None where it is based on none."""
    if board.shown is None or board.based_on is None:
        return None
    before, after = told(board.based_on.plan), told(board.shown.plan)
    writer = _Writer(board, seer, zone, before, after)
    workers, same = [], []
    for worker_id in sorted({*before, *after}, key=lambda one: (writer.name(one), one)):
        lines = writer.lines(worker_id)
        if lines:
            workers.append(WorkerChange(who=writer.name(worker_id), lines=lines))
        else:
            same.append(writer.name(worker_id))
    return ChangesView(
        based_on=board.based_on.number, workers=tuple(workers), same=tuple(same), dropped=writer.dropped()
    )


Told = Mapping[str, Mapping[str, datetime]]


def told(plan: DayPlan) -> Told:
    """When each worker starts each job."""
    found: dict[str, dict[str, datetime]] = {}
    for day in plan.days:
        for worker_id in day.worker_ids:
            visits = found.setdefault(worker_id, {})
            visits.update({entry.job_id: entry.starts_at for entry in day.entries if entry.job_id is not None})
    return found


class _Writer:
    def __init__(self, board: StoredBoard, seer: Seer, zone: ZoneInfo, before: Told, after: Told) -> None:
        self.board, self.seer, self.zone, self.before, self.after = board, seer, zone, before, after
        self.before_by_job, self.after_by_job = _by_job(before), _by_job(after)

    def name(self, worker_id: str) -> str:
        worker = self.board.workers.get(worker_id)
        return worker.name if worker else worker_id

    def what(self, job_id: str) -> str:
        seen = self.seer.job(job_id)
        if seen is None:
            return NOT_SHARED
        return f"{seen.service}, not shared in detail" if seen.masked else f"{seen.what}, {seen.where}"

    def lines(self, worker_id: str) -> tuple[ChangeLine, ...]:
        before, after = self.before.get(worker_id, {}), self.after.get(worker_id, {})
        found: list[tuple[datetime, ChangeLine]] = []
        for job_id in {*before, *after}:
            was, now = before.get(job_id), after.get(job_id)
            if was is None and now is not None:
                found.append((now, self.line("gained", job_id, self._gained(worker_id, job_id, now))))
            elif now is None and was is not None:
                found.append((was, self.line("lost", job_id, self._lost(worker_id, job_id, was))))
            elif was is not None and now is not None and abs(now - was) >= NOTICED:
                words = f"from {clock(was, self.zone)} to {clock(now, self.zone)}"
                found.append((now, self.line("moved", job_id, words)))
        return tuple(line for _, line in sorted(found, key=lambda one: (one[0], one[1].job_id)))

    def line(self, kind: str, job_id: str, words: str) -> ChangeLine:
        return ChangeLine(kind=kind, job_id=job_id, what=self.what(job_id), words=words)

    def dropped(self) -> tuple[ChangeLine, ...]:
        """Nobody goes any more: left out now, or taken away."""
        gone = sorted(set(self.before_by_job) - set(self.after_by_job))
        reasons = {one.job_id: one.reason for one in (self.board.shown.plan.left_out if self.board.shown else ())}
        return tuple(self.line("dropped", job_id, reasons.get(job_id, "No longer in the plan.")) for job_id in gone)

    def _gained(self, worker_id: str, job_id: str, now: datetime) -> str:
        others = self.before_by_job.get(job_id, frozenset()) - self.after_by_job.get(job_id, frozenset())
        giver = f", from {self._names(others)}" if others else "" if job_id in self.before_by_job else ", new"
        return f"at {clock(now, self.zone)}{giver}"

    def _lost(self, worker_id: str, job_id: str, was: datetime) -> str:
        others = self.after_by_job.get(job_id, frozenset()) - self.before_by_job.get(job_id, frozenset())
        to = f", to {self._names(others)}" if others else "" if job_id in self.after_by_job else ", nobody goes"
        return f"was at {clock(was, self.zone)}{to}"

    def _names(self, worker_ids: frozenset[str]) -> str:
        return " and ".join(sorted(self.name(one) for one in worker_ids))


def _by_job(plan: Told) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for worker_id, visits in plan.items():
        for job_id in visits:
            found.setdefault(job_id, set()).add(worker_id)
    return {job_id: frozenset(workers) for job_id, workers in found.items()}

"""What a new plan changes, and for whom: visits gained, lost and moved, worker by worker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from dispatch.domain.day_plan import DayPlan, Entry


class ChangeKind(StrEnum):
    """What happened to one visit of somebody's day."""

    GAINED = "gained"
    LOST = "lost"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One visit. `others` had it before (gained) or have it now (lost); empty: it was left out, or came new, or went.

    `was_at` and `is_at` are starts; None where there was or is none. A start that differs by less than a minute has
    not moved.
    """

    kind: ChangeKind
    job_id: str
    was_at: datetime | None
    is_at: datetime | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerChanges:
    """One worker's day. `reordered`: the visits they keep come in another order. Nothing at all: unchanged."""

    worker_id: str
    changes: tuple[Change, ...]
    reordered: bool

    @property
    def unchanged(self) -> bool:
        """Nobody has to tell them anything."""
        return not self.changes and not self.reordered


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Workers in the order of the new plan, then those only the former had; jobs as ids, in the plans' order.

    `newly_planned` were in the former plan for nobody; `newly_left_out` were visits and are none any more;
    `gone` are in the new plan neither as a visit nor as left out.
    """

    workers: tuple[WorkerChanges, ...]
    newly_planned: tuple[str, ...]
    newly_left_out: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Both plans tell everybody the same."""
        return all(one.unchanged for one in self.workers) and not (self.newly_left_out or self.gone)


# The same minute on the wall is the same time to people.
_GRAIN_S = 60


def changes(before: DayPlan | None, after: DayPlan, since: datetime | None = None) -> Changes:
    """From `before` (None: no plan was published) to `after`.

    Work begun before `since`, the moment a revision was made for, has not moved: its times merely became known. Nor is
    it taken from a member of the crew who has left since.
    """
    former = _days(before) if before else {}
    latter = _days(after)
    workers = dict.fromkeys((*latter, *former))
    was_sent, is_sent = _sent(former), _sent(latter)
    left_out = [one.job_id for one in after.left_out]
    return Changes(
        workers=tuple(
            _of_worker(name, former.get(name, {}), latter.get(name, {}), was_sent, is_sent, since, left_out)
            for name in workers
        ),
        newly_planned=tuple(job_id for job_id in is_sent if job_id not in was_sent),
        newly_left_out=tuple(job_id for job_id in left_out if job_id in was_sent and job_id not in is_sent),
        gone=tuple(job_id for job_id in was_sent if job_id not in is_sent and job_id not in left_out),
    )


Visits = Mapping[str, Entry]


def _days(plan: DayPlan) -> dict[str, dict[str, Entry]]:
    """By worker, their visits by job in the order of the day; a split day is one."""
    found: dict[str, dict[str, Entry]] = {}
    for day in plan.days:
        for worker_id in day.worker_ids:
            visits = found.setdefault(worker_id, {})
            visits.update({entry.job_id: entry for entry in day.entries if entry.job_id is not None})
    return {name: dict(sorted(visits.items(), key=lambda one: one[1].starts_at)) for name, visits in found.items()}


def _sent(days: Mapping[str, Visits]) -> dict[str, list[str]]:
    """Workers by job."""
    found: dict[str, list[str]] = {}
    for worker_id, visits in days.items():
        for job_id in visits:
            found.setdefault(job_id, []).append(worker_id)
    return found


def _of_worker(
    name: str,
    former: Visits,
    latter: Visits,
    was_sent: Mapping[str, list[str]],
    is_sent: Mapping[str, list[str]],
    since: datetime | None,
    left_out: Sequence[str],
) -> WorkerChanges:
    found = []
    for job_id, entry in latter.items():
        was = former.get(job_id)
        if was is None:
            others = _others(was_sent.get(job_id, []), is_sent.get(job_id, []))
            gained = Change(kind=ChangeKind.GAINED, job_id=job_id, was_at=None, is_at=entry.starts_at, others=others)
            found.append(gained)
        elif _moved(was, entry, since):
            found.append(Change(kind=ChangeKind.MOVED, job_id=job_id, was_at=was.starts_at, is_at=entry.starts_at))
    for job_id, was in former.items():
        if job_id not in latter:
            others = _others(is_sent.get(job_id, []), was_sent.get(job_id, []))
            over = since is not None and was.finishes_at <= since
            if over and not others and job_id not in left_out:
                continue  # done before, as one of a crew that went on without them
            found.append(Change(kind=ChangeKind.LOST, job_id=job_id, was_at=was.starts_at, is_at=None, others=others))
    kept = [job_id for job_id in former if job_id in latter]
    return WorkerChanges(
        worker_id=name,
        changes=tuple(sorted(found, key=_when)),
        reordered=kept != [job_id for job_id in latter if job_id in former],
    )


def _moved(was: Entry, entry: Entry, since: datetime | None) -> bool:
    if since is not None and entry.arrives_at < since:
        return False
    # In UTC: two times of one zone subtract by the wall clock and would miss a clock change.
    return abs((entry.starts_at.astimezone(UTC) - was.starts_at.astimezone(UTC)).total_seconds()) >= _GRAIN_S


def _when(change: Change) -> tuple[float, str]:
    moment = change.is_at or change.was_at
    return (moment.timestamp() if moment else 0.0, change.job_id)


def _others(theirs: list[str], not_these: list[str]) -> tuple[str, ...]:
    """Who has it in the one plan and not in the other; of two who do it together, the one who stays is no news."""
    return tuple(name for name in theirs if name not in not_these)

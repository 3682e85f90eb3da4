"""What is settled of a day under way: words for its stops and shifts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dispatch.domain.day_plan import EntryKind, WorkerDay
from dispatch.domain.job import Job
from dispatch.domain.place import Place
from dispatch.domain.worker import MealBreak, WorkShift


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledStop:
    """Told by the field, or about to happen and not to be changed any more. `job` None: a break."""

    job: Job | None
    place: Place
    arrives_at: datetime
    starts_at: datetime
    finishes_at: datetime
    could_not: bool = False

    @property
    def kind(self) -> EntryKind:
        """As a day plan calls it."""
        return EntryKind.BREAK if self.job is None else EntryKind.JOB


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftSoFar:
    """`free_at` None: nothing has happened on it. `present` are those not absent; `breaks` are those still to come."""

    shift: WorkShift
    present: tuple[str, ...]
    stops: tuple[SettledStop, ...]
    place: Place
    free_at: datetime | None
    breaks: tuple[MealBreak, ...]
    published: WorkerDay | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """The settled part of a day. `kept`: by job, the shifts that have done it, are at it or on the way to it.

    `starts` of what is in `kept` are real or expected; `begun` are jobs that somebody has started or done.
    """

    now: datetime
    shifts: Mapping[str, ShiftSoFar]
    kept: Mapping[str, tuple[str, ...]]
    starts: Mapping[str, datetime]
    begun: frozenset[str]
    done: frozenset[str]
    could_not: frozenset[str]
    # By shift and job, when a shift last told of it.
    told_at: Mapping[tuple[str, str], datetime]

"""A day plan: who is where when, in people and times; a proposal until a person publishes it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry of someone's day is."""

    JOB = "job"
    BREAK = "break"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One stop: arriving, starting after set-up and waiting, finishing. `travel_m` is the leg that leads there."""

    kind: EntryKind
    job_id: str | None
    uprn: str | None
    lon: float
    lat: float
    arrives_at: datetime
    starts_at: datetime
    finishes_at: datetime
    travel_s: int
    travel_m: int
    lent: bool = False  # work of another organisation, under an agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerDay:
    """One shift's route. The last leg leads to the end place."""

    shift_id: str
    worker_ids: tuple[str, ...]
    leaves_at: datetime
    ends_at: datetime
    entries: tuple[Entry, ...]
    last_travel_s: int
    last_travel_m: int
    cash_pence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A job nobody is sent to, and why, in a sentence."""

    job_id: str
    service_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """A place whose own street the map does not join to the others: the nearest that it does is `walk_m` away.

    That is walked on every arrival and every leaving. `job_ids` are done there, `shift_ids` start or end there.
    """

    uprn: str
    walk_m: int
    job_ids: tuple[str, ...]
    shift_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """A planned day. `violations` is what an independent check found; a plan with any is never published.

    `cut_off` has the longest walk first; plans of before it was known have none.
    """

    days: tuple[WorkerDay, ...]
    left_out: tuple[LeftOut, ...]
    violations: tuple[str, ...]
    cut_off: tuple[CutOff, ...] = ()

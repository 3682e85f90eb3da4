"""Work to do: a job with its reason, its needs, its times and its clocks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dispatch.domain.place import Place
from dispatch.domain.skill import Skill
from dispatch.domain.time_window import TimeWindow


class Importance(StrEnum):
    """In falling order; a lower one never outweighs a higher one."""

    SAFETY = "safety"  # someone may come to harm
    STATUTE = "statute"  # a legal clock runs
    PROMISE = "promise"  # everything else, by its priority


class CauseKind(StrEnum):
    """Where a job came from."""

    PLANNED = "planned"
    REPORT = "report"
    SENSOR = "sensor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why the job exists: the signals it answers and the rule that made it, or the plan it belongs to."""

    kind: CauseKind
    reference: str = ""
    signal_ids: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalClock:
    """A statutory time limit: what law, what started it, and when it runs out."""

    law: str
    started_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work at one place. A job for two people at once is one job with `people` 2.

    `windows`: service must start within one of them (none: any time). `appointment`: promised to someone; nobody comes
    before it opens, and a start after it closes breaks the promise. `clock`: finishing after it is due breaks the law.
    """

    id: str
    service_id: str
    organisation_id: str
    type: str
    description: str
    place: Place
    household_id: str | None = None
    duration: timedelta
    set_up: timedelta = timedelta(0)
    windows: tuple[TimeWindow, ...] = ()
    appointment: TimeWindow | None = None
    clock: LegalClock | None = None
    importance: Importance = Importance.PROMISE
    priority: int = 10  # points lost when left undone, compared within the same importance
    skills: tuple[Skill, ...] = ()
    people: int = 1
    # People who must be on one vehicle together (a kerbside crew), as opposed to `people` who meet there.
    crew: int = 1
    tools: tuple[str, ...] = ()
    loads: tuple[tuple[str, int], ...] = ()
    parts: tuple[tuple[str, int], ...] = ()
    # Workers this person knows; anyone else costs a little in the preferences.
    familiar_worker_ids: tuple[str, ...] = ()
    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOrder:
    """`second` starts at least `least` and at most `most` (None: any time) after the start of `first`."""

    first_id: str
    second_id: str
    least: timedelta
    most: timedelta | None = None
    # A dose may be given though the one before was missed; plaster may not go on before the pipe is mended.
    needs_first: bool = True

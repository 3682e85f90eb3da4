"""What is to be done: a job inside a Problem, with its times, its needs and the price of being late or left out."""

from dataclasses import dataclass
from enum import StrEnum

from optimiser.problem.tier import Tier
from optimiser.problem.units import (
    Amount,
    Count,
    Id,
    Level,
    Micropence,
    Name,
    Part,
    PlaceIndex,
    Points,
    Seconds,
    UpencePerSecond,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Part):
    """Service may start at any second of [earliest_s, latest_s], both included (VRPTW convention)."""

    earliest_s: Seconds
    latest_s: Seconds


class LateOn(StrEnum):
    """Which moment of a visit lateness is counted on."""

    START = "start"
    FINISH = "finish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness(Part):
    """Each second after `after_s` costs `rate` in `tier` (points, or micropence in the cost tier).

    Several on one visit add up, which is how a convex price with several breakpoints is written.
    """

    after_s: Seconds
    rate: UpencePerSecond
    tier: Tier
    on: LateOn = LateOn.START


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(Part):
    """An appointment given: nobody comes before `earliest_s` (hard); a start after `latest_s` breaks it (points)."""

    earliest_s: Seconds
    latest_s: Seconds
    points: Points = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredSkill(Part):
    """Someone on the shift must hold `name` at `level` or above for the whole service."""

    name: Id
    level: Level = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class IfUnserved(Part):
    """What leaving the visit out costs: points in `tier`, or micropence if the tier is cost (an optional visit)."""

    tier: Tier = Tier.PROMISE
    points: Micropence = 1


class CostPart(StrEnum):
    """The named parts of a visit-by-worker cost; all are preferences, never cash."""

    PREFERENCE = "preference"
    CONTINUITY = "continuity"
    WASTED_SPECIALIST = "wasted_specialist"
    VARIETY = "variety"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerCost(Part):
    """What it costs when this worker does the visit; crew members' costs add up."""

    worker: Id
    part: CostPart
    upence: Micropence


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock(Part):
    """What is settled already. None leaves that aspect open.

    `rank` (0 is the first visit of the route) needs `shift`; ranks of a shift are 0, 1, 2 ... without a gap, as
    started work is. A visit with a rank must be served. `start_s` is exact and takes the place of the windows.
    """

    worker: Id | None = None
    shift: Id | None = None
    rank: Count | None = None
    start_s: Seconds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Part):
    """What people were told: by whom and when. Another worker, or a start off by more than the tolerance, costs."""

    worker: Id
    start_s: Seconds
    tolerance_s: Seconds = 0
    other_worker_upence: Micropence = 0
    moved_upence: Micropence = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Part):
    """One call at one place by one shift. Work for two shifts at once is two visits with a coupling."""

    id: Id
    place: PlaceIndex
    duration_s: Seconds
    # Spent after arriving from another place and before service starts: parking, unlocking, dressing.
    setup_s: Seconds = 0
    # None at all: any time.
    windows: tuple[Window, ...] = ()
    lateness: tuple[Lateness, ...] = ()
    promised: Promise | None = None
    skills: tuple[RequiredSkill, ...] = ()
    crew: Count = 1  # the fewest people on the shift
    loads: tuple[Amount, ...] = ()
    parts: tuple[Amount, ...] = ()
    tools: tuple[Id, ...] = ()
    if_unserved: IfUnserved = IfUnserved()
    # None: anyone. Every member of a crew must be allowed, and none forbidden.
    allowed_workers: tuple[Id, ...] | None = None
    forbidden_workers: tuple[Id, ...] = ()
    # Someone on the shift must be known to each of these people and places (Worker.knows).
    must_know: tuple[Id, ...] = ()
    worker_costs: tuple[WorkerCost, ...] = ()
    lock: Lock = Lock()
    published: Published | None = None
    service: Name = ""
    organisation: Name = ""
    # Which type of job this is, as lending agreements name it.
    kind: Name = ""

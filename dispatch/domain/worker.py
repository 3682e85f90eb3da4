"""Who goes out, and when: field workers and their shifts."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from dispatch.domain.place import Place
from dispatch.domain.skill import Skill
from dispatch.domain.time_window import TimeWindow


class TravelMode(StrEnum):
    """How a shift gets about."""

    CAR = "car"
    VAN = "van"
    LORRY = "lorry"
    BICYCLE = "bicycle"
    FOOT = "foot"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWorker:
    """One person who is sent to places; belongs to one service of one organisation."""

    id: str
    name: str
    organisation_id: str
    service_id: str
    skills: tuple[Skill, ...]
    # Opaque ids of households this worker is known to.
    known_households: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MealBreak:
    """A rest of `length` that begins within `window`."""

    length: timedelta
    window: TimeWindow
    paid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkShift:
    """One worker or a crew out together; a split day is two shifts of the same worker.

    Pay is in whole pence per hour for everyone on the shift together, mileage in whole pence per mile.
    """

    id: str
    worker_ids: tuple[str, ...]
    organisation_id: str
    service_id: str
    mode: TravelMode
    start_place: Place
    end_place: Place
    hours: TimeWindow
    overtime_limit: timedelta = timedelta(0)
    breaks: tuple[MealBreak, ...] = ()
    tools: tuple[str, ...] = ()
    # How much of each named load fits aboard, and how many of each named part are aboard in the morning.
    capacities: tuple[tuple[str, int], ...] = ()
    stock: tuple[tuple[str, int], ...] = ()
    pay_pence_per_hour: int
    overtime_pence_per_hour: int = 0  # on top of the pay
    mileage_pence_per_mile: int = 0

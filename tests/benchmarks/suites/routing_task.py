"""What the vehicle routing suites have in common: customers in the plane, vehicles, and how lengths are rounded."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

# Coordinates are whole numbers of this part of the file's unit, so that the referee can be exact.
GRAINS = 10**9

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rounding:
    """Lengths and times of the file times `scale`, cut off (DIMACS) or rounded to the nearest whole number."""

    scale: int
    cut_off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A call at a place. Times are scaled; service starts within [earliest, latest], both included."""

    place: int
    demand: int
    service: int
    earliest: int
    latest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """Leaves its depot not before `opens` and is back by `closes`; scaled times, None where nothing is limited.

    `max_duration` counts from leaving to being back, waiting and service included. `customers` are those it may serve.
    """

    depot: int
    opens: int
    closes: int
    capacity: int
    max_duration: int | None = None
    customers: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingTask:
    """One instance: every customer is to be served once, and the total length is to be least.

    Customers and vehicles go by the names that they have in the file; `points` are in grains, by place.
    """

    rounding: Rounding
    points: tuple[Point, ...]
    customers: Mapping[str, Customer]
    vehicles: Mapping[str, Vehicle]


def whole(text: str, times: int = 1) -> int:
    """The number written in `text` times `times`. Raises ValueError where that is not whole."""
    try:
        value = Decimal(text) * times
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not value.is_finite() or value != int(value):
        raise ValueError(f"{text} times {times} is not a whole number")
    return int(value)

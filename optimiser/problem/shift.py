"""When and how someone is out: a shift of one worker or a crew, its vehicle, breaks, room and rates."""

from dataclasses import dataclass

from optimiser.problem.units import Amount, Id, Name, Part, PlaceIndex, Seconds, UpencePerMetre, UpencePerSecond


@dataclass(frozen=True, slots=True, kw_only=True)
class Break(Part):
    """A rest that starts within [earliest_s, latest_s], both included.

    It is owed by a route that leaves before `latest_s` and ends after it; a route that is over by `latest_s`, or begins
    at or after it, needs none. `place` None: taken where the previous stop was (the start place before the first).
    """

    id: Id = "break"
    duration_s: Seconds
    earliest_s: Seconds
    latest_s: Seconds
    place: PlaceIndex | None = None
    paid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DriversHours(Part):
    """Limits on time at the wheel: in all, and between two breaks of at least `rest_s` each."""

    max_driving_s: Seconds
    max_continuous_s: Seconds | None = None
    rest_s: Seconds = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift(Part):
    """One or more workers out together from `starts_s`; several shifts a day for one worker are normal.

    The route leaves not before `starts_s` and ends by `ends_s`, or up to `overtime_limit_s` later at extra cost.
    `start_place` or `end_place` None means an open end: the route begins at its first stop, or ends at its last.
    """

    id: Id
    workers: tuple[Id, ...]
    organisation: Name = ""
    mode: Id  # which travel matrix
    start_place: PlaceIndex | None
    end_place: PlaceIndex | None
    starts_s: Seconds
    ends_s: Seconds
    overtime_limit_s: Seconds = 0
    # Paid at least this much whether used or not; paid time is max(this, route time less unpaid breaks).
    guaranteed_s: Seconds = 0
    breaks: tuple[Break, ...] = ()
    drivers_hours: DriversHours | None = None
    # The most the loads of visits may sum to between two unloadings; what is not named has no limit.
    capacities: tuple[Amount, ...] = ()
    # What is aboard at the start, consumed by the parts of visits; what is not named is not aboard.
    stock: tuple[Amount, ...] = ()
    # What a re-stocking brings it to; None: the stock at the start.
    full_stock: tuple[Amount, ...] | None = None
    tools: tuple[Id, ...] = ()
    upence_per_s: UpencePerSecond = 0
    overtime_upence_per_s: UpencePerSecond = 0  # on top of upence_per_s, for time after ends_s
    upence_per_m: UpencePerMetre = 0

    @property
    def restocked(self) -> tuple[Amount, ...]:
        """What is aboard after a re-stocking."""
        return self.stock if self.full_stock is None else self.full_stock

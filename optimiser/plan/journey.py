"""A route laid beside what it calls at: each stop with its visit, break or site, and the leg that leads there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from optimiser.plan.legs import leg_m, leg_s
from optimiser.plan.plan import Route
from optimiser.plan.stop import Stop
from optimiser.problem import Break, Problem, Shift, Site, Visit, Worker

Target = TypeVar("Target", Visit, Break, Site)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """From `origin` to `destination` (None: no place, at an open end), left at `leave_s`, as the matrices tell it."""

    origin: int | None
    destination: int | None
    leave_s: int
    travel_s: int
    distance_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One stop, what it calls at and the leg that leads to it. The times of the stop are the plan's own claims."""

    stop: Stop
    target: Visit | Break | Site
    leg: Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One route with its shift, its people (in the shift's order), its calls in order and the leg to the end place."""

    route: Route
    shift: Shift
    crew: tuple[Worker, ...]
    calls: tuple[Call, ...]
    last_leg: Leg

    def each(self, kind: type[Target]) -> Iterator[tuple[Stop, Target]]:
        """Stops of one kind in order, each with what it calls at."""
        for call in self.calls:
            if isinstance(call.target, kind):
                yield call.stop, call.target

    @property
    def legs(self) -> tuple[Leg, ...]:
        """All legs in order, the last one included."""
        return (*(call.leg for call in self.calls), self.last_leg)

    @property
    def paid_s(self) -> int:
        """Time paid: route time less unpaid breaks taken, and never less than what the shift guarantees."""
        unpaid_s = sum(rest.duration_s for _, rest in self.each(Break) if not rest.paid)
        return max(self.shift.guaranteed_s, self.route.end_s - self.route.depart_s - unpaid_s)


def journey(
    problem: Problem,
    route: Route,
    shift: Shift,
    crew: tuple[Worker, ...],
    targets: Mapping[tuple[str, str], Visit | Break | Site],
) -> Journey:
    """Follows the stops of `route`; `targets` by stop kind and ref. A stop with an unknown ref is passed over."""
    place, leave_s = shift.start_place, route.depart_s
    calls = []
    for stop in route.stops:
        target = targets.get((stop.kind, stop.ref))
        if target is None:
            continue
        # A break without a place of its own is taken where the route stands, which is nowhere at an open start.
        there = place if target.place is None else target.place
        calls.append(Call(stop=stop, target=target, leg=_leg(problem, shift.mode, place, there, leave_s)))
        place, leave_s = there, stop.finish_s
    last_leg = _leg(problem, shift.mode, place, shift.end_place, leave_s)
    return Journey(route=route, shift=shift, crew=crew, calls=tuple(calls), last_leg=last_leg)


def _leg(problem: Problem, mode: str, origin: int | None, destination: int | None, leave_s: int) -> Leg:
    return Leg(
        origin=origin,
        destination=destination,
        leave_s=leave_s,
        travel_s=leg_s(problem, mode, origin, destination, leave_s),
        distance_m=leg_m(problem, mode, origin, destination),
    )

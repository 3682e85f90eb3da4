"""The way from one place to another by way of others: its legs with seconds, metres and lines."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise

from optimiser.roads.drawn import NamedLine, NamedPoint
from optimiser.roads.errors import listed
from optimiser.roads.hierarchy import Hierarchy
from optimiser.roads.legs import Line, leg_lines
from optimiser.roads.matrix import travel_matrix
from optimiser.roads.network import Network
from optimiser.roads.ready import Ready
from optimiser.roads.say import Say, quiet
from optimiser.roads.snap import Snapped, cut_off


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """From one place to the next; seconds, metres and line from door to door."""

    origin: str
    destination: str
    seconds: int
    metres: int
    line: Line


def journey(
    ready: Ready, lon: Sequence[float], lat: Sequence[float], names: Sequence[str], *, say: Say = quiet
) -> list[Leg]:
    """The legs through these places in their order: one fewer than there are places.

    Says which of them are walked to, as the map cuts off the street beside them. Raises PlaceOutsideMap with every
    place that is, Unreachable and LegTooLong.
    """
    network, snapped = ready.network, ready.streets.snap(lon, lat, names, cut_off_too=True)
    say_cut_off(network, snapped, say)
    hierarchy = ready.hierarchy  # only now: places outside the map are refused without waiting for it
    steps = list(pairwise(range(len(names))))
    lines = leg_lines(network, snapped, steps, hierarchy=hierarchy)
    doors = list(zip(snapped.lon.tolist(), snapped.lat.tolist(), strict=True))
    return [
        _leg(network, _two(snapped, i), (doors[i], *line, doors[j]), hierarchy)
        for (i, j), line in zip(steps, lines, strict=True)
    ]


def say_cut_off(network: Network, at: Snapped, say: Say) -> None:
    """Where there are such places, each once with the metres that are walked."""
    metres = {at.names[i]: int(at.access_m[i]) for i in cut_off(network, at).nonzero()[0].tolist()}
    if metres:
        walks = listed([f"{walked:,} m to {name}" for name, walked in metres.items()])
        say(
            f"Walked in a straight line from the nearest street that the map joins to the others by {network.mode}: "
            f"{walks}. A nearer street is cut off there: check its gates, barriers and one-way signs on OpenStreetMap, "
            "or tell whoever keeps the map."
        )


def drawn(legs: Sequence[Leg], **properties: str) -> tuple[list[NamedLine], list[NamedPoint]]:
    """A line for each leg, which has these `properties` too, and a point for each place, in the order of the way."""
    lines = [
        NamedLine(
            name=f"{leg.origin} to {leg.destination}",
            line=leg.line,
            about=f"{leg.seconds / 60:.1f} minutes, {leg.metres / 1000:.2f} km",
            properties={
                "from": leg.origin,
                "to": leg.destination,
                "seconds": leg.seconds,
                "metres": leg.metres,
                **properties,
            },
        )
        for leg in legs
    ]
    ends = [(leg.origin, leg.line[0]) for leg in legs[:1]] + [(leg.destination, leg.line[-1]) for leg in legs]
    return lines, [NamedPoint(name=name, lon=lon, lat=lat) for name, (lon, lat) in ends]


def _leg(network: Network, ends: Snapped, line: Line, hierarchy: Hierarchy) -> Leg:
    # Each leg is measured by itself: two places of a long journey may lie further apart than one leg may be.
    travel = travel_matrix(network, ends, engine=hierarchy)
    origin, destination = ends.names
    return Leg(
        origin=origin,
        destination=destination,
        seconds=int(travel.seconds[0, 1]),
        metres=int(travel.metres[0, 1]),
        line=line,
    )


def _two(snapped: Snapped, first: int) -> Snapped:
    """A place and the one after it."""
    both = slice(first, first + 2)
    return replace(snapped, **{one.name: getattr(snapped, one.name)[both] for one in fields(snapped)})

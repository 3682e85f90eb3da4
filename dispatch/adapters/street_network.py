"""The streets of a map as the planner needs them: travel matrices for every mode, and lines to draw legs with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dispatch.domain.place import Place
from dispatch.domain.worker import TravelMode
from optimiser.problem import Travel
from optimiser.roads import Line, Mode, Network, RoadsError, Snapped, leg_lines, load_networks, snap, travel_matrix

# Whoever opens a map catches this; roads themselves are imported by adapters only.
__all__ = ["Journeys", "RoadsError", "StreetNetwork", "journeys_between", "load_streets", "refuse_places_off_the_map"]

# A van goes where and as fast as a car; a refuse lorry is taken to need a quarter more time (assumed: no free source
# gives lorry speeds street by street).
LORRY_PERCENT = 125
NETWORK_OF: Mapping[TravelMode, Mode] = {
    TravelMode.CAR: Mode.CAR,
    TravelMode.VAN: Mode.CAR,
    TravelMode.LORRY: Mode.CAR,
    TravelMode.BICYCLE: Mode.BICYCLE,
    TravelMode.FOOT: Mode.FOOT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetNetwork:
    """The networks of one map by mode, and whom to thank for the map."""

    networks: Mapping[Mode, Network]

    @property
    def attribution(self) -> str:
        """The sentence to show beside every map and export."""
        return self.networks[Mode.CAR].source

    @property
    def corners(self) -> list[tuple[float, float]]:
        """(lon, lat) of every junction that a car can reach, in the network's order."""
        network = self.networks[Mode.CAR]
        return [(float(lon), float(lat)) for lon, lat in zip(network.lon, network.lat, strict=True)]

    @property
    def made_up(self) -> bool:
        """Whether the map is the made-up town's."""
        return "Made-up" in self.attribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Journeys:
    """Travel between the places of a day: matrices by TravelMode value, and each UPRN's row in them."""

    travel: Mapping[str, Travel]
    place_index: Mapping[str, int]
    streets: StreetNetwork
    snapped: Mapping[Mode, Snapped]

    def lines(self, mode: TravelMode, legs: Sequence[tuple[int, int]]) -> list[Line]:
        """For each (row, row) leg the (lon, lat) points from door to door along the fastest way."""
        network_mode = NETWORK_OF[mode]
        at = self.snapped[network_mode]
        doors = [(float(lon), float(lat)) for lon, lat in zip(at.lon, at.lat, strict=True)]
        lines = leg_lines(self.streets.networks[network_mode], at, legs)
        return [(doors[a], *line, doors[b]) for (a, b), line in zip(legs, lines, strict=True)]


def load_streets(path: Path, *, cache_dir: Path | None, say: Callable[[str], None]) -> StreetNetwork:
    """The networks of a map file; raises RoadsError."""
    return StreetNetwork(networks=load_networks(path, list(Mode), cache_dir=cache_dir, say=say))


def refuse_places_off_the_map(streets: StreetNetwork, places: Sequence[Place]) -> None:
    """Raises PlaceOutsideMap naming every place that no street of the map is near to."""
    network = streets.networks[Mode.FOOT]
    lons, lats = [place.lon for place in places], [place.lat for place in places]
    snap(network, lons, lats, [_name(place) for place in places])


def journeys_between(streets: StreetNetwork, places: Iterable[Place], *, say: Callable[[str], None]) -> Journeys:
    """Travel between `places` by every mode; raises RoadsError."""
    places = tuple(places)
    lons, lats = [place.lon for place in places], [place.lat for place in places]
    names = [_name(place) for place in places]
    snapped = {mode: snap(network, lons, lats, names) for mode, network in streets.networks.items()}
    found = {mode: travel_matrix(network, snapped[mode], say=say) for mode, network in streets.networks.items()}
    by_network = {mode: Travel(matrix.seconds, matrix.metres) for mode, matrix in found.items()}
    lorry_seconds = -(-by_network[Mode.CAR].seconds.astype(np.int64) * LORRY_PERCENT // 100)
    lorry = Travel(lorry_seconds.astype(np.int32), by_network[Mode.CAR].metres)
    return Journeys(
        travel={
            mode.value: lorry if mode is TravelMode.LORRY else by_network[network]
            for mode, network in NETWORK_OF.items()
        },
        place_index={place.uprn: row for row, place in enumerate(places)},
        streets=streets,
        snapped=snapped,
    )


def _name(place: Place) -> str:
    return place.one_line or place.uprn

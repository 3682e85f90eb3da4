"""The streets of a map as the planner needs them: travel matrices for every mode, and lines to draw legs with."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dispatch.domain.place import Place
from dispatch.domain.worker import TravelMode
from optimiser.problem import Travel
from optimiser.roads import Line, Mode, Network, RoadsError, Snapped, StoredTable, leg_lines, load_networks

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
    """The networks of one map and travel on them, by mode, and whom to thank for the map."""

    networks: Mapping[Mode, Network]
    tables: Mapping[Mode, StoredTable]

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
    """Travel between the places of a day: matrices by TravelMode value, and each UPRN's row in them.

    Of modes that were not asked for there is nothing.
    """

    travel: Mapping[str, Travel]
    place_index: Mapping[str, int]
    streets: StreetNetwork
    snapped: Mapping[Mode, Snapped]

    def lines(self, mode: TravelMode, legs: Sequence[tuple[int, int]]) -> list[Line]:
        """For each (row, row) leg the (lon, lat) points from door to door along the fastest way."""
        network_mode = NETWORK_OF[mode]
        at = self.snapped[network_mode]
        doors = [(float(lon), float(lat)) for lon, lat in zip(at.lon, at.lat, strict=True)]
        network, ready = self.streets.networks[network_mode], self.streets.tables[network_mode].ready
        lines = leg_lines(network, at, legs, hierarchy=ready.hierarchy)
        return [(doors[a], *line, doors[b]) for (a, b), line in zip(legs, lines, strict=True)]


def load_streets(path: Path, *, cache_dir: Path | None, say: Callable[[str], None]) -> StreetNetwork:
    """The networks of a map file. They, and travel on them, are kept in `cache_dir` (None: nowhere).

    Raises RoadsError.
    """
    networks = load_networks(path, dict.fromkeys(NETWORK_OF.values()), cache_dir=cache_dir, say=say)
    map_name = path.name.split(".")[0]
    tables = {mode: StoredTable(network, cache_dir, map_name=map_name) for mode, network in networks.items()}
    return StreetNetwork(networks=networks, tables=tables)


def refuse_places_off_the_map(streets: StreetNetwork, places: Sequence[Place]) -> None:
    """Raises PlaceOutsideMap naming every place that no street of the map is near to."""
    streets.tables[Mode.FOOT].ready.streets.snap(*_asked(places))


def journeys_between(
    streets: StreetNetwork,
    places: Iterable[Place],
    *,
    modes: Collection[TravelMode] = (),
    say: Callable[[str], None],
) -> Journeys:
    """Travel between `places` by these modes (none named: by every one); raises RoadsError.

    What was measured before comes from the cache that `load_streets` was given, and what is new goes into it.
    """
    places = tuple(places)
    network_of = {mode: network for mode, network in NETWORK_OF.items() if not modes or mode in modes}
    networks = dict.fromkeys(network_of.values())
    found = {network: streets.tables[network].travel(*_asked(places), say=say) for network in networks}
    by_network = {network: Travel(matrix.seconds, matrix.metres) for network, (_, matrix) in found.items()}
    return Journeys(
        travel={mode.value: _as_slow_as(mode, by_network[network]) for mode, network in network_of.items()},
        place_index={place.uprn: row for row, place in enumerate(places)},
        streets=streets,
        snapped={network: snapped for network, (snapped, _) in found.items()},
    )


def _as_slow_as(mode: TravelMode, travel: Travel) -> Travel:
    if mode is not TravelMode.LORRY:
        return travel
    seconds = -(-travel.seconds.astype(np.int64) * LORRY_PERCENT // 100)
    return Travel(seconds.astype(np.int32), travel.metres)


def _asked(places: Sequence[Place]) -> tuple[list[float], list[float], list[str]]:
    """Their lon, lat and names."""
    return (
        [place.lon for place in places],
        [place.lat for place in places],
        [place.one_line or place.uprn for place in places],
    )

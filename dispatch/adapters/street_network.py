"""The streets of a map as the planner needs them: travel matrices for every mode, and lines to draw legs with."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dispatch.domain.place import Place
from dispatch.domain.worker import TravelMode
from dispatch.planning.travel_times import TravelTimes
from optimiser.problem import Travel
from optimiser.roads import (
    Line,
    Matrix,
    Mode,
    Network,
    RoadsError,
    Snapped,
    StoredTable,
    cut_off,
    leg_lines,
    load_networks,
)
from optimiser.roads.load import tell_nobody
from optimiser.roads.mode import DRIVEN
from optimiser.roads.speeds import shipped_speeds
from optimiser.roads.traffic import Traffic

# Whoever opens a map catches this; roads themselves are imported by adapters only.
__all__ = [
    "Journeys",
    "RoadsError",
    "StreetNetwork",
    "journeys_between",
    "keep_orders",
    "load_streets",
    "refuse_places_off_the_map",
]

NETWORK_OF: Mapping[TravelMode, Mode] = {
    TravelMode.CAR: Mode.CAR,
    TravelMode.VAN: Mode.VAN,
    TravelMode.LORRY: Mode.LORRY,
    TravelMode.BICYCLE: Mode.BICYCLE,
    TravelMode.FOOT: Mode.FOOT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetNetwork:
    """The networks of one map and travel on them, by mode; traffic there; and whom to thank for the map."""

    networks: Mapping[Mode, Network]
    tables: Mapping[Mode, StoredTable]
    traffic: Traffic

    @property
    def attribution(self) -> str:
        """The sentence to show beside every map and export."""
        return self._any.source

    @property
    def map_date(self) -> date | None:
        """The day of the newest street on the map; None where the map does not say."""
        return date.fromisoformat(self._any.map_date) if self._any.map_date else None

    @property
    def corners(self) -> list[tuple[float, float]]:
        """(lon, lat) of every junction that a car can reach, in the network's order."""
        network = self.networks[Mode.CAR]
        return [(float(lon), float(lat)) for lon, lat in zip(network.lon, network.lat, strict=True)]

    @property
    def made_up(self) -> bool:
        """Whether the map is the made-up town's."""
        return "Made-up" in self.attribution

    @property
    def _any(self) -> Network:
        """For what all of them say."""
        return next(iter(self.networks.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Journeys:
    """Travel between the places of a day, by the modes that were asked for, and where they join the streets."""

    times: TravelTimes
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


def load_streets(
    path: Path,
    *,
    cache_dir: Path | None,
    local_speeds: Path | None = None,
    modes: Collection[TravelMode] = (),
    skip_empty: bool = False,
    say: Callable[[str], None],
    done: Callable[[int, int], None] = tell_nobody,
) -> StreetNetwork:
    """The networks of a map file for these modes (none named: for every one; `skip_empty`: that has streets there).

    They, and travel on them, are kept in `cache_dir` (None: nowhere). `local_speeds` is a file with figures that take
    the place of those of `speeds.toml`. `done` is told how many steps are finished, of how many. Raises RoadsError.
    """
    speeds = shipped_speeds(local_speeds)
    wanted = [NETWORK_OF[mode] for mode in _named_or_all(modes)]
    networks = load_networks(
        path, wanted, cache_dir=cache_dir, speeds=speeds, skip_empty=skip_empty, say=say, done=done
    )
    map_name = path.name.split(".")[0]
    # A council whose map has a gate as private could not plan at all, were the homes behind it refused.
    tables = {
        mode: StoredTable(network, cache_dir, map_name=map_name, cut_off_too=True, say=say)
        for mode, network in networks.items()
    }
    return StreetNetwork(networks=networks, tables=tables, traffic=speeds.traffic)


def keep_orders(streets: StreetNetwork, done: Callable[[int, int], None] = tell_nobody) -> None:
    """Orders the nodes of every network that was not ordered yet, and keeps that where `journeys_between` finds it.

    At half a million junctions it takes a quarter of a minute a mode. `done` is told as in `load_streets`. Raises
    OSError where nothing can be written.
    """
    for finished, table in enumerate(streets.tables.values()):
        done(finished, len(streets.tables))
        _ = table.ready.order
    done(len(streets.tables), len(streets.tables))


def refuse_places_off_the_map(streets: StreetNetwork, places: Sequence[Place]) -> None:
    """Raises PlaceOutsideMap naming every place that no street of the map is near to."""
    streets.tables[Mode.FOOT].ready.streets.snap(*_asked(places), cut_off_too=True)


def journeys_between(
    streets: StreetNetwork,
    places: Iterable[Place],
    *,
    modes: Collection[TravelMode] = (),
    say: Callable[[str], None],
) -> Journeys:
    """Travel between `places` by these modes (none named: by every one), of which `streets` has the networks.

    What was measured before comes from the cache that `load_streets` was given, and what is new goes into it. Raises
    RoadsError.
    """
    places = tuple(places)
    found = {mode: streets.tables[NETWORK_OF[mode]].travel(*_asked(places), say=say) for mode in _named_or_all(modes)}
    return Journeys(
        times=TravelTimes(
            travel={mode.value: _travel(mode, matrix) for mode, (_, matrix) in found.items()},
            place_index={place.uprn: row for row, place in enumerate(places)},
            traffic=streets.traffic.by_mixture(),
            cut_off={
                mode.value: _walks(streets.networks[NETWORK_OF[mode]], snapped, places)
                for mode, (snapped, _) in found.items()
            },
        ),
        streets=streets,
        snapped={NETWORK_OF[mode]: snapped for mode, (snapped, _) in found.items()},
    )


def _named_or_all(modes: Collection[TravelMode]) -> list[TravelMode]:
    """In the order of all modes."""
    return [mode for mode in TravelMode if not modes or mode in modes]


def _travel(mode: TravelMode, matrix: Matrix) -> Travel:
    """Only who drives is slowed down by traffic."""
    return Travel(matrix.seconds, matrix.metres, matrix.mixture if NETWORK_OF[mode] in DRIVEN else None)


def _walks(network: Network, at: Snapped, places: Sequence[Place]) -> dict[str, int]:
    """By UPRN the metres of each walk that is due to what the map cuts off."""
    return {places[row].uprn: int(at.access_m[row]) for row in cut_off(network, at).nonzero()[0].tolist()}


def _asked(places: Sequence[Place]) -> tuple[list[float], list[float], list[str]]:
    """Their lon, lat and names."""
    return (
        [place.lon for place in places],
        [place.lat for place in places],
        [place.one_line or place.uprn for place in places],
    )

"""The fixtures' own town, measured along its streets as the demo does."""

from collections.abc import Sequence
from pathlib import Path

from dispatch.adapters.addresses_from_osm import read_places
from dispatch.adapters.street_network import StreetNetwork, journeys_between, load_streets
from dispatch.domain.place import Place
from fixtures.day import Setting
from fixtures.demo.make_setting import make_setting
from fixtures.demo.options import Options
from fixtures.demo.town_map import map_file
from tests.benchmarks.days.ground import Measured


class TownGround:
    """The made-up town of a seed. Its map and street network are kept below `var`."""

    def __init__(self, seed: int, var: Path) -> None:
        options = Options(seed=seed, var=var)
        osm = map_file(options)
        self._streets: StreetNetwork = load_streets(osm, cache_dir=options.roads_cache, say=lambda _: None)
        self.settings: tuple[Setting, ...] = (make_setting(read_places(osm), self._streets, seed),)
        self.neighbours: tuple[tuple[int, ...], ...] = ((0,),)

    def measure(self, places: Sequence[Place]) -> Measured:
        """Travel along the streets."""
        journeys = journeys_between(self._streets, places, say=lambda _: None)
        return Measured(travel=journeys.travel, place_index=journeys.place_index)

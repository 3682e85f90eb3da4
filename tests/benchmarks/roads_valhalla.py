"""Valhalla (through pyvalhalla): tiles built from the map file and asked within the process, by its own defaults."""

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import valhalla
from osmium.osm.mutable import Node, Relation, Way

from optimiser.roads import Mode
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.roads_peer import Numbers

PROGRAMS = Path(valhalla.__file__).parent / "bin"
COSTING = {Mode.CAR: "auto", Mode.BICYCLE: "bicycle", Mode.FOOT: "pedestrian"}
# A question holds some megabytes for each place in it.
PLACES_AT_ONCE = 300
# Of what a service would refuse.
LIMITS = {"max_locations": 2 * PLACES_AT_ONCE, "max_matrix_location_pairs": PLACES_AT_ONCE**2}
# A box around the United Kingdom and Ireland: lon and lat in degrees.
ISLES = ((-11.0, 49.0), (3.0, 49.0), (3.0, 62.0), (-11.0, 62.0))
# By these names it knows that one drives on the left; which of them it goes by depends on its version.
NATIONS = ({"admin_level": "2", "name": "United Kingdom"}, {"admin_level": "4", "name": "England"})


class Valhalla:
    """One thread when asked. Times are those of its costing at the limits of its speeds, without traffic."""

    name = "valhalla"

    def version(self) -> str:
        """With the commit it was built from."""
        return str(valhalla.__version__)

    def build(self, osm: Path, mode: Mode, folder: Path) -> None:
        """Tiles and all else in the folder, which has to last as long as questions are asked."""
        if mode not in COSTING:
            raise CannotRun(f"nothing of Valhalla's is like our {mode}; with it give --mode {', '.join(COSTING)}")
        if not osm.name.lower().endswith(".pbf"):
            raise CannotRun(f"Valhalla reads no other maps than .osm.pbf, and {osm.name} is none")
        self._costing = COSTING[mode]
        config = folder / "valhalla.json"
        config.write_text(json.dumps(_configuration(folder, self._costing)), encoding="utf-8")
        nations = folder / "nations.osm.pbf"
        _write_nations(nations)
        _run("valhalla_build_admins", config, nations)
        _run("valhalla_build_tiles", config, osm)
        self._actor = valhalla.Actor(config)

    def matrix(self, lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
        """As Peer says, in blocks."""
        seconds, metres = np.empty((len(lon), len(lon))), np.empty((len(lon), len(lon)))
        places = [{"lon": x, "lat": y} for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
        blocks = [slice(begin, begin + PLACES_AT_ONCE) for begin in range(0, len(places), PLACES_AT_ONCE)]
        for i in blocks:
            for j in blocks:
                seconds[i, j], metres[i, j] = self._block(places[i], places[j])
        return seconds, metres

    def _block(self, origins: list[Any], destinations: list[Any]) -> tuple[Numbers, Numbers]:
        question = {"sources": origins, "targets": destinations, "costing": self._costing, "verbose": False}
        try:
            found = self._actor.matrix(question | {"units": "kilometers"})["sources_to_targets"]
        except RuntimeError as error:
            raise CannotRun(f"Valhalla does not answer: {error}") from error
        # None where it knows no way.
        return np.array(found["durations"], dtype=float), 1000 * np.array(found["distances"], dtype=float)


def _configuration(folder: Path, costing: str) -> dict[str, Any]:
    tiles = folder / "tiles"
    tiles.mkdir()
    config: dict[str, Any] = valhalla.get_config(tile_dir=str(tiles), tile_extract="", verbose=False)
    config["mjolnir"]["admin"] = str(folder / "nations.sqlite")
    config["service_limits"][costing] |= LIMITS
    # As its routes do: a place in a street for residents only is looked for again, with such streets open.
    config["thor"]["costmatrix"]["allow_second_pass"] = True
    return config


def _write_nations(path: Path) -> None:
    """The nations as a map: an extract seldom holds their borders, and without them one might drive on the right."""
    with osmium.SimpleWriter(str(path)) as file:
        for number, corner in enumerate(ISLES, start=1):
            file.add_node(Node(id=number, location=corner))
        file.add_way(Way(id=1, nodes=[*range(1, len(ISLES) + 1), 1]))
        for number, nation in enumerate(NATIONS, start=1):
            tags = {"type": "boundary", "boundary": "administrative"} | nation
            file.add_relation(Relation(id=number, members=[("w", 1, "outer")], tags=tags))


def _run(program: str, config: Path, osm: Path) -> None:
    """Runs one of the programs that come with the package. Raises CannotRun with the last it said where it fails."""
    command = [str(PROGRAMS / program), "-c", str(config), str(osm.resolve())]
    # In the folder, as it leaves files that nobody asked for where it runs.
    done = subprocess.run(  # noqa: S603 -- the peer's own program
        command, cwd=config.parent, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise CannotRun(f"{program} of Valhalla fails on {osm.name}: {said[-1]}")

"""How fast a map becomes a street network, and a network travel times; beside SciPy's Dijkstra on the same places."""

import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np

from fixtures.networks import network_of_towns
from optimiser.roads import Dijkstra, Hierarchy, Mode, Network, RoadsError, Snapped, Streets, TravelTable, travel_matrix
from optimiser.roads.build import build_network
from optimiser.roads.load import file_sha256
from optimiser.roads.osm_file import read_streets
from optimiser.roads.say import quiet
from optimiser.roads.snap import kerbs
from optimiser.roads.speeds import shipped_speeds
from optimiser.roads.store import read_stored, write_stored
from optimiser.roads.sweep_kernel import compile_sweeps
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.results import Line

Made = TypeVar("Made")

DOOR_M = 30.0
M_PER_DEGREE = 111_195.0
ADDED = 9


def measure_map(osm: Path, places: int, compared: int) -> Line:
    """As `measure_network`, by car on a map file. Raises CannotRun for a file that is none."""
    try:
        parse_s, streets = timed(lambda: read_streets(osm))
        build_s, network = timed(
            lambda: build_network(streets, Mode.CAR, shipped_speeds(), path=osm, sha256=file_sha256(osm), say=quiet)
        )
    except RoadsError as error:
        raise CannotRun(str(error)) from error
    return {"map": osm.name, "parse_s": parse_s, "build_s": build_s} | measure_network(network, places, compared)


def measure_towns(junctions: int, places: int, compared: int) -> Line:
    """As `measure_network`, on made-up towns with about so many junctions (seed 1)."""
    network = network_of_towns(junctions, 1)
    return {"map": "made-up towns", "parse_s": None, "build_s": None} | measure_network(network, places, compared)


def measure_network(network: Network, places: int, compared: int) -> Line:
    """Seconds, each for one thing alone, compiling none of them, and the most memory the process held, in MiB.

    `load_s` is from disk to arrays, `ready_s` from arrays to where questions can be asked, `snap_s` draws the places
    and joins them to streets, `matrix_s` is seconds and metres between all `places`, `add_s` one place more in a table
    that holds them (median of some). `scipy_s` is the matrix of the first `compared` of them by SciPy's Dijkstra, and
    the worst differences are between both matrices of these.
    """
    compile_sweeps()
    load_s = _load_s(network)
    ready_s, (hierarchy, streets) = timed(lambda: (Hierarchy(network), Streets(network)))
    snap_s, snapped = timed(lambda: _places(network, streets, places))
    before_mb = _peak_mb()
    matrix_s, matrix = timed(lambda: travel_matrix(network, snapped, engine=hierarchy))
    peak_mb = _peak_mb()
    add_s = _add_s(network, _places(network, streets, places + ADDED))
    few = _first(snapped, compared)
    scipy_s, expected = timed(lambda: travel_matrix(network, few, engine=Dijkstra(network)))
    k = len(few.names)
    seconds_off = np.abs(matrix.seconds[:k, :k].astype(np.int64) - expected.seconds).max(initial=0)
    metres_off = np.abs(matrix.metres[:k, :k].astype(np.int64) - expected.metres).max(initial=0)
    return {
        "junctions": network.junctions,
        "edges": network.edges,
        "places": places,
        "load_s": load_s,
        "ready_s": ready_s,
        "snap_s": snap_s,
        "matrix_s": matrix_s,
        "add_s": add_s,
        "scipy_places": k,
        "scipy_s": scipy_s,
        "worst_difference_s": int(seconds_off),
        "worst_difference_m": int(metres_off),
        "matrix_mb": round((matrix.seconds.nbytes + matrix.metres.nbytes) / 2**20),
        "before_matrix_mb": before_mb,
        "peak_mb": peak_mb,
    }


def timed(work: Callable[[], Made]) -> tuple[float, Made]:
    """Seconds, to the millisecond, and what came of it."""
    began = time.perf_counter()
    made = work()
    return round(time.perf_counter() - began, 3), made


def _load_s(network: Network) -> float:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "network.npz"
        write_stored(network, file, quiet)
        seconds, loaded = timed(lambda: read_stored(file, quiet))
    if loaded is None:
        raise CannotRun(f"the network could not be stored below {folder}; make room there")
    return seconds


def _places(network: Network, streets: Streets, count: int) -> Snapped:
    """Doors beside streets, the more the longer the street; the same numbers give the same places."""
    draw = np.random.default_rng(7)
    stopping = np.flatnonzero(network.stopping)
    metres = network.metres[stopping] + 1.0
    edge = draw.choice(stopping, count, p=metres / metres.sum())
    names = tuple(f"door {number}" for number in range(count))
    nothing, none = np.zeros(count), np.zeros(count, dtype=np.int32)
    share = draw.random(count)
    on_street = Snapped(names=names, lon=nothing, lat=nothing, edge=edge.astype(np.int32), share=share, access_m=none)
    lon, lat = kerbs(network, on_street)
    aside = draw.uniform(-DOOR_M, DOOR_M, (2, count)) / M_PER_DEGREE
    return streets.snap(lon + aside[0], lat + aside[1], names)


def _add_s(network: Network, snapped: Snapped) -> float:
    """All but the last few first, as one; then each of those alone."""
    table = TravelTable(network)
    lon, lat, names = snapped.lon.tolist(), snapped.lat.tolist(), list(snapped.names)
    known = len(names) - ADDED
    table.rows(lon[:known], lat[:known], names[:known])
    alone = [slice(i, i + 1) for i in range(known, len(names))]
    return median(timed(partial(table.rows, lon[one], lat[one], names[one]))[0] for one in alone)


def _first(snapped: Snapped, count: int) -> Snapped:
    return Snapped(
        names=snapped.names[:count],
        lon=snapped.lon[:count],
        lat=snapped.lat[:count],
        edge=snapped.edge[:count],
        share=snapped.share[:count],
        access_m=snapped.access_m[:count],
    )


def _peak_mb() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)

"""How fast a map becomes a street network, and a network travel times; beside SciPy's Dijkstra on the same places."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from fixtures.map_of_towns import write_map_of_towns
from optimiser.roads import (
    Dijkstra,
    Mode,
    Network,
    RoadsError,
    Snapped,
    StoredTable,
    Streets,
    TravelTable,
    travel_matrix,
)
from optimiser.roads.build import build_network
from optimiser.roads.load import file_sha256
from optimiser.roads.osm_file import read_streets
from optimiser.roads.say import Say, quiet
from optimiser.roads.snap import kerbs
from optimiser.roads.speeds import shipped_speeds
from optimiser.roads.store import read_stored, write_stored
from optimiser.roads.sweep_kernel import compile_sweeps
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.forked import forked
from tests.benchmarks.results import Line
from tests.benchmarks.roads_memory import matrix_memory
from tests.benchmarks.roads_peer import SecondsMetres, beside_peer, peer_named
from tests.benchmarks.roads_ready import ready_hierarchy
from tests.benchmarks.stopwatch import timed

DOOR_M = 30.0
M_PER_DEGREE = 111_195.0
ADDED = 9


def measure_towns(
    junctions: int, mode: Mode, places: int, compared: int, peer: str | None = None, *, say: Say = quiet
) -> Line:
    """As `measure_map`, on made-up towns with about so many junctions (seed 1); writing their map is not counted."""
    with TemporaryDirectory() as folder:
        osm = Path(folder) / "towns.osm.pbf"
        say(f"Making up a map of {junctions:,} junctions; 65,000 take a minute.")
        forked(partial(write_map_of_towns, osm, junctions, 1))  # whose memory would count as ours
        return measure_map(osm, mode, places, compared, peer, say=say) | {"map": "made-up towns"}


def measure_map(
    osm: Path, mode: Mode, places: int, compared: int, peer: str | None = None, *, say: Say = quiet
) -> Line:
    """Seconds, each for one thing alone, compiling none of them, and memory in MiB (see `matrix_memory`).

    `say` is told what is being measured.

    `parse_s` is from the file to ways, `build_s` from ways to the network of the mode, and `load_s` from disk to its
    arrays when it was stored. `ready_s` is from arrays to where questions can be asked, `snap_s` draws the places and
    joins them to streets, `matrix_s` is seconds and metres between all `places`. `scipy_s` is the matrix of the first
    `compared` of them by SciPy's Dijkstra, and the worst differences are between both matrices of these. A peer, if
    any, is asked for the same (see `beside_peer`).

    Of one place more than `places`: `add_first_s` and `add_s` are its rows and columns in a table in memory, the first
    one and the median of those after it. `add_stored_s` is what planning waits for when a place is new (median): the
    table kept on disk grows, is written as a whole, and the matrix of all its places is given; `known_stored_s` is the
    same when none is new.

    Raises CannotRun for a file that is no map, or of which the peer can make nothing.
    """
    say(f"Reading {osm.name} and building the network by {mode}.")
    try:
        parse_s, streets = timed(lambda: read_streets(osm))
        build_s, network = timed(
            lambda: build_network(streets, mode, shipped_speeds(), path=osm, sha256=file_sha256(osm), say=quiet)
        )
    except RoadsError as error:
        raise CannotRun(str(error)) from error
    told = {"map": osm.name, "mode": str(mode), "parse_s": parse_s, "build_s": build_s}
    measured, snapped, travel = measure_network(network, places, compared, say=say)
    line = told | measured
    if peer is None:
        return line
    say(f"The same by {peer}.")
    # Loaded now and not before, or its memory would count as ours.
    return line | beside_peer(peer_named(peer), osm, network, snapped, travel)


def measure_network(
    network: Network, places: int, compared: int, *, say: Say = quiet
) -> tuple[Line, Snapped, SecondsMetres]:
    """What is measured of the network itself; the first `compared` places, and travel between them."""
    compile_sweeps()
    say(f"Getting {network.junctions:,} junctions ready.")
    ready_s, (hierarchy, streets) = timed(lambda: (ready_hierarchy(network), Streets(network)))
    snap_s, snapped = timed(lambda: _places(network, streets, places))
    say("Storing and loading the network, and measuring memory, which makes it ready once more.")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "network.npz"
        load_s = _load_s(network, file)
        memory = matrix_memory(file, snapped)
    say(f"Travel between {places:,} places, and to one more.")
    matrix_s, matrix = timed(lambda: travel_matrix(network, snapped, engine=hierarchy))
    added = _added(network, _places(network, streets, places + ADDED))
    few = _first(snapped, compared)
    say(f"Travel between {len(few.names):,} of them by SciPy.")
    scipy_s, expected = timed(lambda: travel_matrix(network, few, engine=Dijkstra(network)))
    k = len(few.names)
    seconds, metres = matrix.seconds[:k, :k], matrix.metres[:k, :k]
    seconds_off = np.abs(seconds.astype(np.int64) - expected.seconds).max(initial=0)
    metres_off = np.abs(metres.astype(np.int64) - expected.metres).max(initial=0)
    line: Line = {
        "junctions": network.junctions,
        "edges": network.edges,
        "places": places,
        "load_s": load_s,
        "ready_s": ready_s,
        "snap_s": snap_s,
        "matrix_s": matrix_s,
        **added,
        "scipy_places": k,
        "scipy_s": scipy_s,
        "worst_difference_s": int(seconds_off),
        "worst_difference_m": int(metres_off),
        **memory,
    }
    return line, few, (seconds, metres)


def _load_s(network: Network, file: Path) -> float:
    """Of the network, which is stored as that file."""
    write_stored(network, file, quiet)
    seconds, loaded = timed(lambda: read_stored(file, quiet))
    if loaded is None:
        raise CannotRun(f"the network could not be stored below {file.parent}; make room there")
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
    return streets.snap(lon + aside[0], lat + aside[1], names, cut_off_too=True)


def _added(network: Network, snapped: Snapped) -> Line:
    """All but the last few are known; then each of those comes alone."""
    with TemporaryDirectory() as folder:
        stored = StoredTable(
            network, Path(folder), map_name="measured", cut_off_too=True, most_places=len(snapped.names)
        )
        add_stored_s = _each_alone(stored.travel, snapped, all_before=True)
        whole = (snapped.lon.tolist(), snapped.lat.tolist(), snapped.names)
        known_stored_s = median(timed(partial(stored.travel, *whole))[0] for _ in range(ADDED))
        add_first_s, *later_s = _each_alone(
            TravelTable(network, cut_off_too=True, ready=stored.ready).rows, snapped, all_before=False
        )
    return {
        "add_first_s": add_first_s,
        "add_s": median(later_s),
        "add_stored_s": median(add_stored_s),
        "known_stored_s": known_stored_s,
    }


def _each_alone(ask: Callable[..., object], snapped: Snapped, *, all_before: bool) -> list[float]:
    """Seconds for each of the last few, with `all_before` in one question with those before it."""
    lon, lat, names = snapped.lon.tolist(), snapped.lat.tolist(), list(snapped.names)
    known = len(names) - ADDED
    ask(lon[:known], lat[:known], names[:known])
    asked = [slice(0 if all_before else i, i + 1) for i in range(known, len(names))]
    return [timed(partial(ask, lon[these], lat[these], names[these]))[0] for these in asked]


def _first(snapped: Snapped, count: int) -> Snapped:
    return Snapped(
        names=snapped.names[:count],
        lon=snapped.lon[:count],
        lat=snapped.lat[:count],
        edge=snapped.edge[:count],
        share=snapped.share[:count],
        access_m=snapped.access_m[:count],
    )

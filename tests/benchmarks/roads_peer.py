"""Our travel times beside those of another engine on the same map: how long it takes, and how far both agree."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np
import numpy.typing as npt

from optimiser.roads import Mode, Network, Snapped, travel_matrix
from optimiser.roads.matrix import ACCESS_CS_PER_M
from optimiser.roads.snap import kerbs
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.results import Line
from tests.benchmarks.roads_ready import ready_hierarchy
from tests.benchmarks.stopwatch import timed

# The package of each, and the module and the class in it that is called without arguments.
PEERS = {"valhalla": ("valhalla", "tests.benchmarks.roads_valhalla", "Valhalla")}
# Of shorter legs a second more or less is a large part.
SHORTEST_S = 60.0
SHARES = {"p5": 5, "median": 50, "p95": 95}

Numbers = npt.NDArray[np.float64]
SecondsMetres = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


class Peer(Protocol):
    """An engine that measures travel on a map file; fields of a line begin with its name."""

    name: str

    def version(self) -> str:
        """As it tells it."""

    def build(self, osm: Path, mode: Mode, folder: Path) -> None:
        """Makes what it asks of a map in an empty folder. Raises CannotRun for a map or mode that it cannot have."""

    def matrix(self, lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
        """Seconds and metres, float64[k, k] each, from place (row) to place (column); NaN where it knows no way."""


def refuse_missing(name: str) -> None:
    """Raise CannotRun, with the remedy, for a peer that is unknown or not installed."""
    if name not in PEERS:
        raise CannotRun(f"there is no peer {name!r}; give one of {', '.join(PEERS)}")
    if find_spec(PEERS[name][0]) is None:
        raise CannotRun(
            f"the peer {name!r} is not installed; install the peers with "
            '`.venv/bin/uv pip install --python .venv/bin/python -e ".[benchmarks]"`'
        )


def peer_named(name: str) -> Peer:
    """The peer of that name. Raises CannotRun as `refuse_missing` does, and where its package cannot be loaded."""
    refuse_missing(name)
    _, module, factory = PEERS[name]
    try:
        peer: Peer = getattr(import_module(module), factory)()
    except ImportError as error:
        raise CannotRun(f"the peer {name!r} is installed but cannot be loaded ({error}); install it again") from error
    return peer


def beside_peer(peer: Peer, osm: Path, network: Network, snapped: Snapped, travel: SecondsMetres) -> Line:
    """What the peer took for the same places, and how our travel, which is from door to door, compares.

    Places are at the kerb for the peer, and our parking and walks are taken off: both are the drive alone.
    `ours_matrix_s` is our matrix of these places on one thread, for peers that have no more; the hierarchy is ready.
    """
    hierarchy = ready_hierarchy(network, threads=1)
    ours_matrix_s, _ = timed(lambda: travel_matrix(network, snapped, engine=hierarchy))
    lon, lat = kerbs(network, snapped)
    with TemporaryDirectory() as folder:
        build_s, _ = timed(lambda: peer.build(osm, network.mode, Path(folder)))
        matrix_s, theirs = timed(lambda: peer.matrix(lon, lat))
    ours = kerb_to_kerb(network, snapped, travel)
    told = {"version": peer.version(), "build_s": build_s, "matrix_s": matrix_s, "places": len(snapped.names)}
    theirs_told = {f"{peer.name}_{field}": value for field, value in told.items()}
    return theirs_told | {"ours_matrix_s": ours_matrix_s} | agreement(ours, theirs)


def kerb_to_kerb(network: Network, snapped: Snapped, travel: SecondsMetres) -> tuple[Numbers, Numbers]:
    """Our seconds and metres from door to door without parking and walks; seconds up to one too many, as rounded up."""
    walk_m = snapped.access_m[:, None] + snapped.access_m
    seconds, metres = travel
    return seconds - network.parking_s - walk_m * (ACCESS_CS_PER_M / 100), (metres - walk_m).astype(np.float64)


def agreement(ours: tuple[Numbers, Numbers], theirs: tuple[Numbers, Numbers]) -> Line:
    """How many legs were compared and how many could not be, and ours divided by theirs.

    A leg is from one place to another, and compared where both take SHORTEST_S or more. Legs between which the peer
    knows no way are counted as `legs_without_way`, and are in no ratio. Ratios are None where no leg is compared.
    """
    (our_s, our_m), (their_s, their_m) = ours, theirs
    way = np.isfinite(their_s)
    compared = way & (our_s >= SHORTEST_S) & (np.where(way, their_s, 0.0) >= SHORTEST_S)
    np.fill_diagonal(compared, False)
    line = {"legs_compared": int(compared.sum()), "legs_without_way": int((~way).sum() - (~way).trace())}
    return (
        line
        | _shares("ratio", our_s[compared], their_s[compared])
        | _shares("metres_ratio", our_m[compared], their_m[compared])
    )


def _shares(name: str, ours: Numbers, theirs: Numbers) -> Line:
    if len(ours) == 0:
        return {f"{name}_{share}": None for share in SHARES}
    return {f"{name}_{share}": round(float(np.percentile(ours / theirs, part)), 3) for share, part in SHARES.items()}

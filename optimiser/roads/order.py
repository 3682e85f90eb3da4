"""The order of importance of a network's nodes, and pyroutingkit's topology for an order that is known.

The library works an order out by nested dissection, which is what takes long. It tells it in the files that it saves
and nowhere else, and takes it from such files only: here is all that is known of them.
"""

import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pyroutingkit import CCHTopology

from optimiser.roads.graph import Graph
from optimiser.roads.network import Network

Rank = npt.NDArray[np.int64]
# Whole numbers of 32 bits, in files without a head.
FORM = np.uint32
Numbers = npt.NDArray[np.uint32]


def node_order(network: Network) -> Rank:
    """[node of its graph] how important, from 0. Raises OSError where nothing can be written."""
    graph = network.graph
    lat, lon = network.lat[graph.junction], network.lon[graph.junction]
    topology = CCHTopology()
    topology.build(*_arcs(graph), lat.astype(np.float32), lon.astype(np.float32), graph.nodes)
    with tempfile.TemporaryDirectory(prefix="allround-roads-") as folder:
        topology.save(folder)
        saved = Path(folder) / "rank"
        if not saved.exists() or saved.stat().st_size == 0 < graph.nodes:
            raise OSError(f"the order of a street network could not be written to {folder}; make room there")
        rank = np.fromfile(saved, dtype=FORM).astype(np.int64)
    if not is_order(rank, graph.nodes):
        raise RuntimeError("pyroutingkit saves ranks in another form than version 0.2.1; install that version.")
    return rank


def is_order(rank: npt.NDArray[np.integer], nodes: int) -> bool:
    """Whether it has every number from 0 once."""
    return rank.shape == (nodes,) and np.array_equal(np.sort(rank), np.arange(nodes))


def topology_of(graph: Graph, rank: Rank) -> CCHTopology:
    """Of the arcs that are no loops, in their order. Raises OSError where nothing can be written."""
    tail, head = _arcs(graph)
    order = np.empty(len(rank), dtype=FORM)
    order[rank] = np.arange(len(rank))
    topology = CCHTopology()
    with tempfile.TemporaryDirectory(prefix="allround-roads-") as folder:
        files: dict[str, npt.NDArray[np.integer]] = {
            "tail": tail,
            "head": head,
            "rank": rank,
            "order": order,
            "node_count": np.array([graph.nodes]),
        }
        for name, numbers in files.items():
            numbers.astype(FORM).tofile(Path(folder) / name)
        topology.load(folder)
    return topology


def arcs_used(graph: Graph) -> npt.NDArray[np.int64]:
    """All but loops: those are on no fastest path."""
    return np.flatnonzero(graph.tail != graph.head)


def _arcs(graph: Graph) -> tuple[Numbers, Numbers]:
    used = arcs_used(graph)
    return graph.tail[used].astype(FORM), graph.head[used].astype(FORM)

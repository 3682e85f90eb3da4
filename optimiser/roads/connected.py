"""The part of a network in which every street leads to every other, whatever turns are forbidden on the way."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from optimiser.roads.network import Network

Flags = npt.NDArray[np.bool_]


def largest_connected(network: Network) -> Network:
    """The largest part of the network in which every edge leads to every other.

    Where one part can be reached only through streets that are open to those with business there, it counts as such
    streets do: whoever goes there has business there. Of the streets that are left out it keeps the lines, so that a
    place beside one can be told why it is refused.
    """
    # Whoever has business anywhere may go everywhere, so at first it is no matter which streets are bound.
    free = replace(network, bound=np.zeros(network.edges, dtype=bool))
    kept = only_edges(network, _connected(free))
    if not kept.bound.any():
        return kept
    open_edges = np.flatnonzero(~kept.bound)
    if not len(open_edges):
        return replace(kept, bound=np.zeros(kept.edges, dtype=bool))
    main = open_edges[_connected(only_edges(kept, ~kept.bound))]
    bound = np.ones(kept.edges, dtype=bool)
    bound[main] = False
    return replace(kept, bound=bound)


def only_edges(network: Network, keep: Flags) -> Network:
    """The network of these edges [m] and the junctions they join; of one junction where there are none."""
    used = np.zeros(network.junctions, dtype=bool)
    used[network.tail[keep]] = used[network.head[keep]] = True
    if not keep.any():
        used[0] = True  # where no street leads back, a junction is all there is
    junction, edge = np.cumsum(used) - 1, np.cumsum(keep) - 1
    twin = network.twin[keep]
    twin = np.where((twin >= 0) & keep[twin], edge[twin], -1)
    turns = keep[network.turn_from] & keep[network.turn_to]
    vias = keep[network.via_from] & keep[network.via_by] & keep[network.via_to]
    once = ~keep & ((network.twin < 0) | (network.twin > np.arange(network.edges)))
    line_start, line = _lines(network, keep)
    left_out_start, left_out = _lines(network, once)
    return replace(
        network,
        lon=network.lon[used],
        lat=network.lat[used],
        tail=junction[network.tail[keep]],
        head=junction[network.head[keep]],
        twin=twin,
        metres=network.metres[keep],
        centiseconds=network.centiseconds[keep],
        wait_cs=network.wait_cs[keep],
        main_cs=network.main_cs[keep],
        stopping=network.stopping[keep],
        bound=network.bound[keep],
        turn_from=edge[network.turn_from[turns]],
        turn_to=edge[network.turn_to[turns]],
        turn_cs=network.turn_cs[turns],
        via_from=edge[network.via_from[vias]],
        via_by=edge[network.via_by[vias]],
        via_to=edge[network.via_to[vias]],
        line_start=line_start,
        line_lon=network.line_lon[line],
        line_lat=network.line_lat[line],
        left_out_start=np.concatenate([network.left_out_start, network.left_out_start[-1] + left_out_start[1:]]),
        left_out_lon=np.concatenate([network.left_out_lon, network.line_lon[left_out]]),
        left_out_lat=np.concatenate([network.left_out_lat, network.line_lat[left_out]]),
    )


def _connected(network: Network) -> Flags:
    """[edge] whether it is in the largest strongly connected part."""
    graph = network.graph
    arcs = csr_array(
        (np.ones(len(graph.tail), dtype=np.int32), (graph.tail, graph.head)), shape=(graph.nodes, graph.nodes)
    )
    _, label = connected_components(arcs, directed=True, connection="strong")
    largest = np.bincount(label).argmax()
    streets = slice(network.edges)
    found: Flags = (label[graph.tail[streets]] == largest) & (label[graph.head[streets]] == largest)
    return found


def _lines(network: Network, chosen: Flags) -> tuple[npt.NDArray[np.int32], Flags]:
    """Where the lines of these edges start when only they are kept, and which points those are."""
    lengths = np.diff(network.line_start)
    return np.concatenate([[0], np.cumsum(lengths[chosen])]).astype(np.int32), np.repeat(chosen, lengths)

"""The part of a network in which every street leads to every other, whatever turns are forbidden on the way."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from optimiser.roads.graph import NO_EDGE
from optimiser.roads.network import Network

Flags = npt.NDArray[np.bool_]


def largest_connected(network: Network) -> Network:
    """The largest part of the network in which every edge leads to every other.

    Where one part can be reached only through streets that are open to those with business there, it counts as such
    streets do: whoever goes there has business there. Of the streets that are left out it keeps the lines, so that a
    place beside one can be told why it is refused or walked to; of motorways it does not, as nobody lives on one.
    """
    # Whoever has business anywhere may go everywhere, so at first it is no matter which streets are bound.
    free = replace(network, bound=np.zeros(network.edges, dtype=bool))
    kept = only_edges(network, _connected(free))
    if not kept.bound.any():
        return kept
    open_edges = np.flatnonzero(~kept.bound)
    main = open_edges[_connected(only_edges(kept, ~kept.bound))]
    if not len(main):
        return replace(kept, bound=np.zeros(kept.edges, dtype=bool))
    bound = np.ones(kept.edges, dtype=bool)
    bound[main] = False
    kept = replace(kept, bound=bound)
    # Where turns are forbidden at the ends of such streets there may still be no way in or out of some.
    lead_both_ways = _to_and_from(kept)
    return kept if lead_both_ways.all() else largest_connected(only_edges(kept, lead_both_ways))


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
    once = ~keep & network.stopping & ((network.twin < 0) | (network.twin > np.arange(network.edges)))
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
    """[edge] whether it is in the largest strongly connected part, or a copy of it for some ways is (see `graph`)."""
    graph = network.graph
    label, largest = _parts(network, graph.edge != NO_EDGE)
    inside = (label[graph.tail] == largest) & (label[graph.head] == largest) & (graph.edge != NO_EDGE)
    found = np.zeros(network.edges, dtype=bool)
    found[graph.edge[inside]] = True
    return found


def _to_and_from(network: Network) -> Flags:
    """[edge] whether there is a way from a place on it to the open streets, and from there to the place."""
    graph = network.graph
    label, largest = _parts(network, (graph.edge != NO_EDGE) & ~network.bound[graph.edge])
    centre = int((label == largest).argmax())
    arcs = csr_array((np.ones(len(graph.tail)), (graph.tail, graph.head)), shape=(graph.nodes, graph.nodes))
    onward, back = np.zeros((2, graph.nodes), dtype=bool)
    onward[breadth_first_order(arcs, centre, return_predecessors=False)] = True
    back[breadth_first_order(arcs.T.tocsr(), centre, return_predecessors=False)] = True
    found: Flags = onward[graph.reach] & back[graph.leave]
    return found


def _parts(network: Network, counted: Flags) -> tuple[npt.NDArray[np.int32], int]:
    """[node] which strongly connected part it is in, and the part with most of the arcs that are counted."""
    graph = network.graph
    arcs = csr_array(
        (np.ones(len(graph.tail), dtype=np.int32), (graph.tail, graph.head)), shape=(graph.nodes, graph.nodes)
    )
    _, label = connected_components(arcs, directed=True, connection="strong")
    inside = label[graph.tail[counted]]
    inside = inside[inside == label[graph.head[counted]]]
    return label, int(np.bincount(inside, minlength=1).argmax())


def _lines(network: Network, chosen: Flags) -> tuple[npt.NDArray[np.int32], Flags]:
    """Where the lines of these edges start when only they are kept, and which points those are."""
    lengths = np.diff(network.line_start)
    return np.concatenate([[0], np.cumsum(lengths[chosen])]).astype(np.int32), np.repeat(chosen, lengths)

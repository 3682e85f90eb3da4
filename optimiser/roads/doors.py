"""By which junctions a place on a street is left and reached, and how far they are along the street.

Times and metres are one number here, a `cost`: centiseconds times COST_OF_CS plus metres, or plus what else is counted.
Of two ways the one with the smaller cost is the faster, and of two as fast the one with less of that; and costs add up
as times and metres do.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimiser.roads.graph import COST_OF_CS, Counted
from optimiser.roads.network import Network
from optimiser.roads.snap import Snapped

# The cost where there is no way; two more may be added to it.
NO_WAY = 2**62

Costs = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Of each of k places two ways out and two ways in; where there is but one, it is there twice.

    leave_by, reach_by   int32[k, 2], nodes of the network's graph
    leave, reach         int64[k, 2], the cost from the place to the node, and from the node to the place
    along                int32[k, 2], the edge on which that is: the first is `Snapped.edge`, the second its twin
    """

    leave_by: npt.NDArray[np.int32]
    leave: Costs
    reach_by: npt.NDArray[np.int32]
    reach: Costs
    along: npt.NDArray[np.int32]


def doors(network: Network, snapped: Snapped, what: Counted = Counted.METRES) -> Doors:
    """The ways out and in of places. At a junction there is one, of no cost, and no matter by which street."""
    graph, edge, share = network.graph, snapped.edge, snapped.share
    twin = np.where(network.twin[edge] >= 0, network.twin[edge], edge)
    two_way = twin != edge
    to_place, from_place = _parts(network, edge, share, what)
    to_place_back, from_place_back = _parts(network, twin, 1 - share, what)
    leave_by = np.column_stack([graph.leave[edge], graph.leave[twin]])
    leave = np.column_stack([from_place, np.where(two_way, from_place_back, from_place)])
    reach_by = np.column_stack([graph.reach[edge], graph.reach[twin]])
    reach = np.column_stack([to_place, np.where(two_way, to_place_back, to_place)])
    for at, junction in ((share == 0, network.tail[edge]), (share == 1, network.head[edge])):
        leave_by[at], reach_by[at] = graph.depart[junction[at], None], graph.arrive[junction[at], None]
        leave[at] = reach[at] = 0
    return Doors(leave_by=leave_by, leave=leave, reach_by=reach_by, reach=reach, along=np.column_stack([edge, twin]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """Stretches of k edges from the share `begin` to the share `end`, and their costs; NO_WAY for none."""

    edge: npt.NDArray[np.int32]
    begin: npt.NDArray[np.float64]
    end: npt.NDArray[np.float64]
    cost: Costs


def straight(
    network: Network,
    origins: Snapped,
    row: Rows,
    destinations: Snapped,
    column: Rows,
    what: Counted = Counted.METRES,
) -> Stretches:
    """For pairs of places (a row of each) the stretch between them where they are on one street that goes so."""
    edge, a, b = origins.edge[row], origins.share[row], destinations.share[column]
    twin = network.twin[edge]
    same, turned = destinations.edge[column] == edge, destinations.edge[column] == twin
    b = np.where(turned, 1 - b, b)
    backward = (b < a) & (twin >= 0)
    possible = (same | turned) & ((b >= a) | backward)
    edge = np.where(backward, twin, edge)
    begin, end = np.where(backward, 1 - a, a), np.where(backward, 1 - b, b)
    cost = _parts(network, edge, end, what)[0] - _parts(network, edge, begin, what)[0]
    return Stretches(edge=edge, begin=begin, end=end, cost=np.where(possible, cost, NO_WAY))


def on_one_street(network: Network, origins: Snapped, destinations: Snapped) -> tuple[Rows, Rows]:
    """The rows of all pairs of an origin and a destination that are on the same street."""
    there = _street(network, destinations)
    order = np.argsort(there, kind="stable")
    here = _street(network, origins)
    begin = np.searchsorted(there[order], here, side="left")
    count = np.searchsorted(there[order], here, side="right") - begin
    row = np.repeat(np.arange(len(here)), count)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return row, order[np.repeat(begin, count) + nth]


def _street(network: Network, snapped: Snapped) -> Rows:
    """[place] the lower number of the two edges of its street."""
    twin = network.twin[snapped.edge]
    return np.where(twin >= 0, np.minimum(twin, snapped.edge), snapped.edge).astype(np.int64)


def _parts(
    network: Network, edge: npt.NDArray[np.int32], share: npt.NDArray[np.float64], what: Counted
) -> tuple[Costs, Costs]:
    """The costs of an edge up to the share of its length and from there on; together that of the edge."""
    centiseconds, counted = network.centiseconds[edge].astype(np.int64), network.counted(what)[edge].astype(np.int64)
    moving_cs = centiseconds - network.wait_cs[edge]
    first_cs, first = np.rint(moving_cs * share).astype(np.int64), np.rint(counted * share).astype(np.int64)
    return (
        first_cs * COST_OF_CS + first,
        (centiseconds - first_cs) * COST_OF_CS + counted - first,
    )

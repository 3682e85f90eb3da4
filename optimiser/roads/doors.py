"""By which junctions a place on a street is left and reached, and how far they are along the street.

Times and metres are one number here, a `cost`: centiseconds times COST_OF_CS plus metres. Of two ways the one with the
smaller cost is the faster, and of two as fast the shorter; and costs add up as times and metres do.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimiser.roads.network import Network
from optimiser.roads.snap import Snapped

# Metres stay below it: 11 hours are less than 10,000 km. And 11 hours times it stay far below 2^53.
COST_OF_CS = 10_000_000
# The cost where there is no way; two more may be added to it.
NO_WAY = 2**62

Costs = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Of each of k places two ways out and two ways in; where there is but one, it is there twice.

    leave_by, reach_by   int32[k, 2], junctions
    leave, reach         int64[k, 2], the cost from the place to the junction, and from the junction to the place
    along                int32[k, 2], the edge on which that is: the first is `Snapped.edge`, the second its twin
    """

    leave_by: npt.NDArray[np.int32]
    leave: Costs
    reach_by: npt.NDArray[np.int32]
    reach: Costs
    along: npt.NDArray[np.int32]


def costs(network: Network) -> Costs:
    """[edge] cost."""
    return network.centiseconds.astype(np.int64) * COST_OF_CS + network.metres


def doors(network: Network, snapped: Snapped) -> Doors:
    """The ways out and in of places. At a junction there is one, of no cost."""
    edge, share = snapped.edge, snapped.share
    twin = np.where(network.twin[edge] >= 0, network.twin[edge], edge)
    tail, head = network.tail[edge], network.head[edge]
    two_way = twin != edge
    to_place, from_place = _parts(network, edge, share)
    to_place_back, from_place_back = _parts(network, twin, 1 - share)
    leave_by = np.column_stack([head, np.where(two_way, tail, head)])
    leave = np.column_stack([from_place, np.where(two_way, from_place_back, from_place)])
    reach_by = np.column_stack([tail, np.where(two_way, head, tail)])
    reach = np.column_stack([to_place, np.where(two_way, to_place_back, to_place)])
    for at, junction in ((share == 0, tail), (share == 1, head)):
        leave_by[at] = reach_by[at] = junction[at, None]
        leave[at] = reach[at] = 0
    return Doors(leave_by=leave_by, leave=leave, reach_by=reach_by, reach=reach, along=np.column_stack([edge, twin]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """Stretches of k edges from the share `begin` to the share `end`, and their costs; NO_WAY for none."""

    edge: npt.NDArray[np.int32]
    begin: npt.NDArray[np.float64]
    end: npt.NDArray[np.float64]
    cost: Costs


def straight(network: Network, origins: Snapped, row: Rows, destinations: Snapped, column: Rows) -> Stretches:
    """For pairs of places (a row of each) the stretch between them where they are on one street that goes so."""
    edge, a, b = origins.edge[row], origins.share[row], destinations.share[column]
    twin = network.twin[edge]
    same, turned = destinations.edge[column] == edge, destinations.edge[column] == twin
    b = np.where(turned, 1 - b, b)
    backward = (b < a) & (twin >= 0)
    possible = (same | turned) & ((b >= a) | backward)
    edge = np.where(backward, twin, edge)
    begin, end = np.where(backward, 1 - a, a), np.where(backward, 1 - b, b)
    cost = _parts(network, edge, end)[0] - _parts(network, edge, begin)[0]
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


def _parts(network: Network, edge: npt.NDArray[np.int32], share: npt.NDArray[np.float64]) -> tuple[Costs, Costs]:
    """The costs of an edge up to the share of its length and from there on; together that of the edge."""
    centiseconds, metres = network.centiseconds[edge].astype(np.int64), network.metres[edge].astype(np.int64)
    first_cs, first_m = np.rint(centiseconds * share).astype(np.int64), np.rint(metres * share).astype(np.int64)
    return (
        first_cs * COST_OF_CS + first_m,
        (centiseconds - first_cs) * COST_OF_CS + metres - first_m,
    )

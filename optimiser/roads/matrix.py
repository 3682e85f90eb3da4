"""Travel seconds and metres between all snapped places of a network."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from optimiser.roads.doors import NO_WAY, Costs, doors, on_one_street, straight
from optimiser.roads.errors import LegTooLong, Unreachable, count
from optimiser.roads.graph import COST_OF_CS
from optimiser.roads.hierarchy import Hierarchy
from optimiser.roads.network import Network
from optimiser.roads.say import Say, quiet
from optimiser.roads.snap import Snapped

Whole = npt.NDArray[np.int32]
Blocks = Callable[[Whole, Whole], Iterator[tuple[slice, Costs]]]

ACCESS_CS_PER_M = 75  # 4.8 km/h: from the door to the street on foot, whatever the mode
LONGEST_LEG_H = 11  # beyond it the 32-bit sums by which paths are found have no room for metres
# So many are turned from costs to seconds and metres together: what is in between stays small.
LEGS_AT_ONCE = 2**19


class Engine(Protocol):
    """What knows the fastest ways of a network: a Hierarchy, or a Dijkstra."""

    def blocks(
        self, origins: npt.NDArray[np.int32], destinations: npt.NDArray[np.int32]
    ) -> Iterator[tuple[slice, Costs]]:
        """Rows of `origins` and their costs to all destinations, int64[rows, destinations]; or NO_WAY."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrix:
    """Travel from place i (row) to place j (column): int32[k, k] each, read-only, zero on the diagonal.

    seconds   door to door, rounded up, so that going by way of a third place is never shorter
    metres    door to door along the fastest path
    """

    seconds: npt.NDArray[np.int32]
    metres: npt.NDArray[np.int32]

    def __post_init__(self) -> None:
        for field in ("seconds", "metres"):
            array = np.array(getattr(self, field), dtype=np.int32)
            if array.ndim != 2 or array.shape[0] != array.shape[1] or array.shape != np.shape(self.seconds):
                raise ValueError("seconds and metres must be square and of the same size.")
            if (array < 0).any() or array.diagonal().any():
                raise ValueError(f"{field} must not be negative, and zero from a place to itself.")
            array.setflags(write=False)
            object.__setattr__(self, field, array)


def travel_matrix(network: Network, snapped: Snapped, *, engine: Engine | None = None, say: Say = quiet) -> Matrix:
    """Times and metres between all places: along the streets, with parking, and the walk to the kerb at both ends.

    `engine` (None: a Hierarchy made for this) is of the same network: keep one where questions come again and again.
    Places with identical coordinates are at no distance. Raises Unreachable with the names of places between which
    there is no way, LegTooLong above LONGEST_LEG_H.
    """
    places = len(snapped.names)
    say(f"Travel by {network.mode} between {count(places, 'place', 'places')}.")
    at = doors(network, snapped)
    costs = kerb_to_kerb(at.leave_by, at.leave, at.reach_by, at.reach, (engine or Hierarchy(network)).blocks)
    seconds, metres = door_to_door(network, costs, snapped, snapped)
    return Matrix(seconds=seconds, metres=metres)


def kerb_to_kerb(
    leave_by: npt.NDArray[np.int32], leave: Costs, reach_by: npt.NDArray[np.int32], reach: Costs, blocks: Blocks
) -> Costs:
    """int64[a, b] costs from a places to b others by way of junctions (see `doors`); NO_WAY and more where none is."""
    costs = np.full((len(leave), len(reach)), NO_WAY, dtype=np.int64)
    origins, from_row = np.unique(leave_by, return_inverse=True)
    destinations, to_column = np.unique(reach_by, return_inverse=True)
    from_row, to_column = from_row.reshape(-1, 2), to_column.reshape(-1, 2)
    for rows, block in blocks(origins, destinations):
        onward = block[:, to_column[:, 0]] + reach[:, 0]
        np.minimum(onward, block[:, to_column[:, 1]] + reach[:, 1], out=onward)
        for way in (0, 1):
            here = np.flatnonzero((from_row[:, way] >= rows.start) & (from_row[:, way] < rows.stop))
            by_this_way = leave[here, way, None] + onward[from_row[here, way] - rows.start]
            costs[here] = np.minimum(costs[here], by_this_way)
    return costs


def door_to_door(network: Network, costs: Costs, origins: Snapped, destinations: Snapped) -> tuple[Whole, Whole]:
    """Seconds and metres, int32[origins, destinations], from the costs by way of junctions, which it may change.

    Raises Unreachable and LegTooLong.
    """
    row, column = on_one_street(network, origins, destinations)
    costs[row, column] = np.minimum(costs[row, column], straight(network, origins, row, destinations, column).cost)
    refuse_missing_legs(costs, origins.names, destinations.names)
    seconds, metres = np.empty(costs.shape, dtype=np.int32), np.empty(costs.shape, dtype=np.int32)
    to_door_m = destinations.access_m.astype(np.int64)
    at_once = max(1, LEGS_AT_ONCE // max(1, len(to_door_m)))
    for begin in range(0, len(costs), at_once):
        i = slice(begin, begin + at_once)
        walk_m = origins.access_m[i, None] + to_door_m
        centiseconds, street_m = np.divmod(costs[i], COST_OF_CS)
        door_to_door_cs = centiseconds + ACCESS_CS_PER_M * walk_m + 100 * network.parking_s
        same_place = (origins.lon[i, None] == destinations.lon) & (origins.lat[i, None] == destinations.lat)
        seconds[i] = np.where(same_place, 0, -(-door_to_door_cs // 100))
        metres[i] = np.where(same_place, 0, street_m + walk_m)
    return seconds, metres


def refuse_missing_legs(costs: Costs, origins: Sequence[str], destinations: Sequence[str]) -> None:
    """Raise when a leg does not exist or is too long."""
    if costs.size == 0:
        return
    a, b = divmod(int(costs.argmax()), len(destinations))
    if costs[a, b] >= NO_WAY:
        raise Unreachable([(origins[i], destinations[j]) for i, j in np.argwhere(costs >= NO_WAY).tolist()])
    hours = float(costs[a, b] // COST_OF_CS) / 360_000
    if hours > LONGEST_LEG_H:
        raise LegTooLong(origins[a], destinations[b], hours, LONGEST_LEG_H)

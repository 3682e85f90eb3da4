"""Travel seconds and metres between all snapped places of a network."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from optimiser.roads.doors import COST_OF_CS, NO_WAY, Costs, doors, on_one_street, straight
from optimiser.roads.errors import LegTooLong, Unreachable, count
from optimiser.roads.hierarchy import Hierarchy
from optimiser.roads.network import Network
from optimiser.roads.say import Say, quiet
from optimiser.roads.snap import Snapped

ACCESS_CS_PER_M = 75  # 4.8 km/h: from the door to the street on foot, whatever the mode
LONGEST_LEG_H = 11  # beyond it the hierarchy's 32-bit sums have no room for metres


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
    costs = _street_to_street(network, snapped, engine or Hierarchy(network))
    refuse_missing_legs(costs, snapped.names)
    seconds, metres = np.empty(costs.shape, dtype=np.int32), np.empty(costs.shape, dtype=np.int32)
    access_m = snapped.access_m.astype(np.int64)
    for row in range(places):
        walk_m = access_m[row] + access_m
        door_to_door_cs = costs[row] // COST_OF_CS + ACCESS_CS_PER_M * walk_m + 100 * network.parking_s
        same_place = (snapped.lon[row] == snapped.lon) & (snapped.lat[row] == snapped.lat)
        seconds[row] = np.where(same_place, 0, -(-door_to_door_cs // 100))
        metres[row] = np.where(same_place, 0, costs[row] % COST_OF_CS + walk_m)
    return Matrix(seconds=seconds, metres=metres)


def _street_to_street(network: Network, snapped: Snapped, engine: Engine) -> Costs:
    """int64[place, place] costs from kerb to kerb (see `doors`); NO_WAY where there is no way."""
    costs = np.full((len(snapped.names), len(snapped.names)), NO_WAY, dtype=np.int64)
    if len(snapped.names) == 0:
        return costs
    at = doors(network, snapped)
    origins, from_row = np.unique(at.leave_by, return_inverse=True)
    destinations, to_column = np.unique(at.reach_by, return_inverse=True)
    from_row, to_column = from_row.reshape(-1, 2), to_column.reshape(-1, 2)
    for rows, block in engine.blocks(origins, destinations):
        onward = block[:, to_column[:, 0]] + at.reach[:, 0]
        np.minimum(onward, block[:, to_column[:, 1]] + at.reach[:, 1], out=onward)
        for way in (0, 1):
            here = np.flatnonzero((from_row[:, way] >= rows.start) & (from_row[:, way] < rows.stop))
            by_this_way = at.leave[here, way, None] + onward[from_row[here, way] - rows.start]
            costs[here] = np.minimum(costs[here], by_this_way)
    row, column = on_one_street(network, snapped)
    costs[row, column] = np.minimum(costs[row, column], straight(network, snapped, row, column).cost)
    return costs


def refuse_missing_legs(costs: Costs, names: tuple[str, ...]) -> None:
    """Raise when a leg does not exist or is too long."""
    if len(names) == 0:
        return
    longest = int(costs.argmax())
    a, b = divmod(longest, len(names))
    if costs[a, b] >= NO_WAY:
        raise Unreachable([(names[a], names[b]) for a, b in np.argwhere(costs >= NO_WAY).tolist()])
    hours = float(costs[a, b] // COST_OF_CS) / 360_000
    if hours > LONGEST_LEG_H:
        raise LegTooLong(names[a], names[b], hours, LONGEST_LEG_H)

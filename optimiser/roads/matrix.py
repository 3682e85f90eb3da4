"""Travel between all snapped places of a network: seconds, metres, and how much of it traffic slows down."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
import numpy.typing as npt

from optimiser.roads.doors import NO_WAY, Costs, doors, on_one_street, straight
from optimiser.roads.errors import LegTooLong, Unreachable, count
from optimiser.roads.graph import COST_OF_CS, Counted
from optimiser.roads.hierarchy import Hierarchy
from optimiser.roads.mode import DRIVEN
from optimiser.roads.network import Network
from optimiser.roads.say import Say, quiet
from optimiser.roads.snap import Snapped
from optimiser.roads.traffic import mixtures

Whole = npt.NDArray[np.int32]
Mixtures = npt.NDArray[np.uint8]
Blocks = Callable[..., Iterator[tuple[slice, Costs]]]  # of origins and destinations, and `what`

# What is known of every two places, and its type: the fields of a Matrix.
LAYERS: Mapping[str, type[np.generic]] = {"seconds": np.int32, "metres": np.int32, "mixture": np.uint8}

ACCESS_CS_PER_M = 75  # 4.8 km/h: from the door to the street on foot, whatever the mode
LONGEST_LEG_H = 11  # beyond it the 32-bit sums by which paths are found have no room for metres
# So many are turned from costs to seconds and metres together: what is in between stays small.
LEGS_AT_ONCE = 2**16


class Engine(Protocol):
    """What knows the fastest ways of a network: a Hierarchy, or a Dijkstra."""

    def blocks(self, origins: Whole, destinations: Whole, what: Counted = ...) -> Iterator[tuple[slice, Costs]]:
        """Rows of `origins` and their costs to all destinations, int64[rows, destinations]; or NO_WAY."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrix:
    """Travel from place i (row) to place j (column): [k, k] each, read-only, zero on the diagonal.

    seconds   int32, door to door at full speed, rounded up, so that going by way of a third place is never shorter
    metres    int32, door to door along the fastest path
    mixture   uint8, how much of the leg traffic slows down: a number of `traffic.MIXTURES`
    """

    seconds: Whole
    metres: Whole
    mixture: Mixtures

    def __post_init__(self) -> None:
        for field, dtype in LAYERS.items():
            array = np.array(getattr(self, field), dtype=dtype)
            if array.ndim != 2 or array.shape[0] != array.shape[1] or array.shape != np.shape(self.seconds):
                raise ValueError(f"{', '.join(LAYERS)} must be square and of the same size.")
            if (array < 0).any() or array.diagonal().any():
                raise ValueError(f"{field} must not be negative, and zero from a place to itself.")
            array.setflags(write=False)
            object.__setattr__(self, field, array)


def travel_matrix(network: Network, snapped: Snapped, *, engine: Engine | None = None, say: Say = quiet) -> Matrix:
    """Travel between all places: along the streets, with parking, and the walk to the kerb at both ends.

    `engine` (None: a Hierarchy made for this) is of the same network: keep one where questions come again and again.
    Places with identical coordinates are at no distance. Raises Unreachable with the names of places between which
    there is no way, LegTooLong above LONGEST_LEG_H.
    """
    places = len(snapped.names)
    say(f"Travel by {network.mode} between {count(places, 'place', 'places')}.")
    seconds, metres, mixture = measure(network, snapped, snapped, (engine or Hierarchy(network)).blocks)
    return Matrix(seconds=seconds, metres=metres, mixture=mixture)


def measure(
    network: Network, origins: Snapped, destinations: Snapped, blocks: Blocks, *, back: bool = False
) -> tuple[Whole, Whole, Mixtures]:
    """The LAYERS, [origins, destinations], by what `blocks` says from the first to the second.

    With `back` it is asked about the destinations, and says from where to them: quick where these are few. Raises
    Unreachable and LegTooLong.
    """
    costs = _street_costs(network, origins, destinations, blocks, Counted.METRES, back)
    refuse_missing_legs(costs, origins.names, destinations.names)
    seconds, metres = door_to_door(network, costs, origins, destinations)
    if network.mode not in DRIVEN:
        return seconds, metres, np.zeros(costs.shape, dtype=np.uint8)
    del costs
    costs = _street_costs(network, origins, destinations, blocks, Counted.MAIN_ROADS, back)
    mixture = np.empty(costs.shape, dtype=np.uint8)
    for i in _at_once(costs):
        street_cs, main_cs = np.divmod(costs[i], COST_OF_CS)
        mixture[i] = mixtures(seconds[i].astype(np.int64) * 100, main_cs, street_cs - main_cs)
    mixture[seconds == 0] = 0
    return seconds, metres, mixture


def _street_costs(
    network: Network, origins: Snapped, destinations: Snapped, blocks: Blocks, what: Counted, back: bool
) -> Costs:
    """From kerb to kerb, also where both are on one street."""
    here, there = doors(network, origins, what), doors(network, destinations, what)
    ask = partial(blocks, what=what)
    if back:
        costs = np.ascontiguousarray(kerb_to_kerb(there.reach_by, there.reach, here.leave_by, here.leave, ask).T)
    else:
        costs = kerb_to_kerb(here.leave_by, here.leave, there.reach_by, there.reach, ask)
    row, column = on_one_street(network, origins, destinations)
    along = straight(network, origins, row, destinations, column, what).cost
    costs[row, column] = np.minimum(costs[row, column], along)
    return costs


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
    """Seconds and metres, int32[origins, destinations], from the costs along the streets."""
    seconds, metres = np.empty(costs.shape, dtype=np.int32), np.empty(costs.shape, dtype=np.int32)
    to_door_m = destinations.access_m.astype(np.int64)
    for i in _at_once(costs):
        walk_m = origins.access_m[i, None] + to_door_m
        centiseconds, street_m = np.divmod(costs[i], COST_OF_CS)
        door_to_door_cs = centiseconds + ACCESS_CS_PER_M * walk_m + 100 * network.parking_s
        same_place = (origins.lon[i, None] == destinations.lon) & (origins.lat[i, None] == destinations.lat)
        seconds[i] = np.where(same_place, 0, -(-door_to_door_cs // 100))
        metres[i] = np.where(same_place, 0, street_m + walk_m)
    return seconds, metres


def _at_once(costs: Costs) -> Iterator[slice]:
    """Some rows after the others."""
    rows = max(1, LEGS_AT_ONCE // max(1, costs.shape[1]))
    for begin in range(0, len(costs), rows):
        yield slice(begin, begin + rows)


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

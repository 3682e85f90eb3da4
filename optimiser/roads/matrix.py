"""Travel seconds and metres between all snapped places of a network."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from optimiser.roads import dijkstra
from optimiser.roads.errors import LegTooLong, Unreachable, count
from optimiser.roads.hierarchy import Hierarchy
from optimiser.roads.network import Network
from optimiser.roads.say import Say, quiet
from optimiser.roads.snap import Snapped

Engine = Literal["hierarchy", "scipy"]

ACCESS_CS_PER_M = 75  # 4.8 km/h: from the door to the street on foot, whatever the mode
LONGEST_LEG_H = 11  # beyond it the hierarchy's 32-bit sums have no room for metres


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


def travel_matrix(network: Network, snapped: Snapped, *, engine: Engine = "hierarchy", say: Say = quiet) -> Matrix:
    """Times and metres between all places, with the walk between door and junction at both ends.

    Places with identical coordinates are at no distance; places at the same junction are apart by their two walks.
    Raises Unreachable with the names of places between which there is no way, LegTooLong above LONGEST_LEG_H.
    """
    if len(snapped.names) == 0:
        nothing = np.zeros((0, 0), dtype=np.int32)
        return Matrix(seconds=nothing, metres=nothing)
    junctions, at = np.unique(snapped.junction, return_inverse=True)
    places, corners = count(len(snapped.names), "place", "places"), count(len(junctions), "junction", "junctions")
    say(f"Travel by {network.mode} between {places} at {corners}.")
    fastest = dijkstra.fastest if engine == "scipy" else lambda network, *ends: Hierarchy(network).fastest(*ends)
    centiseconds, metres = fastest(network, junctions, junctions)
    refuse_missing_legs(centiseconds, snapped.names, at)
    access_m = snapped.access_m.astype(np.int64)
    walk_m = access_m[:, None] + access_m[None, :]
    same_place = (snapped.lon[:, None] == snapped.lon[None, :]) & (snapped.lat[:, None] == snapped.lat[None, :])
    door_to_door_cs = centiseconds[np.ix_(at, at)] + ACCESS_CS_PER_M * walk_m
    return Matrix(
        seconds=np.where(same_place, 0, -(-door_to_door_cs // 100)).astype(np.int32),
        metres=np.where(same_place, 0, metres[np.ix_(at, at)] + walk_m).astype(np.int32),
    )


def refuse_missing_legs(centiseconds: npt.NDArray[np.int64], names: tuple[str, ...], at: npt.NDArray[np.intp]) -> None:
    """Raise when a leg does not exist or is too long; a junction goes by the name of the first place at it."""
    _, first = np.unique(at, return_index=True)
    missing = np.argwhere(centiseconds < 0)
    if len(missing):
        raise Unreachable([(names[first[a]], names[first[b]]) for a, b in missing])
    a, b = np.unravel_index(int(centiseconds.argmax()), centiseconds.shape)
    hours = float(centiseconds[a, b]) / 360_000
    if hours > LONGEST_LEG_H:
        raise LegTooLong(names[first[a]], names[first[b]], hours, LONGEST_LEG_H)

"""Travel between places that come one after another: a table that grows by rows and columns."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from optimiser.roads.doors import doors
from optimiser.roads.hierarchy import Hierarchy
from optimiser.roads.matrix import Matrix, Whole, door_to_door, kerb_to_kerb
from optimiser.roads.network import Network
from optimiser.roads.snap import Snapped, Streets

# A table has room for so many more places than it holds, so that most additions copy nothing.
SPARE = 1.25


class TravelTable:
    """Every place that was asked for on one network, once, and travel between all of them.

    `matrix` gives what `travel_matrix` gives for the same places. To be asked by one at a time.
    """

    def __init__(self, network: Network, *, limit_m: float = 500) -> None:
        self._network = network
        self._limit_m = limit_m
        self._streets = Streets(network)
        self._hierarchy = Hierarchy(network)
        self._row: dict[tuple[float, float], int] = {}
        self._known = self._streets.snap([], [], [])
        self._seconds, self._metres = (np.zeros((0, 0), dtype=np.int32) for _ in range(2))

    def __len__(self) -> int:
        """How many places it holds."""
        return len(self._row)

    def rows(self, lon: Sequence[float], lat: Sequence[float], names: Sequence[str]) -> list[int]:
        """The row of each place; what is not known yet is measured and put in.

        Raises PlaceOutsideMap, Unreachable or LegTooLong, and then nothing has changed.
        """
        doors = list(zip(lon, lat, strict=True))
        new = {door: i for i, door in reversed(list(enumerate(doors))) if door not in self._row}
        if new:
            first = sorted(new.values())
            added = self._streets.snap(
                [lon[i] for i in first], [lat[i] for i in first], [names[i] for i in first], limit_m=self._limit_m
            )
            self._add(added)
            self._row |= {doors[i]: len(self._row) + number for number, i in enumerate(first)}
        return [self._row[door] for door in doors]

    def matrix(self, rows: Sequence[int]) -> Matrix:
        """Travel between these, in this order."""
        at = np.ix_(rows, rows)
        return Matrix(seconds=self._seconds[at], metres=self._metres[at])

    def _add(self, added: Snapped) -> None:
        known, k, n = self._known, len(self._known.names), len(added.names)
        everyone = _joined(known, added)
        at, of_added = doors(self._network, everyone), doors(self._network, added)
        onward = kerb_to_kerb(of_added.leave_by, of_added.leave, at.reach_by, at.reach, self._hierarchy.blocks)
        rows = door_to_door(self._network, onward, added, everyone)
        leave_by, leave = at.leave_by[:k], at.leave[:k]
        back = kerb_to_kerb(of_added.reach_by, of_added.reach, leave_by, leave, self._hierarchy.blocks_back)
        columns = door_to_door(self._network, np.ascontiguousarray(back.T), known, added)
        self._make_room(k + n)
        for table, row, column in zip((self._seconds, self._metres), rows, columns, strict=True):
            table[k : k + n, : k + n] = row
            table[:k, k : k + n] = column
        self._known = everyone

    def _make_room(self, places: int) -> None:
        if places > len(self._seconds):
            self._seconds, self._metres = (_grown(table, places) for table in (self._seconds, self._metres))


def _grown(table: Whole, places: int) -> Whole:
    """The same table with room for `places` and some more."""
    room = int(places * SPARE)
    grown = np.zeros((room, room), dtype=np.int32)
    grown[: len(table), : len(table)] = table
    return grown


def _joined(one: Snapped, other: Snapped) -> Snapped:
    """The places of both, in turn."""

    def both(field: str) -> npt.NDArray[np.float64]:
        return np.concatenate([getattr(one, field), getattr(other, field)])

    return replace(
        one,
        names=(*one.names, *other.names),
        lon=both("lon"),
        lat=both("lat"),
        edge=both("edge").astype(np.int32),
        share=both("share"),
        access_m=both("access_m").astype(np.int32),
    )

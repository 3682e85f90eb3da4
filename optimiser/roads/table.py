"""Travel between places that come one after another: a table that grows by rows and columns."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from operator import eq
from typing import Any

import numpy as np
import numpy.typing as npt

from optimiser.roads.matrix import LAYERS, Matrix, measure
from optimiser.roads.network import Network
from optimiser.roads.ready import Ready
from optimiser.roads.snap import Snapped

Layer = npt.NDArray[Any]

# A table has room for so many more places than it holds, from the first on, so that most additions copy nothing. Of
# the memory for that only the ends of rows are touched before they are needed: at most a quarter of the table's own.
SPARE = 1.25


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held:
    """n places, none of them twice, and for each name of LAYERS an array [n, n] from place (row) to place (column).

    Raises ValueError when they do not fit together.
    """

    at: Snapped
    layers: Mapping[str, Layer]

    def __post_init__(self) -> None:
        n = len(self.at.names)
        expected = {name: (np.dtype(dtype), (n, n)) for name, dtype in LAYERS.items()}
        if {name: (layer.dtype, layer.shape) for name, layer in self.layers.items()} != expected:
            raise ValueError(f"A table of {n:,} places has {', '.join(LAYERS)} from each of them to each.")
        if len(set(_doors(self.at.lon.tolist(), self.at.lat.tolist()))) < n:
            raise ValueError("A table has no place twice.")


class TravelTable:
    """Every place that was asked for on one network, once, and travel between all of them.

    `matrix` gives what `travel_matrix` gives for the same places. `ready` (None: made for this) is of the same network,
    and is used for new places only; `held` (None: nothing) is what it knows from the start. `limit_m` and `cut_off_too`
    are as `snap` takes them. To be asked by one at a time.
    """

    def __init__(
        self,
        network: Network,
        *,
        limit_m: float = 500,
        cut_off_too: bool = False,
        ready: Ready | None = None,
        held: Held | None = None,
    ) -> None:
        self._network = network
        self._limit_m = limit_m
        self._cut_off_too = cut_off_too
        self._ready = ready or Ready(network)
        held = held or _nothing()
        self._known, self._layers = held.at, dict(held.layers)
        self._row = {door: row for row, door in enumerate(_doors(held.at.lon.tolist(), held.at.lat.tolist()))}

    def __len__(self) -> int:
        """How many places it holds."""
        return len(self._row)

    def missing(self, lon: Sequence[float], lat: Sequence[float]) -> int:
        """How many of these places it does not hold."""
        return len(set(_doors(lon, lat)) - self._row.keys())

    def rows(self, lon: Sequence[float], lat: Sequence[float], names: Sequence[str]) -> list[int]:
        """The row of each place; what is not known yet is measured and put in.

        Raises PlaceOutsideMap, Unreachable or LegTooLong, and then nothing has changed.
        """
        doors = _doors(lon, lat)
        new = {door: i for i, door in reversed(list(enumerate(doors))) if door not in self._row}
        if new:
            first = sorted(new.values())
            added = self._ready.streets.snap(
                [lon[i] for i in first],
                [lat[i] for i in first],
                [names[i] for i in first],
                limit_m=self._limit_m,
                cut_off_too=self._cut_off_too,
            )
            self._add(self._renamed(dict(zip(doors, names, strict=True))), added)
            self._row |= {doors[i]: len(self._row) + number for number, i in enumerate(first)}
        return [self._row[door] for door in doors]

    def places(self, rows: Sequence[int], names: Sequence[str]) -> Snapped:
        """Where these join the network, in this order, under these names."""
        known, at = self._known, np.array(rows, dtype=np.int64)
        return Snapped(
            names=tuple(names),
            lon=known.lon[at],
            lat=known.lat[at],
            edge=known.edge[at],
            share=known.share[at],
            access_m=known.access_m[at],
        )

    def matrix(self, rows: Sequence[int]) -> Matrix:
        """Travel between these, in this order."""
        one_run = _one_run(rows)
        at = np.ix_(rows, rows) if one_run is None else (one_run, one_run)  # slices are not copied, but by the Matrix
        return Matrix(**{name: layer[at] for name, layer in self._layers.items()})

    def held(self) -> Held:
        """All it holds; the arrays are the table's own, to be read before it is asked again."""
        n = len(self)
        return Held(at=self._known, layers={name: layer[:n, :n] for name, layer in self._layers.items()})

    def _renamed(self, names: Mapping[tuple[float, float], str]) -> Snapped:
        """The known places under the names by which they are asked for now: by these an error is to name them."""
        known = self._known
        called = zip(self._row, known.names, strict=True)
        return replace(known, names=tuple(names.get(door, name) for door, name in called))

    def _add(self, known: Snapped, added: Snapped) -> None:
        k, n = len(known.names), len(added.names)
        hierarchy, everyone = self._ready.hierarchy, _joined(known, added)
        with ThreadPoolExecutor(max_workers=2) as pool:
            back = pool.submit(measure, self._network, known, added, hierarchy.blocks_back, back=True)
            rows, columns = measure(self._network, added, everyone, hierarchy.blocks), back.result()
        self._make_room(k + n)
        for name, row, column in zip(LAYERS, rows, columns, strict=True):
            self._layers[name][k : k + n, : k + n] = row
            self._layers[name][:k, k : k + n] = column
        self._known = everyone

    def _make_room(self, places: int) -> None:
        if places > len(self._layers[next(iter(LAYERS))]):
            self._layers = {name: _grown(layer, int(places * SPARE)) for name, layer in self._layers.items()}


def _nothing() -> Held:
    no_degrees, no_number = np.zeros(0), np.zeros(0, dtype=np.int32)
    at = Snapped(names=(), lon=no_degrees, lat=no_degrees, edge=no_number, share=no_degrees, access_m=no_number)
    return Held(at=at, layers={name: np.zeros((0, 0), dtype=dtype) for name, dtype in LAYERS.items()})


def _doors(lon: Sequence[float], lat: Sequence[float]) -> list[tuple[float, float]]:
    """By which a table tells places apart."""
    return list(zip(lon, lat, strict=True))


def _one_run(rows: Sequence[int]) -> slice | None:
    """The slice of these rows where each is the one after the last; None where it is not so."""
    begin = rows[0] if rows else 0
    run = range(begin, begin + len(rows))
    return slice(run.start, run.stop) if all(map(eq, rows, run)) else None


def _grown(layer: Layer, room: int) -> Layer:
    """The same with room for so many places."""
    grown = np.zeros((room, room), dtype=layer.dtype)
    grown[: len(layer), : len(layer)] = layer
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

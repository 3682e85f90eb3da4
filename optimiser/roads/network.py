"""A street network for one travel mode, as flat read-only arrays."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from optimiser.roads.mode import Mode

DTYPES = {
    "lon": np.float64,
    "lat": np.float64,
    "tail": np.int32,
    "head": np.int32,
    "twin": np.int32,
    "centiseconds": np.int32,
    "metres": np.int32,
    "stopping": np.bool_,
    "line_start": np.int32,
    "line_lon": np.float64,
    "line_lat": np.float64,
    "left_out_start": np.int32,
    "left_out_lon": np.float64,
    "left_out_lat": np.float64,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """Junctions 0..n-1 and directed edges 0..m-1, strongly connected when made by `load_network`.

    lon, lat             float64[n], degrees (WGS 84)
    tail, head           int32[m], the junctions an edge leaves and enters; parallel edges and loops occur
    twin                 int32[m], the edge along the same street the other way; -1 where it is one-way
    centiseconds         int32[m], at least 1
    metres               int32[m], rounded per edge, so that a leg's metres are the sum of its edges'
    stopping             bool[m], whether places are reached from it: not from a motorway
    line_start           int32[m+1]; the line of edge e is points line_start[e] up to line_start[e+1]
    line_lon, line_lat   float64[...], degrees, from tail to head with both ends
    left_out_...         lines of streets that are on the map but cannot be reached and left again, each once, as above
    parking_s            what leaving the vehicle costs at the end of each leg, in whole seconds
    source               whom to name beside every map and export
    map_sha256           of the file the network was made from

    Raises ValueError when the arrays do not fit together. The arrays are copied and read-only.
    """

    mode: Mode
    source: str
    map_sha256: str
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    tail: npt.NDArray[np.int32]
    head: npt.NDArray[np.int32]
    twin: npt.NDArray[np.int32]
    centiseconds: npt.NDArray[np.int32]
    metres: npt.NDArray[np.int32]
    stopping: npt.NDArray[np.bool_]
    line_start: npt.NDArray[np.int32]
    line_lon: npt.NDArray[np.float64]
    line_lat: npt.NDArray[np.float64]
    parking_s: int = 0
    left_out_start: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(1, dtype=np.int32))
    left_out_lon: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    left_out_lat: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        for name, dtype in DTYPES.items():
            array: npt.NDArray[Any] = np.array(getattr(self, name), dtype=dtype)
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        complaints = self._complaints()
        if complaints:
            raise ValueError("Not a street network: " + "; ".join(complaints) + ".")

    @property
    def junctions(self) -> int:
        """How many junctions there are (n)."""
        return len(self.lon)

    @property
    def edges(self) -> int:
        """How many directed edges there are (m)."""
        return len(self.tail)

    def _complaints(self) -> list[str]:
        n, m, points = len(self.lon), len(self.tail), len(self.line_lon)
        if not all(getattr(self, name).ndim == 1 for name in DTYPES):
            return ["every array must have one dimension"]
        per_edge_fits = all(
            len(array) == m for array in (self.head, self.twin, self.centiseconds, self.metres, self.stopping)
        )
        if len(self.lat) != n or not per_edge_fits or len(self.line_start) != m + 1 or len(self.line_lat) != points:
            return ["the arrays differ in length"]
        ends = np.concatenate([self.tail, self.head])
        twins_fit = bool(((self.twin >= -1) & (self.twin < m)).all())
        paired = np.flatnonzero(self.twin >= 0) if twins_fit else np.empty(0, dtype=np.int64)
        other = self.twin[paired]
        checks = {
            "there is no junction": n > 0,
            "coordinates must be numbers": bool(np.isfinite(self.lon).all() and np.isfinite(self.lat).all()),
            "edges must join junctions that exist": bool(((ends >= 0) & (ends < n)).all()),
            "times must be at least one centisecond": bool((self.centiseconds >= 1).all()),
            "metres must not be negative": bool((self.metres >= 0).all()),
            "twins must lead back between the same junctions, and be twins of one another": twins_fit
            and bool((self.twin[other] == paired).all())
            and bool(((self.tail[other] == self.head[paired]) & (self.head[other] == self.tail[paired])).all()),
            "lines must have two points or more and use all points": _cut_up(self.line_start, points)
            and len(self.left_out_lat) == len(self.left_out_lon)
            and _cut_up(self.left_out_start, len(self.left_out_lon)),
        }
        return [complaint for complaint, fine in checks.items() if not fine]


def _cut_up(start: npt.NDArray[np.int32], points: int) -> bool:
    """Whether lines that start there have two points or more each, and use all points."""
    return len(start) > 0 and bool((np.diff(start) >= 2).all()) and start[0] == 0 and start[-1] == points

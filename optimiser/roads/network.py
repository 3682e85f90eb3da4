"""A street network for one travel mode, as flat read-only arrays."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimiser.roads.mode import Mode

DTYPES = {
    "lon": np.float64,
    "lat": np.float64,
    "tail": np.int32,
    "head": np.int32,
    "centiseconds": np.int32,
    "metres": np.int32,
    "line_start": np.int32,
    "line_lon": np.float64,
    "line_lat": np.float64,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """Junctions 0..n-1 and directed edges 0..m-1, strongly connected when made by `load_network`.

    lon, lat             float64[n], degrees (WGS 84)
    tail, head           int32[m], the junctions an edge leaves and enters; parallel edges and loops occur
    centiseconds         int32[m], at least 1
    metres               int32[m], rounded per edge, so that a leg's metres are the sum of its edges'
    line_start           int32[m+1]; the line of edge e is points line_start[e] up to line_start[e+1]
    line_lon, line_lat   float64[...], degrees, from tail to head with both ends
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
    centiseconds: npt.NDArray[np.int32]
    metres: npt.NDArray[np.int32]
    line_start: npt.NDArray[np.int32]
    line_lon: npt.NDArray[np.float64]
    line_lat: npt.NDArray[np.float64]

    def __post_init__(self) -> None:
        for field, dtype in DTYPES.items():
            array = np.array(getattr(self, field), dtype=dtype)
            array.setflags(write=False)
            object.__setattr__(self, field, array)
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
        if not all(getattr(self, field).ndim == 1 for field in DTYPES):
            return ["every array must have one dimension"]
        per_edge_fits = all(len(array) == m for array in (self.head, self.centiseconds, self.metres))
        if len(self.lat) != n or not per_edge_fits or len(self.line_start) != m + 1 or len(self.line_lat) != points:
            return ["the arrays differ in length"]
        ends = np.concatenate([self.tail, self.head])
        steps = np.diff(self.line_start)
        checks = {
            "there is no junction": n > 0,
            "coordinates must be numbers": bool(np.isfinite(self.lon).all() and np.isfinite(self.lat).all()),
            "edges must join junctions that exist": bool(((ends >= 0) & (ends < n)).all()),
            "times must be at least one centisecond": bool((self.centiseconds >= 1).all()),
            "metres must not be negative": bool((self.metres >= 0).all()),
            "lines must have two points or more and use all points": bool((steps >= 2).all())
            and self.line_start[0] == 0
            and self.line_start[-1] == points,
        }
        return [complaint for complaint, fine in checks.items() if not fine]

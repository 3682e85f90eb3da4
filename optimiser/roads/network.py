"""A street network for one travel mode, as flat read-only arrays."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from optimiser.roads.graph import COST_OF_CS, FORBIDDEN, Counted, Graph, Rules, routing_graph
from optimiser.roads.mode import Mode

DTYPES = {
    "lon": np.float64,
    "lat": np.float64,
    "tail": np.int32,
    "head": np.int32,
    "twin": np.int32,
    "centiseconds": np.int32,
    "metres": np.int32,
    "wait_cs": np.int32,
    "main_cs": np.int32,
    "stopping": np.bool_,
    "bound": np.bool_,
    "turn_from": np.int32,
    "turn_to": np.int32,
    "turn_cs": np.int32,
    "via_from": np.int32,
    "via_by": np.int32,
    "via_to": np.int32,
    "line_start": np.int32,
    "line_lon": np.float64,
    "line_lat": np.float64,
    "left_out_start": np.int32,
    "left_out_lon": np.float64,
    "left_out_lat": np.float64,
}


# Without them every street may be used by everybody, and every turn is free.
PER_EDGE_IF_GIVEN = ("wait_cs", "main_cs", "bound")
PER_EDGE = ("tail", "head", "twin", "centiseconds", "metres", "stopping", *PER_EDGE_IF_GIVEN)
TURNS, VIAS = ("turn_from", "turn_to", "turn_cs"), ("via_from", "via_by", "via_to")


def _nothing() -> npt.NDArray[np.int32]:
    return np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """Junctions 0..n-1 and directed edges 0..m-1, strongly connected when made by `load_network`.

    lon, lat             float64[n], degrees (WGS 84)
    tail, head           int32[m], the junctions an edge leaves and enters; parallel edges and loops occur
    twin                 int32[m], the edge along the same street the other way; -1 where it is one-way
    centiseconds         int32[m], at least 1
    metres               int32[m], rounded per edge, so that a leg's metres are the sum of its edges'
    wait_cs              int32[m], of these centiseconds those at the end of the edge, for lights or to give way
    main_cs              int32[m], of these centiseconds those on main roads, which are slower in the rush hours
    stopping             bool[m], whether places are reached from it: not from a motorway
    bound, turn_..., via_...   see `graph.Rules`
    line_start           int32[m+1]; the line of edge e is points line_start[e] up to line_start[e+1]
    line_lon, line_lat   float64[...], degrees, from tail to head with both ends
    left_out_...         lines of streets that are on the map but cannot be reached and left again, each once, as above;
                         without those where nobody may stop
    parking_s            what leaving the vehicle costs at the end of each leg, in whole seconds
    source               whom to name beside every map and export
    map_date             the day of the newest street on the map, as 2026-11-30; empty where the map does not say
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
    map_date: str = ""
    wait_cs: npt.NDArray[np.int32] = field(default_factory=_nothing)
    main_cs: npt.NDArray[np.int32] = field(default_factory=_nothing)
    bound: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    turn_from: npt.NDArray[np.int32] = field(default_factory=_nothing)
    turn_to: npt.NDArray[np.int32] = field(default_factory=_nothing)
    turn_cs: npt.NDArray[np.int32] = field(default_factory=_nothing)
    via_from: npt.NDArray[np.int32] = field(default_factory=_nothing)
    via_by: npt.NDArray[np.int32] = field(default_factory=_nothing)
    via_to: npt.NDArray[np.int32] = field(default_factory=_nothing)
    left_out_start: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(1, dtype=np.int32))
    left_out_lon: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    left_out_lat: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        for name, dtype in DTYPES.items():
            given = getattr(self, name)
            if name in PER_EDGE_IF_GIVEN and len(given) == 0:
                given = np.zeros(len(self.tail), dtype=dtype)
            array: npt.NDArray[Any] = np.array(given, dtype=dtype)
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

    def counted(self, what: Counted) -> npt.NDArray[np.int32]:
        """int32[m], of each edge."""
        return self.metres if what is Counted.METRES else self.main_cs

    @cached_property
    def graph(self) -> Graph:
        """What fastest ways are looked for in."""
        rules = Rules(bound=self.bound, **{name: getattr(self, name) for name in (*TURNS, *VIAS)})
        return routing_graph(self.tail, self.head, self.centiseconds, self.junctions, rules)

    def arc_costs(self, what: Counted) -> npt.NDArray[np.int64]:
        """int64[a], for each arc of the graph its centiseconds times COST_OF_CS, plus what is counted."""
        graph = self.graph
        counted = np.append(self.counted(what), np.int32(0))  # the last is for turns, whose edge is -1
        return graph.centiseconds.astype(np.int64) * COST_OF_CS + counted[graph.edge]

    def _complaints(self) -> list[str]:
        n, m, points = len(self.lon), len(self.tail), len(self.line_lon)
        if not all(getattr(self, name).ndim == 1 for name in DTYPES):
            return ["every array must have one dimension"]
        per_edge_fits = all(len(getattr(self, name)) == m for name in PER_EDGE)
        rules_fit = all(len({len(getattr(self, name)) for name in group}) == 1 for group in (TURNS, VIAS))
        if (
            len(self.lat) != n
            or not per_edge_fits
            or not rules_fit
            or len(self.line_start) != m + 1
            or len(self.line_lat) != points
        ):
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
            "waiting and the time on main roads are parts of the whole": all(
                bool(((part >= 0) & (part <= self.centiseconds)).all()) for part in (self.wait_cs, self.main_cs)
            ),
            "turns must be from one edge to one that begins there, and not take negative time": self._meet(
                self.turn_from, self.turn_to
            )
            and self._meet(self.via_from, self.via_by)
            and self._meet(self.via_by, self.via_to)
            and bool((self.turn_cs >= FORBIDDEN).all()),
            "twins must lead back between the same junctions, and be twins of one another": twins_fit
            and bool((self.twin[other] == paired).all())
            and bool(((self.tail[other] == self.head[paired]) & (self.head[other] == self.tail[paired])).all()),
            "lines must have two points or more and use all points": _cut_up(self.line_start, points)
            and len(self.left_out_lat) == len(self.left_out_lon)
            and _cut_up(self.left_out_start, len(self.left_out_lon)),
        }
        return [complaint for complaint, fine in checks.items() if not fine]

    def _meet(self, one: npt.NDArray[np.int32], other: npt.NDArray[np.int32]) -> bool:
        """Whether each second edge begins where the first one ends."""
        both = np.concatenate([one, other])
        if not ((both >= 0) & (both < len(self.tail))).all():
            return False
        return bool((self.head[one] == self.tail[other]).all())


def _cut_up(start: npt.NDArray[np.int32], points: int) -> bool:
    """Whether lines that start there have two points or more each, and use all points."""
    return len(start) > 0 and bool((np.diff(start) >= 2).all()) and start[0] == 0 and start[-1] == points

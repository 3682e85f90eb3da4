"""Turns that are forbidden on the map, and what it takes to give way and to turn across the traffic."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimiser.roads.chains import Chains
from optimiser.roads.graph import FORBIDDEN, meeting
from optimiser.roads.hops import MAIN_RANK, Flags, Floats, Hops, Rows, ranks
from optimiser.roads.mode import Mode
from optimiser.roads.osm_file import OsmStreets, Turn
from optimiser.roads.speeds import JunctionDelays

# The most specific tag decides, as with access.
KEYS = {
    Mode.CAR: ("restriction:motorcar", "restriction:motor_vehicle", "restriction"),
    Mode.VAN: ("restriction:goods", "restriction:motor_vehicle", "restriction"),
    Mode.LORRY: ("restriction:hgv", "restriction:motor_vehicle", "restriction"),
    Mode.BICYCLE: ("restriction:bicycle", "restriction"),
}
EXCEPT = {
    Mode.CAR: {"motorcar", "motor_vehicle"},
    Mode.VAN: {"goods", "motor_vehicle"},
    Mode.LORRY: {"hgv", "motor_vehicle"},
    Mode.BICYCLE: {"bicycle"},
}
# Degrees to the right of straight on: from where one turns right, and from where to where one turns back, be it into
# the other carriageway.
RIGHT_FROM, BACK_FROM, BACK_TO = 40.0, 155.0, 205.0
# Lights are mapped where one stops for them.
LIGHTS_OF_JUNCTION_M = 50.0
ARMS_OF_A_JUNCTION, ARMS_NOT_AT_AN_END = 3, 2


def turned_at(streets: OsmStreets) -> Rows:
    """Rows of the nodes at which restrictions are about turns, the ends of ways between included."""
    about = {node for turn in streets.turns for node in turn.via_nodes}
    between = np.isin(streets.way_id, [way for turn in streets.turns for way in turn.via_ways])
    ends = [streets.node[streets.first[:-1][between]], streets.node[streets.first[1:][between] - 1]]
    nodes = np.flatnonzero(np.isin(streets.node_id, np.array(sorted(about), dtype=np.int64)))
    return np.unique(np.concatenate([nodes, *ends]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Where e edges begin and end, and on which way they do.

    first_hop, last_hop   int64[e], rows of Hops
    """

    first_hop: Rows
    last_hop: Rows
    tail: Rows
    head: Rows
    way_out: Rows
    way_in: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden:
    """Pairs and triples of edges that may not be driven in turn, and how many restrictions could not be understood."""

    pairs: Rows  # [p, 2]
    triples: Rows  # [t, 3]
    passed_over: int


def ends_of(hops: Hops, joined: Chains) -> Ends:
    """The ends of edges that are chains of hops."""
    first_hop, last_hop = joined.step[joined.first[:-1]], joined.step[joined.first[1:] - 1]
    return Ends(
        first_hop=first_hop,
        last_hop=last_hop,
        tail=hops.tail[first_hop].astype(np.int64),
        head=hops.head[last_hop].astype(np.int64),
        way_out=hops.way[first_hop].astype(np.int64),
        way_in=hops.way[last_hop].astype(np.int64),
    )


def give_way_s(hops: Hops, joined: Chains, ends: Ends, streets: OsmStreets, delays: JunctionDelays) -> Floats:
    """[edge] the seconds for giving way where it ends: unlit, at a main road of a higher class or a roundabout."""
    rank = ranks(streets)
    highest, arms = _junctions(ends, joined, rank, len(hops.lon))
    waits = (highest[ends.head] >= MAIN_RANK) & (rank[ends.way_in] < highest[ends.head])
    circle = _circles(streets)
    on_circle = np.zeros(len(hops.lon), dtype=bool)
    on_circle[ends.head[circle[ends.way_in]]] = True
    waits |= on_circle[ends.head] & ~circle[ends.way_in]
    waits &= (arms[ends.head] >= ARMS_OF_A_JUNCTION) & ~_lit(hops, joined)
    return np.where(waits, delays.give_way, 0.0)


def slow_turns(
    hops: Hops, joined: Chains, ends: Ends, streets: OsmStreets, delays: JunctionDelays
) -> tuple[Rows, npt.NDArray[np.int64]]:
    """([t, 2] edges, centiseconds) of turns that take time at junctions of main roads: back, and right where unlit."""
    rank = ranks(streets)
    highest, arms = _junctions(ends, joined, rank, len(hops.lon))
    slow = (highest >= MAIN_RANK) & (arms >= ARMS_NOT_AT_AN_END)
    if delays.right_turn <= 0 and delays.u_turn <= 0:
        return np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.int64)
    one, other = meeting(np.flatnonzero(slow[ends.head]), ends.head, np.flatnonzero(slow[ends.tail]), ends.tail)
    right = (_bearing(hops, ends.first_hop[other]) - _bearing(hops, ends.last_hop[one])) % 360.0
    back = (joined.twin[one] == other) | ((right > BACK_FROM) & (right < BACK_TO))
    # Round a roundabout nobody crosses the traffic.
    circle = _circles(streets)
    across = (arms[ends.head[one]] >= ARMS_OF_A_JUNCTION) & ~_lit(hops, joined)[one]
    across &= ~(circle[ends.way_in[one]] | circle[ends.way_out[other]])
    seconds = np.where(across & (right > RIGHT_FROM) & (right <= BACK_FROM), delays.right_turn, 0.0)
    seconds = np.where(back, delays.u_turn, seconds)
    takes = seconds > 0
    return np.column_stack([one, other])[takes], np.rint(seconds[takes] * 100).astype(np.int64)


def forbidden_turns(ends: Ends, joined: Chains, streets: OsmStreets, mode: Mode) -> Forbidden:
    """What the map forbids this mode; on foot nothing."""
    pairs: list[tuple[int, int]] = []
    triples: list[tuple[int, int, int]] = []
    passed_over = 0
    if mode in KEYS:
        where = _Where(ends, streets)
        for turn in streets.turns:
            kind = _kind(turn, mode)
            if not kind:
                continue
            try:
                if turn.via_ways:
                    triples += where.triples(turn, kind, joined)
                    pairs += where.past_the_way(turn, kind)
                else:
                    pairs += where.pairs(turn, kind)
            except _NotUnderstood:
                passed_over += 1
    return Forbidden(
        pairs=np.unique(np.array(pairs, dtype=np.int64).reshape(-1, 2), axis=0),
        triples=np.unique(np.array(triples, dtype=np.int64).reshape(-1, 3), axis=0),
        passed_over=passed_over,
    )


def with_forbidden(
    slow: Rows, slow_cs: npt.NDArray[np.int64], forbidden: Rows, edges: int
) -> tuple[Rows, npt.NDArray[np.int64]]:
    """Both kinds of turns, each pair once: what is forbidden is that, however long it would take."""
    turns = np.concatenate([forbidden, slow])
    what = np.concatenate([np.full(len(forbidden), FORBIDDEN, dtype=np.int64), slow_cs])
    _, first = np.unique(turns[:, 0] * edges + turns[:, 1], return_index=True)
    return turns[first], what[first]


class _NotUnderstood(Exception):
    """A restriction whose ways are not where it says, or that has several ways between."""


class _Where:
    """Which edges begin and end at which node on which way."""

    def __init__(self, ends: Ends, streets: OsmStreets) -> None:
        self._ends = ends
        self._node_id = streets.node_id
        self._way_in, self._way_out = streets.way_id[ends.way_in], streets.way_id[ends.way_out]
        self._by_head, self._by_tail = np.argsort(ends.head, kind="stable"), np.argsort(ends.tail, kind="stable")
        self._on_map = set(streets.way_id.tolist())

    def pairs(self, turn: Turn, kind: str) -> Iterator[tuple[int, int]]:
        """By way of a node."""
        if len(turn.via_nodes) != 1 or not turn.from_ways or not turn.to_ways:
            raise _NotUnderstood
        node = int(np.searchsorted(self._node_id, turn.via_nodes[0]))
        if node == len(self._node_id) or self._node_id[node] != turn.via_nodes[0]:
            return
        out = self._leaving(node)
        to = [edge for edge in out if self._way_out[edge] in turn.to_ways]
        for one in self._arriving(node):
            if self._way_in[one] in turn.from_ways:
                # `only_...` forbids all others, where what it allows is there for this mode.
                others = [edge for edge in out if edge not in to] if to else []
                yield from ((one, other) for other in (others if kind.startswith("only_") else to))

    def triples(self, turn: Turn, kind: str, joined: Chains) -> Iterator[tuple[int, int, int]]:
        """By way of a way, which is one edge between two junctions."""
        if len(turn.via_ways) != 1 or not turn.from_ways or not turn.to_ways:
            raise _NotUnderstood
        if not {*turn.from_ways, *turn.via_ways, *turn.to_ways} <= self._on_map:
            return
        found = False
        on = np.flatnonzero((self._way_in == turn.via_ways[0]) & (self._way_out == turn.via_ways[0]))
        for by in on.tolist():
            ones = [e for e in self._arriving(int(self._ends.tail[by])) if self._way_in[e] in turn.from_ways]
            out = self._leaving(int(self._ends.head[by]))
            to = [edge for edge in out if self._way_out[edge] in turn.to_ways]
            ones = [e for e in ones if e != by and joined.twin[e] != by]
            if not ones or not to:
                continue
            found = True
            others = [edge for edge in out if edge not in to] if kind.startswith("only_") else to
            yield from ((one, by, other) for one in ones for other in others)
        if not found:
            raise _NotUnderstood

    def past_the_way(self, turn: Turn, kind: str) -> Iterator[tuple[int, int]]:
        """Where one way only is allowed, whatever does not even lead into the way between."""
        if not kind.startswith("only_"):
            return
        by = np.flatnonzero(self._way_out == turn.via_ways[0])
        for node in np.unique(self._ends.tail[by]).tolist():
            others = [edge for edge in self._leaving(node) if self._way_out[edge] != turn.via_ways[0]]
            ones = [edge for edge in self._arriving(node) if self._way_in[edge] in turn.from_ways]
            yield from ((one, other) for one in ones for other in others)

    def _arriving(self, node: int) -> list[int]:
        return _rows(self._by_head, self._ends.head, node)

    def _leaving(self, node: int) -> list[int]:
        return _rows(self._by_tail, self._ends.tail, node)


def _rows(order: Rows, value: Rows, wanted: int) -> list[int]:
    begin = np.searchsorted(value, wanted, side="left", sorter=order)
    end = np.searchsorted(value, wanted, side="right", sorter=order)
    rows: list[int] = order[begin:end].tolist()
    return rows


def _kind(turn: Turn, mode: Mode) -> str:
    """What is forbidden to the mode: `no_right_turn`, `only_straight_on`; empty for nothing."""
    key = next((key for key in KEYS[mode] if key in turn.tags), None)
    if key is None:
        return ""
    excepted = {who.strip() for who in turn.tags.get("except", "").split(";")}
    if key == "restriction" and excepted & EXCEPT[mode]:
        return ""
    kind = turn.tags[key]
    return kind if kind.startswith(("no_", "only_")) else ""


def _circles(streets: OsmStreets) -> Flags:
    """[way] whether it is a roundabout."""
    circles = [tags.get("junction") in ("roundabout", "circular") for tags in streets.alike.kinds]
    return np.array(circles, dtype=bool)[streets.alike.kind]


def _junctions(ends: Ends, joined: Chains, rank: Rows, nodes: int) -> tuple[Rows, Rows]:
    """[node] the highest rank of a street there, and how many streets meet."""
    highest = np.zeros(nodes, dtype=np.int64)
    np.maximum.at(highest, ends.head, rank[ends.way_in])
    np.maximum.at(highest, ends.tail, rank[ends.way_out])
    # A street that may be driven both ways arrives and leaves.
    arms = np.bincount(ends.tail, minlength=nodes) + np.bincount(ends.head[joined.twin < 0], minlength=nodes)
    return highest, arms


def _lit(hops: Hops, joined: Chains) -> Flags:
    """[edge] whether there are lights at its end, or so near that they are those of the junction there."""
    so_far_m = np.cumsum(hops.metres[joined.step])
    left_m = np.repeat(so_far_m[joined.first[1:] - 1], np.diff(joined.first)) - so_far_m
    near = hops.lights[joined.step] & (left_m < LIGHTS_OF_JUNCTION_M)
    return np.add.reduceat(near.astype(np.int64), joined.first[:-1]) > 0


def _bearing(hops: Hops, hop: Rows) -> Floats:
    """Degrees from north, clockwise, in which steps go."""
    a, b = hops.tail[hop], hops.head[hop]
    east = (hops.lon[b] - hops.lon[a]) * np.cos(np.radians(hops.lat[a]))
    bearing: Floats = np.degrees(np.arctan2(east, hops.lat[b] - hops.lat[a]))
    return bearing

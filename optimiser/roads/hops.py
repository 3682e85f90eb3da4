"""The ways a mode may use as directed steps from node to node, with metres and seconds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimiser.roads.access import MAIN_ROADS, MOTORWAYS, blocks, bound_only, direction, may_stop, may_use, paced_by
from optimiser.roads.distance import distances_m
from optimiser.roads.mode import Mode
from optimiser.roads.osm_file import OsmStreets
from optimiser.roads.speeds import Speeds

Rows = npt.NDArray[np.int64]
Nodes = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# How much traffic has a road, as far as giving way goes: whoever comes from a road with less has to.
RANK = {
    **{road: rank for rank, road in enumerate(("tertiary", "secondary", "primary", "trunk", "motorway"), start=2)},
    **{
        f"{road}_link": rank
        for rank, road in enumerate(("tertiary", "secondary", "primary", "trunk", "motorway"), start=2)
    },
    **dict.fromkeys(("unclassified", "residential", "living_street", "road"), 1),
}
MAIN_RANK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Hops:
    """Steps between neighbouring nodes, each pair in one direction at most once.

    There are millions of them on a large map, so that each row is as small as it can be.

    lon, lat     float64[n], degrees of the nodes: those of OsmStreets, and one more for each side of what bars the way
    tail, head   int32[h], never the same
    metres       float64[h], along the ground
    seconds      float64[h], with what lights and crossings on the way take
    way          int32[h], rows of the ways of OsmStreets
    stopping     bool[h], whether places are reached from it
    bound        bool[h], whether only those with business there may use it
    wait_s       float32[h], of these seconds those at its end
    lights       bool[h], whether it ends at traffic lights
    """

    lon: Floats
    lat: Floats
    tail: Nodes
    head: Nodes
    metres: Floats
    seconds: Floats
    way: Nodes
    stopping: Flags
    bound: Flags
    wait_s: npt.NDArray[np.float32]
    lights: Flags


def hops_of(streets: OsmStreets, mode: Mode, speeds: Speeds) -> Hops:
    """The steps of this mode, in the order of tail and head; where two ways lie on one another, the quicker."""
    used, pace, goes, stops, bound = _by_way(streets, mode, speeds)
    lights, delay_s = _lights(streets, mode, speeds)
    tail, head, way, metres = _steps(streets, used, goes)
    seconds = metres * pace[way] + delay_s[head]
    # Kinds of column one after the other, as all of them twice would be the most memory that reading a map takes.
    tail, head, node = _cut_at_barriers(tail, head, streets, mode, speeds)
    once = _each_once(tail, head, seconds, metres)
    tail, head = tail[once], head[once]
    seconds, metres = seconds[once], metres[once]
    way = way[once]
    del once
    return Hops(
        lon=streets.lon[node],
        lat=streets.lat[node],
        tail=tail,
        head=head,
        metres=metres,
        seconds=seconds,
        way=way,
        stopping=stops[way],
        bound=bound[way],
        wait_s=delay_s.astype(np.float32)[node][head],
        lights=lights[node][head],
    )


def _steps(streets: OsmStreets, used: Flags, goes: npt.NDArray[np.str_]) -> tuple[Nodes, Nodes, Nodes, Floats]:
    """(tail, head, way, metres) of all steps along ways that are used [way], in the directions in which they go [way].

    Ways may lie on one another, and lead from a node to itself.
    """
    # Every node but the last of a way is followed by one.
    way = np.repeat(np.arange(len(used), dtype=np.int32), np.diff(streets.first))
    at = np.flatnonzero(used[way[:-1]] & (way[:-1] == way[1:])) if len(way) else np.empty(0, dtype=np.int64)
    a, b, way = streets.node[at].astype(np.int32), streets.node[at + 1].astype(np.int32), way[at]
    del at
    metres = distances_m(streets.lon[a], streets.lat[a], streets.lon[b], streets.lat[b])
    there, back = goes[way] != "-1", goes[way] != "yes"
    return (
        np.concatenate([a[there], b[back]]),
        np.concatenate([b[there], a[back]]),
        np.concatenate([way[there], way[back]]),
        np.concatenate([metres[there], metres[back]]),
    )


def _by_way(
    streets: OsmStreets, mode: Mode, speeds: Speeds
) -> tuple[Flags, Floats, npt.NDArray[np.str_], Flags, Flags]:
    """[way] whether the mode may use it; seconds a metre, direction, whether one may stop, and whether it is bound."""
    size, kinds = speeds.size.get(mode), streets.alike.kinds
    pace, goes = np.full(len(kinds), np.nan), np.empty(len(kinds), dtype="U3")
    used, stops, bound = np.zeros((3, len(kinds)), dtype=bool)
    for number, tags in enumerate(kinds):
        if not may_use(tags, mode, size):
            continue
        used[number] = True
        pace[number] = speeds.seconds_per_metre(paced_by(tags, mode), mode)
        goes[number] = direction(tags, mode)
        stops[number] = may_stop(tags)
        bound[number] = bound_only(tags, mode, size)
    kind = streets.alike.kind
    return used[kind], pace[kind], goes[kind], stops[kind], bound[kind]


def _lights(streets: OsmStreets, mode: Mode, speeds: Speeds) -> tuple[Flags, Floats]:
    """[node] whether there are lights for wheels, and the seconds that lights, crossings and mini-roundabouts take."""
    kinds, junction_s = streets.on_point.kinds, speeds.junction_s[mode]
    has_lights, takes_s = np.zeros(len(kinds), dtype=bool), np.zeros(len(kinds))
    for number, tags in enumerate(kinds):
        kind, crossing = tags.get("highway", ""), tags.get("crossing", "")
        if kind == "crossing" and (crossing == "traffic_signals" or tags.get("crossing:signals") == "yes"):
            takes_s[number] = junction_s.crossing
        elif "traffic_signals" in kind:
            for_walkers = tags.get("traffic_signals") == "pedestrian_crossing"
            has_lights[number] = not for_walkers
            takes_s[number] = junction_s.crossing if for_walkers else junction_s.signals
        elif kind == "mini_roundabout":
            takes_s[number] = junction_s.give_way
    lights, delay_s = np.zeros(len(streets.lon), dtype=bool), np.zeros(len(streets.lon))
    lights[streets.point], delay_s[streets.point] = (
        of_kind[streets.on_point.kind] for of_kind in (has_lights, takes_s)
    )
    return lights, delay_s


def _cut_at_barriers(
    tail: Nodes, head: Nodes, streets: OsmStreets, mode: Mode, speeds: Speeds
) -> tuple[Nodes, Nodes, Rows]:
    """(tail, head, [node] its row of OsmStreets), of which the nodes from there on are sides of what bars the way.

    That is a dead end for each street that leads to it, in place of a node that joins them.
    """
    bars = np.array([blocks(tags, mode, speeds.size.get(mode)) for tags in streets.on_point.kinds], dtype=bool)
    barred = np.zeros(len(streets.lon), dtype=bool)
    barred[streets.point] = bars[streets.on_point.kind]
    n = len(barred)
    arriving, leaving = np.flatnonzero(barred[head]), np.flatnonzero(barred[tail])
    barrier = np.concatenate([head[arriving], tail[leaving]]).astype(np.int64)
    beyond = np.concatenate([tail[arriving], head[leaving]])
    sides, side = np.unique(barrier * n + beyond, return_inverse=True)
    tail, head = tail.copy(), head.copy()
    head[arriving], tail[leaving] = n + side[: len(arriving)], n + side[len(arriving) :]
    return tail, head, np.concatenate([np.arange(n), sides // n])


def _each_once(tail: Nodes, head: Nodes, seconds: Floats, metres: Floats) -> Rows:
    """Rows of the steps in the order of tail and head, of those between the same two the quickest."""
    order = np.lexsort((metres, seconds, head, tail))
    tail, head = tail[order], head[order]
    fine = tail != head
    fine[1:] &= (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    once: Rows = order[fine]
    return once


def ranks(streets: OsmStreets) -> Rows:
    """[way] how much traffic it has: from MAIN_RANK on a main road."""
    rank = [RANK.get(tags["highway"], 0) for tags in streets.alike.kinds]
    return np.array(rank, dtype=np.int64)[streets.alike.kind]


def main_roads(streets: OsmStreets) -> Flags:
    """[way] whether its traffic is that of a main road."""
    main = [tags["highway"].removesuffix("_link") in MAIN_ROADS | MOTORWAYS for tags in streets.alike.kinds]
    return np.array(main, dtype=bool)[streets.alike.kind]

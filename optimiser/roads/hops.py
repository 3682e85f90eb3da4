"""The ways a mode may use as directed steps from node to node, with metres and seconds."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from optimiser.roads.access import MAIN_ROADS, MOTORWAYS, blocks, bound_only, direction, may_stop, may_use, paced_by
from optimiser.roads.distance import distances_m
from optimiser.roads.mode import Mode
from optimiser.roads.osm_file import OsmStreets
from optimiser.roads.speeds import Speeds

Rows = npt.NDArray[np.int64]
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

    lon, lat     float64[n], degrees of the nodes: those of OsmStreets, and one more for each side of what bars the way
    tail, head   int64[h], never the same
    metres       float64[h], along the ground
    seconds      float64[h], with what lights and crossings on the way take
    way          int64[h], rows of the ways of OsmStreets
    stopping     bool[h], whether places are reached from it
    bound        bool[h], whether only those with business there may use it
    wait_s       float64[h], of these seconds those at its end
    lights       bool[h], whether it ends at traffic lights
    """

    lon: Floats
    lat: Floats
    tail: Rows
    head: Rows
    metres: Floats
    seconds: Floats
    way: Rows
    stopping: Flags
    bound: Flags
    wait_s: Floats
    lights: Flags

    def only(self, chosen: Rows) -> "Hops":
        """These steps, in this order."""
        steps = ("tail", "head", "metres", "seconds", "way", "stopping", "bound", "wait_s", "lights")
        return replace(self, **{field: getattr(self, field)[chosen] for field in steps})


def hops_of(streets: OsmStreets, mode: Mode, speeds: Speeds) -> Hops:
    """The steps of this mode, in the order of tail and head; where two ways lie on one another, the quicker."""
    used, pace, goes, stops, bound = _by_way(streets, mode, speeds)
    # Every node but the last of a way is followed by one.
    way = np.repeat(np.arange(len(used)), np.diff(streets.first))
    at = np.flatnonzero(used[way[:-1]] & (way[:-1] == way[1:])) if len(way) else np.empty(0, dtype=np.int64)
    a, b, way = streets.node[at], streets.node[at + 1], way[at]
    metres = distances_m(streets.lon[a], streets.lat[a], streets.lon[b], streets.lat[b])
    there, back = np.flatnonzero(goes[way] != "-1"), np.flatnonzero(goes[way] != "yes")
    both, way = np.concatenate([there, back]), np.concatenate([way[there], way[back]])
    head = np.concatenate([b[there], a[back]])
    lights, delay_s = _lights(streets, mode, speeds)
    hops = Hops(
        lon=streets.lon,
        lat=streets.lat,
        tail=np.concatenate([a[there], b[back]]),
        head=head,
        metres=metres[both],
        seconds=metres[both] * pace[way] + delay_s[head],
        way=way,
        stopping=stops[way],
        bound=bound[way],
        wait_s=delay_s[head],
        lights=lights[head],
    )
    return _each_once(_cut_at_barriers(hops, streets, mode, speeds))


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


def _cut_at_barriers(hops: Hops, streets: OsmStreets, mode: Mode, speeds: Speeds) -> Hops:
    """What bars the way is a dead end for each street that leads to it, in place of a node that joins them."""
    bars = np.array([blocks(tags, mode, speeds.size.get(mode)) for tags in streets.on_point.kinds], dtype=bool)
    barred = np.zeros(len(streets.lon), dtype=bool)
    barred[streets.point] = bars[streets.on_point.kind]
    n = len(barred)
    barrier, beyond = np.concatenate([hops.head, hops.tail]), np.concatenate([hops.tail, hops.head])
    there = barred[barrier]
    sides, side = np.unique(barrier[there] * n + beyond[there], return_inverse=True)
    ends = barrier.copy()
    ends[there] = n + side
    at = sides // n
    return replace(
        hops,
        lon=np.concatenate([hops.lon, hops.lon[at]]),
        lat=np.concatenate([hops.lat, hops.lat[at]]),
        head=ends[: len(hops.head)],
        tail=ends[len(hops.head) :],
    )


def _each_once(hops: Hops) -> Hops:
    order = np.lexsort((hops.metres, hops.seconds, hops.head, hops.tail))
    tail, head = hops.tail[order], hops.head[order]
    order, tail, head = (array[tail != head] for array in (order, tail, head))
    again = (np.diff(tail, prepend=-1) == 0) & (np.diff(head, prepend=-1) == 0)
    return hops.only(order[~again])


def ranks(streets: OsmStreets) -> Rows:
    """[way] how much traffic it has: from MAIN_RANK on a main road."""
    rank = [RANK.get(tags["highway"], 0) for tags in streets.alike.kinds]
    return np.array(rank, dtype=np.int64)[streets.alike.kind]


def main_roads(streets: OsmStreets) -> Flags:
    """[way] whether its traffic is that of a main road."""
    main = [tags["highway"].removesuffix("_link") in MAIN_ROADS | MOTORWAYS for tags in streets.alike.kinds]
    return np.array(main, dtype=bool)[streets.alike.kind]

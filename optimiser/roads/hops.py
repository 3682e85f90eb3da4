"""The ways a mode may use as directed steps from node to node, with metres and seconds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimiser.roads.access import direction, may_stop, may_use
from optimiser.roads.distance import distances_m
from optimiser.roads.mode import Mode
from optimiser.roads.osm_file import OsmStreets
from optimiser.roads.speeds import Speeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Hops:
    """Steps between neighbouring nodes (rows of OsmStreets), each pair in one direction at most once.

    tail, head   int64[h], never the same
    metres       float64[h], along the ground
    seconds      float64[h]
    stopping     bool[h], whether places are reached from it
    """

    tail: npt.NDArray[np.int64]
    head: npt.NDArray[np.int64]
    metres: npt.NDArray[np.float64]
    seconds: npt.NDArray[np.float64]
    stopping: npt.NDArray[np.bool_]


def hops_of(streets: OsmStreets, mode: Mode, speeds: Speeds) -> Hops:
    """The steps of this mode, in the order of tail and head; where two ways lie on one another, the quicker."""
    used = np.array([may_use(tags, mode) for tags in streets.tags], dtype=bool)
    pace, goes, stops = np.full(len(used), np.nan), np.empty(len(used), dtype="U3"), np.zeros(len(used), dtype=bool)
    for number in np.flatnonzero(used).tolist():
        pace[number] = speeds.seconds_per_metre(streets.tags[number], mode)
        goes[number] = direction(streets.tags[number], mode)
        stops[number] = may_stop(streets.tags[number])
    # Every node but the last of a way is followed by one.
    way = np.repeat(np.arange(len(used)), np.diff(streets.first))
    at = np.flatnonzero(used[way[:-1]] & (way[:-1] == way[1:])) if len(way) else np.empty(0, dtype=np.int64)
    a, b, way = streets.node[at], streets.node[at + 1], way[at]
    metres = distances_m(streets.lon[a], streets.lat[a], streets.lon[b], streets.lat[b])
    seconds = metres * pace[way]
    there, back = goes[way] != "-1", goes[way] != "yes"
    tail, head = np.concatenate([a[there], b[back]]), np.concatenate([b[there], a[back]])
    metres, seconds = np.concatenate([metres[there], metres[back]]), np.concatenate([seconds[there], seconds[back]])
    stopping = np.concatenate([stops[way][there], stops[way][back]])
    order = np.lexsort((metres, seconds, head, tail))
    order = order[tail[order] != head[order]]
    again = (np.diff(tail[order], prepend=-1) == 0) & (np.diff(head[order], prepend=-1) == 0)
    order = order[~again]
    return Hops(
        tail=tail[order],
        head=head[order],
        metres=metres[order],
        seconds=seconds[order],
        stopping=stopping[order],
    )

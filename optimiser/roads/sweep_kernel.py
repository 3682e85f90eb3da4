"""Costs from many junctions to many by sweeps over a contraction hierarchy, compiled by Numba; all kernels in one file,
as Numba looks at no other when it decides whether what it compiled earlier is still good.

Nodes are numbered by rank here, the least important first. `up_first` and `up_head` are the arcs of each node to nodes
of higher rank, sorted; `up` is what they cost from the node, `down` what they cost to it. Costs are whole numbers below
2^53 as float64, which adds and compares several at once.

Dibbelt, Strasser and Wagner 2016, 10.1145/2886843 (customising); Delling, Goldberg, Nowatzyk and Werneck 2013, PHAST,
10.1016/j.jpdc.2012.02.007 (one sweep for several origins), and for chosen destinations alone RPHAST (Delling, Goldberg
and Werneck 2011, 10.4230/OASIcs.ATMOS.2011.52).
"""

from functools import partial
from typing import Any

import numba
import numpy as np

from optimiser.search.compile_cache import project_cache

# Beside the engine's kernels, whichever of both was imported first.
_settings: Any = numba.config
_engine_folder = _settings.CACHE_DIR
_settings.CACHE_DIR = str(project_cache() / "roads")
kernel: Any = partial(numba.njit, cache=True, nogil=True)

# More than any cost; two of them are still a number.
FAR = 1e18
# Origins that go through a sweep together: each arc is read once for all of them.
LANES = 16
FEW = 2


@kernel()
def eliminate(first, neighbour):
    """The arcs (up_first, up_head) of the hierarchy: each node's higher neighbours, and those of nodes below it.

    `neighbour[first[v] : first[v + 1]]` are the higher neighbours of v in the network, each once.
    """
    nodes = len(first) - 1
    up_first = np.zeros(nodes + 1, dtype=np.int64)
    up_head = np.empty(max(16, 4 * len(neighbour)), dtype=np.int32)
    child, sibling = np.full(nodes, -1, dtype=np.int32), np.full(nodes, -1, dtype=np.int32)
    seen = np.full(nodes, -1, dtype=np.int32)
    size = 0
    for v in range(nodes):
        begin = size
        room = first[v + 1] - first[v]
        c = child[v]
        while c >= 0:
            room += up_first[c + 1] - up_first[c]
            c = sibling[c]
        if size + room > len(up_head):
            grown = np.empty(2 * (size + room), dtype=np.int32)
            grown[:size] = up_head[:size]
            up_head = grown
        seen[v] = v
        for k in range(first[v], first[v + 1]):
            if seen[neighbour[k]] != v:
                seen[neighbour[k]] = v
                up_head[size] = neighbour[k]
                size += 1
        c = child[v]
        while c >= 0:
            for k in range(up_first[c], up_first[c + 1]):
                if seen[up_head[k]] != v:
                    seen[up_head[k]] = v
                    up_head[size] = up_head[k]
                    size += 1
            c = sibling[c]
        up_head[begin:size] = np.sort(up_head[begin:size])
        up_first[v + 1] = size
        if size > begin:
            parent = up_head[begin]
            sibling[v] = child[parent]
            child[parent] = v
    return up_first, up_head[:size].copy()


@kernel()
def customise(up_first, up_head, up, down):
    """Makes the cost of each arc that of the cheapest way by nodes below both its ends."""
    for v in range(len(up_first) - 1):
        end = up_first[v + 1]
        for i in range(up_first[v], end):
            k = up_first[up_head[i]]
            for j in range(i + 1, end):
                # What two arcs of v lead to is joined by an arc.
                while up_head[k] != up_head[j]:
                    k += 1
                up[k] = min(up[k], down[i] + up[j])
                down[k] = min(down[k], down[j] + up[i])


@kernel()
def choose(up_first, up_head, destinations):
    """What sweeps down to these destinations need: (place of each node, -1 for none; first, head, arc by place).

    Places go from the highest rank down, so that all a node's arcs lead to places before its own; `arc` says which they
    are.
    """
    nodes = len(up_first) - 1
    place = np.full(nodes, -1, dtype=np.int32)
    count, arcs = 0, 0
    for destination in destinations:
        v = destination
        while place[v] < 0:
            place[v] = 0
            count += 1
            arcs += up_first[v + 1] - up_first[v]
            if up_first[v] == up_first[v + 1]:
                break
            v = up_head[up_first[v]]
    first, head, arc = np.zeros(count + 1, dtype=np.int64), np.empty(arcs, dtype=np.int32), np.empty(arcs, np.int64)
    at, size = 0, 0
    for v in range(nodes - 1, -1, -1):
        if place[v] < 0:
            continue
        place[v] = at
        for k in range(up_first[v], up_first[v + 1]):
            head[size] = place[up_head[k]]
            arc[size] = k
            size += 1
        at += 1
        first[at] = size
    return place, first, head, arc


@kernel()
def climb(up_first, up_head, up, place, origin, lane, costs, reached):
    """Puts the costs from an origin to all above it in its lane; `reached` is FAR everywhere, and is so again."""
    v = origin
    reached[v] = 0.0
    while True:  # up to the top; all that is reached lies on the way
        here = reached[v]
        reached[v] = FAR
        if place[v] >= 0:
            costs[place[v], lane] = here
        for k in range(up_first[v], up_first[v + 1]):
            reached[up_head[k]] = min(reached[up_head[k]], here + up[k])
        if up_first[v] == up_first[v + 1]:
            break
        v = up_head[up_first[v]]


@kernel()
def sweep(up_first, up_head, up, place, first, head, cost, origins, destinations, found):
    """Fills found[origin, destination] with costs; FAR and more where there is no way."""
    reached = np.full(len(up_first) - 1, FAR)
    # A few origins go in a few lanes: what they do not need need not be read.
    width = LANES if len(origins) > FEW else FEW
    costs = np.empty((len(first) - 1, width))
    for begin in range(0, len(origins), width):
        lanes = min(width, len(origins) - begin)
        costs[:] = FAR
        for lane in range(lanes):
            climb(up_first, up_head, up, place, origins[begin + lane], lane, costs, reached)
        for i in range(len(first) - 1):
            for k in range(first[i], first[i + 1]):
                by, arc = head[k], cost[k]
                if width == LANES:
                    for lane in range(LANES):
                        way = costs[by, lane] + arc
                        costs[i, lane] = way if way < costs[i, lane] else costs[i, lane]
                else:
                    for lane in range(FEW):
                        way = costs[by, lane] + arc
                        costs[i, lane] = way if way < costs[i, lane] else costs[i, lane]
        for lane in range(lanes):
            for d in range(len(destinations)):
                found[begin + lane, d] = costs[place[destinations[d]], lane]


_settings.CACHE_DIR = _engine_folder


def compile_sweeps() -> None:
    """Compiles the kernels now, or loads them, by asking about a network of one junction."""
    first, nothing, one = np.zeros(2, dtype=np.int64), np.zeros(0), np.zeros(1, dtype=np.int64)
    up_first, up_head = eliminate(first, np.zeros(0, dtype=np.int32))
    customise(up_first, up_head, nothing, nothing)
    place, first, head, _ = choose(up_first, up_head, one)
    sweep(up_first, up_head, nothing, place, first, head, nothing, one, one, np.zeros((1, 1)))

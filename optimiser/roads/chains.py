"""Puts steps from node to node together into edges from junction to junction."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Rows = npt.NDArray[np.int64]
Short = npt.NDArray[np.int32]
Kinds = npt.NDArray[np.integer]
NONE = -1
NOWHERE: Rows = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """Which steps make up each of e edges, in turn: step[first[i]:first[i+1]], all steps once.

    twin   int64[e], the edge along the same street in the other direction; -1 where it is one-way
    """

    step: Rows
    first: Rows
    twin: Rows


def chains(tail: Short, head: Short, nodes: int, kind: Kinds, junctions: Rows = NOWHERE) -> Chains:
    """Joins directed steps at all nodes where there is nothing to decide: two neighbours, and the way straight on.

    Steps of another `kind` [h] stay apart, and all do at `junctions` (rows).

    `tail` and `head` are int32[h] rows of `nodes` nodes, in the order of tail and then head, no pair twice and none
    from a node to itself. A ring without a junction has one at its first node. No loop over steps: a step finds the
    first of its chain in as many rounds as its place in it has binary digits (pointer jumping).
    """
    through = _goes_straight_on(tail, head, nodes, kind, junctions)
    before = _step_before(tail, head, through)
    first_step, place = _first_of_chain(before)
    step = np.lexsort((place, first_step))
    first = np.concatenate([np.flatnonzero(place[step] == 0), [len(step)]])
    return Chains(step=step, first=first, twin=_twins(tail, head, nodes, step, first))


def _goes_straight_on(tail: Short, head: Short, nodes: int, kind: Kinds, junctions: Rows) -> npt.NDArray[np.bool_]:
    """[node] whether it is no junction."""
    streets = np.unique(_pair(np.minimum(tail, head), np.maximum(tail, head), nodes))
    low, high = (streets // nodes).astype(np.int32), (streets % nodes).astype(np.int32)
    del streets
    neighbours = np.bincount(low, minlength=nodes) + np.bincount(high, minlength=nodes)
    leave, enter = np.bincount(tail, minlength=nodes), np.bincount(head, minlength=nodes)
    lowest, highest = np.full(nodes, kind.max(initial=0)), np.full(nodes, kind.min(initial=0))
    for end in (tail, head):
        np.minimum.at(lowest, end, kind)
        np.maximum.at(highest, end, kind)
    through: npt.NDArray[np.bool_] = (neighbours == 2) & (leave == enter) & (lowest == highest)
    through[junctions] = False
    joined = csr_array((np.ones(len(low), dtype=np.int8), (low, high)), shape=(nodes, nodes))
    parts, part = connected_components(joined, directed=False)
    has_junction = np.zeros(parts, dtype=bool)
    has_junction[part[(neighbours > 0) & ~through]] = True
    ring = through & ~has_junction[part]
    _, first = np.unique(part[ring], return_index=True)
    through[np.flatnonzero(ring)[first]] = False
    return through


def _step_before(tail: Short, head: Short, through: npt.NDArray[np.bool_]) -> Short:
    """[step] the step it goes on from; NONE for one that begins at a junction."""
    before = np.full(len(tail), NONE, dtype=np.int32)
    arriving = np.flatnonzero(through[head])
    first_out = np.searchsorted(tail, head[arriving])
    # Of at most two ways out, the one that does not lead back.
    leads_back = head[first_out] == tail[arriving]
    before[first_out + leads_back] = arriving
    return before


def _first_of_chain(before: Short) -> tuple[Short, Short]:
    """[step] the first step of its chain, and how many steps come before it."""
    jump = np.where(before == NONE, np.arange(len(before), dtype=np.int32), before)
    place = (before != NONE).astype(np.int32)
    while True:
        further = jump[jump]
        if (further == jump).all():
            return jump, place
        place += place[jump]
        jump = further


def _twins(tail: Short, head: Short, nodes: int, step: Rows, first: Rows) -> Rows:
    """[edge] the edge that begins with the last step turned round; NONE where there is no such step."""
    last, begin = step[first[1:] - 1], step[first[:-1]]
    key, back = _pair(tail, head, nodes), _pair(head[last], tail[last], nodes)
    turned = np.searchsorted(key, back)
    there = turned < len(key)
    there[there] &= key[turned[there]] == back[there]
    edge_of = np.full(len(key) + 1, NONE, dtype=np.int64)
    edge_of[begin] = np.arange(len(begin))
    twin: Rows = np.where(there, edge_of[turned], NONE)
    return twin


def _pair(one: Short, other: Short, nodes: int) -> Rows:
    """Two nodes as one number."""
    return one.astype(np.int64) * nodes + other

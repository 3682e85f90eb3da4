"""What fastest ways are looked for in: streets as arcs, junctions as nodes, and turns as arcs where turning matters.

A junction at which every turn is free is one node. Where a turn takes time or is forbidden, every street that ends
there ends at a node of its own, and every street that begins there begins at one: turns that may be taken are arcs.

Streets that are open to those only who have business there (`bound`) stand twice: once for leaving them, once for
getting to them. From the open streets there is a way to the second only and from it no way back, so that nobody drives
through.
"""

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
import numpy.typing as npt

# By which centiseconds are multiplied to have room for what is counted along a way: 11 hours are less than 10,000 km,
# and less than so many centiseconds. And 11 hours times it stay far below 2^53.
COST_OF_CS = 10_000_000
FORBIDDEN = -1
NO_EDGE = -1
# Layers of streets: open, or bound and on the way out or in; and from which to which one may turn.
OPEN, OUT, IN = 0, 1, 2
MAY_TURN = np.array([[True, False, True], [True, True, True], [False, False, True]])

Rows = npt.NDArray[np.int32]
Whole = npt.NDArray[np.int64]


class Counted(Enum):
    """What is counted along the fastest ways beside their time; of ways as fast, the one with the least of it."""

    METRES = auto()
    MAIN_ROADS = auto()  # centiseconds on main roads


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds beside the edges themselves.

    bound                       bool[m], whether only those with business there may use the edge
    turn_from, turn_to          int32[t], edges of which the second begins where the first ends, no pair twice
    turn_cs                     int32[t], what that turn costs in centiseconds, or FORBIDDEN
    via_from, via_by, via_to    int32[v], edges one after another that may not be driven in turn
    """

    bound: npt.NDArray[np.bool_]
    turn_from: Rows
    turn_to: Rows
    turn_cs: Rows
    via_from: Rows
    via_by: Rows
    via_to: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Nodes 0..nodes-1 and a directed arcs.

    tail, head   int32[a], nodes; the first m arcs are the streets of m in their order
    centiseconds int32[a]; a turn may take none
    edge         int32[a], the street that an arc is, NO_EDGE for a turn
    junction     int32[nodes], where each node is
    leave        int32[m], the node to which one comes by leaving a street of m at its head
    reach        int32[m], the node from which one comes into a street at its tail
    arrive       int32[n], the node to which one comes at a junction, by whatever street; where open streets come to it,
                 by these, as who is at their corner has no business in the others
    depart       int32[n], the node from which one leaves a junction in the same way
    """

    nodes: int
    tail: Rows
    head: Rows
    centiseconds: Rows
    edge: Rows
    junction: Rows
    leave: Rows
    reach: Rows
    arrive: Rows
    depart: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copies:
    """Every street as often as it stands in the graph: first all m in their order, then further ones.

    edge    int32[c]
    layer   int32[c]
    after   int64[c], the pair of streets for which a copy is (a row of `_pairs_with_rules`), -1 for all others
    """

    edge: Rows
    layer: Rows
    after: Whole


def routing_graph(tail: Rows, head: Rows, centiseconds: Rows, junctions: int, rules: Rules) -> Graph:
    """The graph of m edges between `junctions`; without rules it is these edges."""
    m = len(tail)
    unfree = np.zeros(junctions, dtype=np.bool_)
    unfree[tail[rules.bound]] = unfree[head[rules.bound]] = True
    unfree[head[rules.turn_from]] = unfree[head[rules.via_from]] = unfree[head[rules.via_by]] = True
    copies, nodes = _copies(rules, m), _Nodes(unfree)
    begin, end = tail[copies.edge], head[copies.edge]
    copy_tail, copy_head = nodes.for_each(begin), nodes.for_each(end)
    arrive, depart = nodes.for_each(np.arange(junctions)), nodes.for_each(np.arange(junctions))
    arriving, leaving, turn_cs = _turns(copies, begin, end, unfree, rules, m)
    way_in = np.arange(m)
    way_in[rules.bound] = m + np.arange(int(np.count_nonzero(rules.bound)))
    reach = copy_tail[way_in]
    # Whichever copy of a street one has come into, one has come to what is on it.
    several = np.unique(rules.via_by)
    reach[several] = nodes.more(tail[several])
    into = np.concatenate([way_in[several], np.flatnonzero((copies.after >= 0) & (copies.layer != OUT))])
    bound = rules.bound[copies.edge]
    to_corner = unfree[end] & ~(bound & _met(head[~rules.bound], junctions)[end])
    from_corner = unfree[begin] & ~(bound & _met(tail[~rules.bound], junctions)[begin]) & (copies.after < 0)
    free = [
        (copy_tail[into], reach[copies.edge[into]]),
        (copy_head[to_corner], arrive[end[to_corner]]),
        (depart[begin[from_corner]], copy_tail[from_corner]),
        (depart[unfree], arrive[unfree]),
    ]
    tails, heads = zip((copy_tail, copy_head), (copy_head[arriving], copy_tail[leaving]), *free, strict=True)
    arcs = sum(len(each) for each in tails)
    takes_cs, edge = np.zeros(arcs, dtype=np.int32), np.full(arcs, NO_EDGE, dtype=np.int32)
    edge[: len(copies.edge)] = copies.edge
    takes_cs[: len(copies.edge) + len(arriving)] = np.concatenate([centiseconds[copies.edge], turn_cs])
    return Graph(
        nodes=nodes.count,
        tail=np.concatenate(tails),
        head=np.concatenate(heads),
        centiseconds=takes_cs,
        edge=edge,
        junction=nodes.junction(),
        leave=copy_head[:m],
        reach=reach,
        arrive=arrive,
        depart=depart,
    )


def _met(junction: Rows, junctions: int) -> npt.NDArray[np.bool_]:
    """[junction] whether it is among these."""
    found = np.zeros(junctions, dtype=np.bool_)
    found[junction] = True
    return found


class _Nodes:
    """Hands out the nodes of a graph: one for each junction where every turn is free, elsewhere one for each asker."""

    def __init__(self, unfree: npt.NDArray[np.bool_]) -> None:
        self._unfree = unfree
        self._single = np.cumsum(~unfree) - 1
        first = np.flatnonzero(~unfree)
        self._at: list[Whole | Rows] = [first]
        self.count = len(first)

    def for_each(self, junction: Whole | Rows) -> Rows:
        """A node for each asker at these junctions."""
        found = self._single[junction].astype(np.int32)
        alone = self._unfree[junction]
        found[alone] = self.more(junction[alone])
        return found

    def more(self, junction: Whole | Rows) -> Rows:
        """So many new nodes at these junctions."""
        begin = self.count
        self._at.append(junction)
        self.count += len(junction)
        return np.arange(begin, self.count, dtype=np.int32)

    def junction(self) -> Rows:
        """[node] where it is."""
        return np.concatenate(self._at).astype(np.int32)


def _copies(rules: Rules, edges: int) -> _Copies:
    bound = np.flatnonzero(rules.bound)
    by = _pairs_with_rules(rules, edges) % max(edges, 1)
    after = np.arange(len(by))
    layer = np.where(rules.bound, OUT, OPEN)
    again = rules.bound[by]
    return _Copies(
        edge=np.concatenate([np.arange(edges), bound, by, by[again]]).astype(np.int32),
        layer=np.concatenate([layer, np.full(len(bound), IN), layer[by], np.full(again.sum(), IN)]).astype(np.int32),
        after=np.concatenate([np.full(edges + len(bound), -1), after, after[again]]),
    )


def _pairs_with_rules(rules: Rules, edges: int) -> Whole:
    """The pairs (from, by) of edges after which something is forbidden, each once, as from times edges plus by."""
    return np.unique(rules.via_from.astype(np.int64) * edges + rules.via_by)


def _turns(
    copies: _Copies, begin: Rows, end: Rows, unfree: npt.NDArray[np.bool_], rules: Rules, edges: int
) -> tuple[Whole, Whole, Whole]:
    """(copy arrived on, copy left by, centiseconds) of every turn that may be taken at junctions that are not free."""
    arriving, leaving = meeting(np.flatnonzero(unfree[end]), end, np.flatnonzero(unfree[begin]), begin)
    turn = copies.edge[arriving].astype(np.int64) * edges + copies.edge[leaving]
    fine = MAY_TURN[copies.layer[arriving], copies.layer[leaving]]
    # From where something is forbidden further on, one comes into the copy that is for it, and into no other.
    pairs = _pairs_with_rules(rules, edges)
    copy_of = copies.after[leaving]
    fine &= np.where(copy_of < 0, ~np.isin(turn, pairs), pairs[copy_of] == turn) if len(pairs) else True
    forbidden = np.searchsorted(pairs, rules.via_from.astype(np.int64) * edges + rules.via_by) * edges + rules.via_to
    after = copies.after[arriving]
    fine &= (after < 0) | ~np.isin(after * edges + copies.edge[leaving], forbidden)
    turn_cs = _looked_up(turn, rules.turn_from.astype(np.int64) * edges + rules.turn_to, rules.turn_cs)
    fine &= turn_cs != FORBIDDEN
    return arriving[fine], leaving[fine], turn_cs[fine]


def meeting(arriving: Whole, end: Whole | Rows, leaving: Whole, begin: Whole | Rows) -> tuple[Whole, Whole]:
    """Every arriving street with every one that leaves where it ends; `end` and `begin` are of all streets."""
    leaving = leaving[np.argsort(begin[leaving], kind="stable")]
    low = np.searchsorted(begin[leaving], end[arriving], side="left")
    count = np.searchsorted(begin[leaving], end[arriving], side="right") - low
    nth = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(arriving, count), leaving[np.repeat(low, count) + nth]


def _looked_up(key: Whole, known: Whole, value: Rows) -> Whole:
    """The value of each key, 0 for keys that are not known."""
    order = np.argsort(known)
    at = np.searchsorted(known[order], key)
    there = at < len(known)
    there[there] &= known[order][at[there]] == key[there]
    found = np.zeros(len(key), dtype=np.int64)
    found[there] = value[order][at[there]]
    return found

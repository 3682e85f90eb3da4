"""Fastest times, their metres and their paths by a customisable contraction hierarchy.

Dibbelt, Strasser and Wagner 2016, https://doi.org/10.1145/2886843. The order of importance (nested dissection) and the
paths are pyroutingkit's; tables of costs are worked out by sweeps of our own (`sweep_kernel.py`), as the library goes
through the hierarchy for each origin anew, and knows 32-bit weights only.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroutingkit import INF_WEIGHT, CCHMetric, CCHTopology

from optimiser.roads.doors import NO_WAY, Costs
from optimiser.roads.graph import COST_OF_CS, NO_EDGE, Counted
from optimiser.roads.network import Network
from optimiser.roads.order import Rank, arcs_used, node_order, topology_of
from optimiser.roads.sweep_kernel import FAR, choose, customise, eliminate, sweep

Nodes = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
LARGEST_FACTOR = COST_OF_CS
# Origins asked at once: their costs to all destinations have to be held as 64-bit numbers.
BLOCK = 64


class Hierarchy:
    """A network made ready for many questions: some two seconds for 65,000 junctions, then all of them fast.

    Tables are worked out by so many `threads`. `rank` (None: worked out, which takes most of that time) is the order of
    importance of the nodes of its graph. What only tables or only paths need is made when the first is asked for.
    """

    def __init__(self, network: Network, *, threads: int = 2, rank: Rank | None = None) -> None:
        self._network = network
        self._graph = network.graph
        self._threads = threads
        self._arcs_used = arcs_used(self._graph)
        self._rank = node_order(network) if rank is None else rank
        self._up_down: dict[Counted, tuple[Floats, Floats]] = {}
        # What was chosen last, for questions each way.
        self._onward, self._back = _Chosen(), _Chosen()

    def blocks(
        self, origins: Nodes, destinations: Nodes, what: Counted = Counted.METRES
    ) -> Iterator[tuple[slice, Costs]]:
        """Rows of `origins` and their costs to all destinations, int64[rows, destinations]; NO_WAY where there is none.

        Of equally fast ways the one with the least of `what` counts. Costs are exact: they stay below 2^53.
        """
        return self._blocks(origins, destinations, *self._costs(what), self._onward)

    def blocks_back(
        self, destinations: Nodes, origins: Nodes, what: Counted = Counted.METRES
    ) -> Iterator[tuple[slice, Costs]]:
        """Rows of `destinations` and their costs *from* all origins: the quick way to ask about few destinations."""
        up, down = self._costs(what)
        return self._blocks(destinations, origins, down, up, self._back)

    def paths(self, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, npt.NDArray[np.int64]]]:
        """For each (from, to) the cost, and the network's edges along a path of that cost, in order.

        NO_WAY and no edges where there is none; no edges from a node to itself.

        The library adds up one 32-bit weight and nothing else. A first run gives the times t. A second with weights
        factor·t + m gives, of equally fast paths, the shortest. Where its metres are below the factor this is exact;
        above (legs of twenty minutes and more) a path that is a centisecond slower and shorter by more than the factor
        (kilometres) could be taken instead.
        """
        distances = [self._by_time.query(a, b)[0] for a, b in pairs]
        factor = self._factor(max((distance for distance in distances if distance < INF_WEIGHT), default=0))
        by_both = self._metric(self._centiseconds * factor + self._metres)
        found = []
        for (a, b), distance in zip(pairs, distances, strict=True):
            if a == b:
                found.append((0, np.empty(0, dtype=np.int64)))
            elif distance >= INF_WEIGHT:
                found.append((NO_WAY, np.empty(0, dtype=np.int64)))
            else:
                weight, _, arcs = by_both.query(a, b)
                cost = distance * COST_OF_CS + int(weight) - factor * distance
                edges = self._graph.edge[self._arcs_used[np.asarray(arcs, dtype=np.int64)]]
                found.append((cost, edges[edges != NO_EDGE].astype(np.int64)))
        return found

    @cached_property
    def _arcs(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """(up_first, up_head) of the hierarchy by rank (see `sweep_kernel`), and which row each arc of the graph is."""
        n, used = self._graph.nodes, self._arcs_used
        tail, head = self._rank[self._graph.tail[used]], self._rank[self._graph.head[used]]
        street = np.minimum(tail, head) * n + np.maximum(tail, head)
        streets = np.unique(street)
        first = np.searchsorted(streets, np.arange(n + 1) * n)
        up_first, up_head = eliminate(first, (streets % n).astype(np.int32))
        arcs = np.repeat(np.arange(n), np.diff(up_first)) * n + up_head
        return up_first, up_head, np.searchsorted(arcs, street)

    def _costs(self, what: Counted) -> tuple[Floats, Floats]:
        if what not in self._up_down:
            self._up_down[what] = self._customised(what)
        return self._up_down[what]

    def _customised(self, what: Counted) -> tuple[Floats, Floats]:
        """What each arc of the hierarchy costs upwards and downwards."""
        (up_first, up_head, arc), used = self._arcs, self._arcs_used
        upward = self._rank[self._graph.tail[used]] < self._rank[self._graph.head[used]]
        cost = self._network.arc_costs(what)[used].astype(np.float64)
        up, down = np.full(len(up_head), FAR), np.full(len(up_head), FAR)
        np.minimum.at(up, arc[upward], cost[upward])
        np.minimum.at(down, arc[~upward], cost[~upward])
        customise(up_first, up_head, up, down)
        return up, down

    def _blocks(
        self, rows: Nodes, columns: Nodes, up: Floats, down: Floats, last: "_Chosen"
    ) -> Iterator[tuple[slice, Costs]]:
        """Costs from `rows` to `columns` where `up` and `down` are those of going up and down the hierarchy."""
        if len(rows) == 0 or len(columns) == 0:
            return
        origin, destination = self._rank[rows], self._rank[columns]
        up_first, up_head, _ = self._arcs
        place, first, head, arc = last.for_these(up_first, up_head, destination)
        cost = down[arc]

        def ask(block: slice) -> tuple[slice, Costs]:
            found = np.empty((block.stop - block.start, len(destination)))
            sweep(up_first, up_head, up, place, first, head, cost, origin[block], destination, found)
            return block, np.where(found < FAR, found, NO_WAY).astype(np.int64)

        blocks = [slice(begin, min(begin + BLOCK, len(rows))) for begin in range(0, len(rows), BLOCK)]
        yield from _in_turn(ask, blocks, min(self._threads, len(blocks)))

    @cached_property
    def _centiseconds(self) -> npt.NDArray[np.int64]:
        return self._graph.centiseconds[self._arcs_used].astype(np.int64)

    @cached_property
    def _metres(self) -> npt.NDArray[np.int64]:
        return self._network.arc_costs(Counted.METRES)[self._arcs_used] % COST_OF_CS

    @cached_property
    def _topology(self) -> CCHTopology:
        return topology_of(self._graph, self._rank)

    @cached_property
    def _by_time(self) -> CCHMetric:
        return self._metric(self._centiseconds)

    def _metric(self, weights: npt.NDArray[np.int64]) -> CCHMetric:
        metric = CCHMetric(self._topology)
        # An edge too heavy for 32 bits is longer than every leg asked for, so closing it changes nothing.
        metric.customize(np.minimum(weights, INF_WEIGHT).astype(np.uint32))
        return metric

    def _factor(self, longest_cs: int) -> int:
        """The largest factor with which a leg of `longest_cs` stays below the library's infinity; at least 1."""
        metres_per_cs = int(np.ceil((self._metres / np.maximum(self._centiseconds, 1)).max(initial=0)))
        room = (int(INF_WEIGHT) - 1) // max(longest_cs, 1) - metres_per_cs
        return max(1, min(LARGEST_FACTOR, room))


class _Chosen:
    """What sweeps to certain destinations need (see `choose`), kept as they are asked about for all that is counted."""

    def __init__(self) -> None:
        self._last: tuple[Rank, tuple[npt.NDArray[Any], ...]] | None = None

    def for_these(
        self, up_first: npt.NDArray[np.int64], up_head: npt.NDArray[np.int32], destination: Rank
    ) -> tuple[npt.NDArray[Any], ...]:
        """`choose`, or its last answer."""
        last = self._last
        if last is None or not np.array_equal(last[0], destination):
            self._last = last = (destination, choose(up_first, up_head, destination))
        return last[1]


def _in_turn(
    ask: Callable[[slice], tuple[slice, Costs]], blocks: Sequence[slice], threads: int
) -> Iterator[tuple[slice, Costs]]:
    """What is answered, in the order of the blocks; no more than one answer waits for each thread."""
    if threads == 1:
        yield from map(ask, blocks)
        return
    under_way: deque[Future[tuple[slice, Costs]]] = deque()
    with ThreadPoolExecutor(max_workers=threads) as pool:
        for rows in blocks:
            under_way.append(pool.submit(ask, rows))
            if len(under_way) > threads:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

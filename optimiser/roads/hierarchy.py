"""Fastest times, their metres and their paths by customisable contraction hierarchies (pyroutingkit).

Dibbelt, Strasser and Wagner 2016, https://doi.org/10.1145/2886843.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

import numpy as np
import numpy.typing as npt
from pyroutingkit import INF_WEIGHT, CCHMetric, CCHTopology

from optimiser.roads.doors import COST_OF_CS, NO_WAY, Costs
from optimiser.roads.network import Network

Junctions = npt.NDArray[np.int32]
LARGEST_FACTOR = COST_OF_CS
# Origins asked at once: their costs to all destinations have to be held as 64-bit numbers.
BLOCK = 256


class Hierarchy:
    """A network made ready for many questions: about a second for 65,000 junctions, then all of them fast.

    Tables are worked out by so many `threads`; a Hierarchy is to be asked by one at a time. With `backward` all streets
    are gone along the other way: costs *to* few places come far sooner by asking from them so.
    """

    def __init__(self, network: Network, *, threads: int = 2, backward: bool = False) -> None:
        self._threads = threads
        self._edges = np.flatnonzero(network.tail != network.head)  # a loop is on no fastest path
        self._centiseconds = network.centiseconds[self._edges].astype(np.int64)
        self._metres = network.metres[self._edges].astype(np.int64)
        self._topology = CCHTopology()
        tail, head = network.tail[self._edges], network.head[self._edges]
        self._topology.build(
            (head if backward else tail).astype(np.uint32),
            (tail if backward else head).astype(np.uint32),
            network.lat.astype(np.float32),
            network.lon.astype(np.float32),
            network.junctions,
        )
        self._times = [self._metric(self._centiseconds)]

    def blocks(self, origins: Junctions, destinations: Junctions) -> Iterator[tuple[slice, Costs]]:
        """Rows of `origins` and their costs to all destinations, int64[rows, destinations]; NO_WAY where there is none.

        The library adds up one 32-bit weight and nothing else. A first run gives the times t. A second with weights
        factor·t + m gives the metres as what exceeds factor·t: of equally fast paths, those of the shortest. Where the
        metres are below the factor this is exact; above (legs of ten minutes and more) a path that is a
        centisecond slower and shorter by more than the factor (kilometres) could be taken instead.
        """
        if len(origins) == 0 or len(destinations) == 0:
            return
        factor = self._factor(self._longest_cs(origins, destinations))
        blocks = [slice(begin, min(begin + BLOCK, len(origins))) for begin in range(0, len(origins), BLOCK)]
        metrics = self._metrics(min(self._threads, len(blocks)), factor)

        def ask(rows: slice) -> tuple[slice, Costs]:
            weighed_by_time, weighed_by_both = metrics.get()
            times = many_to_many(weighed_by_time, origins[rows], destinations)
            sums = many_to_many(weighed_by_both, origins[rows], destinations)
            metrics.put((weighed_by_time, weighed_by_both))
            return rows, np.where(times < 0, NO_WAY, times * COST_OF_CS + sums - factor * times)

        yield from _in_turn(ask, blocks, metrics.qsize())

    def paths(self, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, npt.NDArray[np.int64]]]:
        """For each (from, to) the cost, and the network's edges along the path that `blocks` measures, in order.

        NO_WAY and no edges where there is none; no edges from a junction to itself.
        """
        distances = [self._times[0].query(a, b)[0] for a, b in pairs]
        factor = self._factor(max((distance for distance in distances if distance < INF_WEIGHT), default=0))
        both = self._metric(self._centiseconds * factor + self._metres)
        found = []
        for (a, b), distance in zip(pairs, distances, strict=True):
            if a == b:
                found.append((0, np.empty(0, dtype=np.int64)))
            elif distance >= INF_WEIGHT:
                found.append((NO_WAY, np.empty(0, dtype=np.int64)))
            else:
                weight, _, arcs = both.query(a, b)
                cost = distance * COST_OF_CS + int(weight) - factor * distance
                found.append((cost, self._edges[np.asarray(arcs, dtype=np.int64)]))
        return found

    def _metric(self, weights: npt.NDArray[np.int64]) -> CCHMetric:
        metric = CCHMetric(self._topology)
        # An edge too heavy for 32 bits is longer than every leg asked for, so closing it changes nothing.
        metric.customize(np.minimum(weights, INF_WEIGHT).astype(np.uint32))
        return metric

    def _metrics(self, count: int, factor: int) -> "SimpleQueue[tuple[CCHMetric, CCHMetric]]":
        """Pairs of metrics, by time and by both: one pair for each thread, as a metric remembers its last question."""
        while len(self._times) < count:
            self._times.append(self._metric(self._centiseconds))
        pairs: SimpleQueue[tuple[CCHMetric, CCHMetric]] = SimpleQueue()
        for times in self._times[:count]:
            pairs.put((times, self._metric(self._centiseconds * factor + self._metres)))
        return pairs

    def _longest_cs(self, origins: Junctions, destinations: Junctions) -> int:
        """No leg between these takes longer, as going by way of one of the destinations does not."""
        there = many_to_many(self._times[0], origins, destinations[:1])
        onward = many_to_many(self._times[0], destinations[:1], destinations)
        if (there < 0).any() or (onward < 0).any():  # not all connected: look at all of them
            rows = range(0, len(origins), BLOCK)
            return max(int(many_to_many(self._times[0], origins[i : i + BLOCK], destinations).max()) for i in rows)
        return int(there.max() + onward.max())

    def _factor(self, longest_cs: int) -> int:
        """The largest factor with which a leg of `longest_cs` stays below the library's infinity; at least 1."""
        metres_per_cs = int(np.ceil((self._metres / self._centiseconds).max(initial=0)))
        room = (int(INF_WEIGHT) - 1) // max(longest_cs, 1) - metres_per_cs
        return max(1, min(LARGEST_FACTOR, room))


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


def many_to_many(metric: CCHMetric, origins: Junctions, destinations: Junctions) -> npt.NDArray[np.int64]:
    """Least sums of weights, int64[origins, destinations], -1 where there is no way."""
    found = metric.distances_many_to_many(origins.astype(np.uint32), destinations.astype(np.uint32))
    sums = np.asarray(found, dtype=np.int64).reshape(len(origins), len(destinations))
    return np.where(sums >= INF_WEIGHT, -1, sums)

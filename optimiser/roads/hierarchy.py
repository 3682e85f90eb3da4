"""Fastest times, their metres and their paths by customisable contraction hierarchies (pyroutingkit).

Dibbelt, Strasser and Wagner 2016, https://doi.org/10.1145/2886843.
"""

import numpy as np
import numpy.typing as npt
from pyroutingkit import INF_WEIGHT, CCHMetric, CCHTopology

from optimiser.roads.network import Network

Junctions = npt.NDArray[np.int32]
LARGEST_FACTOR = 10_000_000


class Hierarchy:
    """A network made ready for many questions: about a second for 65,000 junctions, then all of them fast."""

    def __init__(self, network: Network) -> None:
        self._edges = np.flatnonzero(network.tail != network.head)  # a loop is on no fastest path
        self._centiseconds = network.centiseconds[self._edges].astype(np.int64)
        self._metres = network.metres[self._edges].astype(np.int64)
        self._topology = CCHTopology()
        self._topology.build(
            network.tail[self._edges].astype(np.uint32),
            network.head[self._edges].astype(np.uint32),
            network.lat.astype(np.float32),
            network.lon.astype(np.float32),
            network.junctions,
        )

    def fastest(
        self, origins: Junctions, destinations: Junctions
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Centiseconds and metres, int64[origins, destinations], -1 where there is no way.

        The library adds up one 32-bit weight and nothing else. A first run gives the times t. A second with weights
        factor·t + m gives the metres as what exceeds factor·t: of equally fast paths, those of the shortest. Where the
        metres are below the factor this is exact; above (legs of twenty minutes and more) a path that is a
        centisecond slower and shorter by more than the factor (kilometres) could be taken instead.
        """
        first = self._metric(self._centiseconds)
        times = many_to_many(first, origins, destinations)
        factor = self._factor(int(times.max(initial=0)))
        second = self._metric(self._centiseconds * factor + self._metres)
        sums = many_to_many(second, origins, destinations)
        return times, np.where(times < 0, -1, sums - factor * times)

    def paths(self, pairs: npt.NDArray[np.int32]) -> list[npt.NDArray[np.int64]]:
        """For each (from, to) of int32[p, 2] the network's edges along the path that `fastest` measures, in order.

        Empty where from and to are the same junction. Raises ValueError for a pair without a way.
        """
        first = self._metric(self._centiseconds)
        longest_cs = 0
        for a, b in pairs:
            distance = first.query(int(a), int(b))[0]
            if distance >= INF_WEIGHT:
                raise ValueError(f"There is no way from junction {a} to junction {b}.")
            longest_cs = max(longest_cs, distance)
        factor = self._factor(longest_cs)
        second = self._metric(self._centiseconds * factor + self._metres)
        nothing = np.empty(0, dtype=np.int64)
        return [
            self._edges[np.asarray(second.query(int(a), int(b))[2], dtype=np.int64)] if a != b else nothing
            for a, b in pairs
        ]

    def _metric(self, weights: npt.NDArray[np.int64]) -> CCHMetric:
        metric = CCHMetric(self._topology)
        # An edge too heavy for 32 bits is longer than every leg asked for, so closing it changes nothing.
        metric.customize(np.minimum(weights, INF_WEIGHT).astype(np.uint32))
        return metric

    def _factor(self, longest_cs: int) -> int:
        """The largest factor with which a leg of `longest_cs` stays below the library's infinity; at least 1."""
        metres_per_cs = int(np.ceil((self._metres / self._centiseconds).max(initial=0)))
        room = (int(INF_WEIGHT) - 1) // max(longest_cs, 1) - metres_per_cs
        return max(1, min(LARGEST_FACTOR, room))


def many_to_many(metric: CCHMetric, origins: Junctions, destinations: Junctions) -> npt.NDArray[np.int64]:
    """Least sums of weights, int64[origins, destinations], -1 where there is no way."""
    found = metric.distances_many_to_many(origins.astype(np.uint32), destinations.astype(np.uint32))
    sums = np.asarray(found, dtype=np.int64).reshape(len(origins), len(destinations))
    return np.where(sums >= INF_WEIGHT, -1, sums)

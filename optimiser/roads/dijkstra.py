"""Fastest times and their metres by SciPy's Dijkstra: slower than `hierarchy`, and the answer it is tested against."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimiser.roads.doors import NO_WAY, Costs
from optimiser.roads.graph import Counted
from optimiser.roads.network import Network

# Origins asked at once: SciPy gives the costs to all junctions, of which a county has half a million.
BLOCK = 64


class Dijkstra:
    """A network made ready for SciPy. Costs are exact, as they stay below 2^53."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._arcs = {Counted.METRES: self._of(Counted.METRES)}

    def blocks(
        self, origins: npt.NDArray[np.int32], destinations: npt.NDArray[np.int32], what: Counted = Counted.METRES
    ) -> Iterator[tuple[slice, Costs]]:
        """Rows of `origins` and their costs to all destinations, as `Hierarchy.blocks` gives them."""
        if what not in self._arcs:
            self._arcs[what] = self._of(what)
        for begin in range(0, len(origins), BLOCK):
            rows = slice(begin, min(begin + BLOCK, len(origins)))
            found = dijkstra(self._arcs[what], directed=True, indices=origins[rows])[:, destinations]
            reached = np.isfinite(found)
            yield rows, np.where(reached, np.where(reached, found, 0).astype(np.int64), NO_WAY)

    def _of(self, what: Counted) -> csr_array:
        graph, cost = self._network.graph, self._network.arc_costs(what)
        # SciPy adds parallel arcs up, so only the best of each pair of nodes may enter.
        order = np.lexsort((cost, graph.head, graph.tail))
        tail, head = graph.tail[order], graph.head[order]
        best = np.ones(len(order), dtype=bool)
        best[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
        n = graph.nodes
        return csr_array((cost[order][best].astype(np.float64), (tail[best], head[best])), shape=(n, n))

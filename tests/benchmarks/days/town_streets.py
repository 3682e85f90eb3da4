"""Ways along the drawn streets of the made-up town, in whole numbers from the start.

No `optimiser.roads` here: a better street network must not change the days by which engines are compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isqrt

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from fixtures.town import Street
from fixtures.town.plane import METRES_PER_DEGREE_LAT, METRES_PER_DEGREE_LON, ORIGIN_LAT, ORIGIN_LON

Spot = tuple[int, int]  # decimetres east and north of the market cross
Whole = npt.NDArray[np.int64]

# Time and length are one number to SciPy, a cost: of two ways as fast it takes the shorter. Time is in tenths of a
# millisecond, length in decimetres, which stay below COST_OF_TIME: 100 km. Costs of hours stay far below 2^53, so that
# they are exact in float64.
COST_OF_TIME = 1_000_000
WALK_MS = 760  # a metre on foot: 4.7 km/h


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Milliseconds a metre by highway class, others being closed to it; and whether one-way streets bind it."""

    ms: Mapping[str, int]
    one_way: bool


# A car keeps 41 km/h on a main road and 22 among homes, junctions counted. Lorries are slower and keep out of alleys.
CAR = Traffic(
    ms={"primary": 88, "secondary": 96, "tertiary": 120, "unclassified": 148, "residential": 160, "service": 240},
    one_way=True,
)
LORRY = Traffic(
    ms={"primary": 110, "secondary": 120, "tertiary": 150, "unclassified": 185, "residential": 200}, one_way=True
)
# One-way streets let bicycles and walkers through against the traffic.
BICYCLE = Traffic(ms=dict.fromkeys((*CAR.ms, "cycleway"), 250), one_way=False)  # 14 km/h
FOOT = Traffic(ms=dict.fromkeys((*BICYCLE.ms, "footway", "path"), WALK_MS), one_way=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Door to door along the fastest way, int64[from, to]; on the diagonal out to the street and back.

    time       tenths of a millisecond
    length_dm  decimetres
    """

    time: Whole
    length_dm: Whole


class TownStreets:
    """The points of the streets that this traffic may use, as far as each reaches all others: the largest such part."""

    def __init__(self, streets: Sequence[Street], traffic: Traffic) -> None:
        arcs = _arcs(streets, traffic)
        spots = sorted({spot for arc in arcs for spot in arc})
        number = {spot: row for row, spot in enumerate(spots)}
        tail, head = ([number[arc[end]] for arc in arcs] for end in (0, 1))
        graph = csr_array((np.array([*arcs.values()], dtype=np.float64), (tail, head)), shape=(len(spots), len(spots)))
        _, part = connected_components(graph, directed=True, connection="strong")
        kept = np.flatnonzero(part == np.bincount(part).argmax())
        self._spots: Whole = np.array(spots, dtype=np.int64)[kept]
        self._graph = graph[kept][:, kept]

    def ways(self, doors: Sequence[Spot]) -> Ways:
        """Between these doors; each is reached on foot from the nearest point of the streets."""
        nearest, walk_dm = self._nearest(doors)
        asked, row = np.unique(nearest, return_inverse=True)
        cost = dijkstra(self._graph, directed=True, indices=asked)[:, asked].astype(np.int64)
        time, length_dm = np.divmod(cost[np.ix_(row, row)], COST_OF_TIME)
        walks_dm = walk_dm[:, None] + walk_dm
        return Ways(time=time + walks_dm * WALK_MS, length_dm=length_dm + walks_dm)

    def _nearest(self, doors: Sequence[Spot]) -> tuple[Whole, Whole]:
        """The row of the nearest point, of those as near the first, and the decimetres to it."""
        rows, walks_dm = [], []
        for door in doors:
            square = ((self._spots - door) ** 2).sum(axis=1)
            rows.append(int(square.argmin()))
            walks_dm.append(_root(int(square[rows[-1]])))
        return np.array(rows, dtype=np.int64), np.array(walks_dm, dtype=np.int64)


def spot_of(lon: float, lat: float) -> Spot:
    """The decimetre that was drawn: seven decimals of a degree are within a hundredth of a metre of it."""
    east_m, north_m = (lon - ORIGIN_LON) * METRES_PER_DEGREE_LON, (lat - ORIGIN_LAT) * METRES_PER_DEGREE_LAT
    return round(east_m * 10), round(north_m * 10)


def _arcs(streets: Sequence[Street], traffic: Traffic) -> dict[tuple[Spot, Spot], int]:
    """Costs from point to next point; where streets lie on one another, the cheapest."""
    arcs: dict[tuple[Spot, Spot], int] = {}
    for street in streets:
        if street.highway not in traffic.ms:
            continue
        for a, b in pairwise(spot_of(*point) for point in street.line):
            length_dm = _root((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)
            # A decimetre at so many milliseconds a metre takes as many tenths of a millisecond.
            cost = length_dm * traffic.ms[street.highway] * COST_OF_TIME + length_dm
            both = not (street.one_way and traffic.one_way)
            for arc in ((a, b), (b, a)) if both else ((a, b),):
                arcs[arc] = min(cost, arcs.get(arc, cost))
    return arcs


def _root(square: int) -> int:
    """The square root to the nearest whole number."""
    return (isqrt(4 * square) + 1) // 2

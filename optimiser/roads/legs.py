"""The lines of legs on the map, along the paths that the travel matrix measures."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from optimiser.roads.hierarchy import Hierarchy
from optimiser.roads.network import Network

Line = tuple[tuple[float, float], ...]


def leg_line(network: Network, from_junction: int, to_junction: int) -> Line:
    """The (lon, lat) points from one junction to another along the fastest path; see `leg_lines` for many."""
    return leg_lines(network, [(from_junction, to_junction)])[0]


def leg_lines(network: Network, pairs: Sequence[tuple[int, int]]) -> list[Line]:
    """For each (from, to) pair of junctions the (lon, lat) points along the fastest path.

    From a junction to itself it is that point twice, so that it remains a line. Raises ValueError for a junction that
    does not exist or cannot be reached.
    """
    asked = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    if ((asked < 0) | (asked >= network.junctions)).any():
        raise ValueError(f"Junctions are numbered from 0 to {network.junctions - 1:,} in this network.")
    different, back = np.unique(asked, axis=0, return_inverse=True)
    paths = Hierarchy(network).paths(different.astype(np.int32))
    lines = [_joined(network, int(start), path) for (start, _), path in zip(different, paths, strict=True)]
    return [lines[i] for i in back.ravel()]


def _joined(network: Network, start: int, path: npt.NDArray[np.int64]) -> Line:
    """The points of these edges one after another; each edge begins where the one before it ended."""
    first = (float(network.lon[start]), float(network.lat[start]))
    points = [first]
    for edge in path:
        of_edge = slice(network.line_start[edge] + 1, network.line_start[edge + 1])
        points.extend(zip(network.line_lon[of_edge].tolist(), network.line_lat[of_edge].tolist(), strict=True))
    return tuple(points) if len(points) > 1 else (first, first)

"""The lines of legs on the map, along the paths that the travel matrix measures."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.ops import substring

from optimiser.roads.doors import NO_WAY, Doors, doors, straight
from optimiser.roads.hierarchy import Hierarchy
from optimiser.roads.network import Network
from optimiser.roads.plane import to_degrees, to_plane
from optimiser.roads.snap import Snapped

Line = tuple[tuple[float, float], ...]
# An edge, and from which share of it to which it is gone along.
Piece = tuple[int, float, float]
# Out by the first or second door of where one is, in by the first or second of where one goes.
WAYS = [(out, into) for out in (0, 1) for into in (0, 1)]


def leg_lines(
    network: Network, snapped: Snapped, legs: Sequence[tuple[int, int]], *, hierarchy: Hierarchy | None = None
) -> list[Line]:
    """For each (from, to) of places (rows of `snapped`) the (lon, lat) points from kerb to kerb along the fastest path.

    `hierarchy` (None: made for this) is of the same network. From a place to itself it is that point twice, so that it
    remains a line. Raises ValueError for a place that does not exist or cannot be reached.
    """
    asked = np.array(legs, dtype=np.int64).reshape(-1, 2)
    places = len(snapped.names)
    if ((asked < 0) | (asked >= places)).any():
        raise ValueError(f"Places are numbered from 0 to {places - 1:,} here.")
    different, back = np.unique(asked, axis=0, return_inverse=True)
    pieces_of = _pieces(network, snapped, different, hierarchy or Hierarchy(network))
    lines = [_drawn(network, pieces) for pieces in pieces_of]
    return [lines[i] for i in back.ravel()]


def _pieces(network: Network, snapped: Snapped, legs: npt.NDArray[np.int64], hierarchy: Hierarchy) -> list[list[Piece]]:
    """The stretches of edges that make up each leg."""
    at = doors(network, snapped)
    along = straight(network, snapped, legs[:, 0], snapped, legs[:, 1])
    ends = [[(int(at.leave_by[i, out]), int(at.reach_by[j, into])) for out, into in WAYS] for i, j in legs]
    asked = sorted({pair for pairs in ends for pair in pairs})
    paths = dict(zip(asked, hierarchy.paths(asked), strict=True))
    found: list[list[Piece]] = []
    for number, (i, j) in enumerate(legs.tolist()):
        cost, way = min(
            (int(at.leave[i, out]) + paths[pair][0] + int(at.reach[j, into]), way)
            for way, ((out, into), pair) in enumerate(zip(WAYS, ends[number], strict=True))
        )
        if along.cost[number] <= cost and along.cost[number] < NO_WAY:
            found.append([(int(along.edge[number]), float(along.begin[number]), float(along.end[number]))])
        elif cost >= NO_WAY:
            raise ValueError(f"There is no way from {snapped.names[i]} to {snapped.names[j]}.")
        else:
            out, into = WAYS[way]
            edge, share = _along(at, snapped, i, out)
            last, last_share = _along(at, snapped, j, into)
            between = [(one, 0.0, 1.0) for one in paths[ends[number][way]][1].tolist()]
            first_piece = [(edge, share, 1.0)] if at.leave[i, out] else []
            last_piece = [(last, 0.0, last_share)] if at.reach[j, into] else []
            # At one junction, by different streets, there is nothing between.
            found.append([*first_piece, *between, *last_piece] or [(edge, share, share)])
    return found


def _along(at: Doors, snapped: Snapped, place: int, way: int) -> tuple[int, float]:
    """The edge on which a place is left or reached, and where on it the place is."""
    edge, share = int(at.along[place, way]), float(snapped.share[place])
    return edge, share if edge == snapped.edge[place] else 1 - share


def _drawn(network: Network, pieces: Sequence[Piece]) -> Line:
    """The points of these stretches one after another; each begins where the one before it ended."""
    points: list[tuple[float, float]] = []
    for edge, begin, end in pieces:
        of_edge = slice(network.line_start[edge], network.line_start[edge + 1])
        lon, lat = network.line_lon[of_edge], network.line_lat[of_edge]
        if (begin, end) != (0.0, 1.0):
            part = substring(shapely.linestrings(to_plane(lon, lat)), begin, end, normalized=True)
            lon, lat = to_degrees(shapely.get_coordinates(part))
        points.extend(zip(lon[len(points) > 0 :].tolist(), lat[len(points) > 0 :].tolist(), strict=True))
    return tuple(points) if len(points) > 1 else (points[0], points[0])

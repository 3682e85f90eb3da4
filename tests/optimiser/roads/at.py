"""Finds junctions of a network by where they are."""

import numpy as np

from optimiser.roads import Dijkstra, Hierarchy, Matrix, Network, snap, travel_matrix

from .toy_map import NODES


def junction(network: Network, name: str) -> int:
    """The junction that is the toy map's node."""
    lon, lat = NODES[name]
    found = np.flatnonzero((abs(network.lon - lon) < 1e-6) & (abs(network.lat - lat) < 1e-6))
    assert len(found) == 1, f"{name} is not a junction"
    return int(found[0])


def between(network: Network, names: str, engine: type[Hierarchy] | type[Dijkstra] = Hierarchy) -> Matrix:
    """The matrix between places that lie exactly on the toy map's nodes."""
    lon, lat = zip(*(NODES[name] for name in names), strict=True)
    return travel_matrix(network, snap(network, lon, lat, list(names)), engine=engine(network))

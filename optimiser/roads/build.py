"""Builds the network of a mode from OSM ways: the largest part that is connected both ways, as arrays."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from optimiser.roads.access import may_use
from optimiser.roads.errors import EmptyNetwork
from optimiser.roads.mode import Mode
from optimiser.roads.network import Network
from optimiser.roads.osm_file import OsmStreets
from optimiser.roads.say import Say
from optimiser.roads.speeds import Speeds
from optimiser.roads.street_graph import street_graph


def build_network(streets: OsmStreets, mode: Mode, speeds: Speeds, *, path: Path, sha256: str, say: Say) -> Network:
    """The largest strongly connected network that the mode may use; raises EmptyNetwork when there is none.

    `path` is only for messages, `sha256` is the map's.
    """
    ways = [way for way in streets.ways if may_use(way.tags, mode)]
    if not ways:
        raise EmptyNetwork(path, mode)
    paces = [speeds.seconds_per_metre(way.tags, mode) for way in ways]
    network = to_network(street_graph(streets, ways, paces, mode), mode, streets.source, sha256)
    connected = largest_connected(network)
    if connected.junctions < 2:
        raise EmptyNetwork(path, mode)
    lost = network.junctions - connected.junctions
    say(
        f"Streets by {mode}: {connected.junctions:,} junctions; "
        f"{lost:,} left out because they cannot be reached and left again."
    )
    return connected


def to_network(graph: Any, mode: Mode, source: str, sha256: str) -> Network:
    """The arrays of an OSMnx graph, junctions and edges in an order that depends on the map alone."""
    nodes = sorted(graph.nodes)
    number = {node: index for index, node in enumerate(nodes)}
    rows = sorted(
        (
            number[u],
            number[v],
            round(edge["length"]),
            max(1, round(edge["travel_time"] * 100)),
            edge_line(graph, u, v, edge),
        )
        for u, v, edge in graph.edges(data=True)
    )
    points = [point for row in rows for point in row[4]]
    return Network(
        mode=mode,
        source=source,
        map_sha256=sha256,
        lon=np.array([graph.nodes[node]["x"] for node in nodes]),
        lat=np.array([graph.nodes[node]["y"] for node in nodes]),
        tail=np.array([row[0] for row in rows]),
        head=np.array([row[1] for row in rows]),
        metres=np.array([row[2] for row in rows]),
        centiseconds=np.array([row[3] for row in rows]),
        line_start=np.cumsum([0, *(len(row[4]) for row in rows)]),
        line_lon=np.array([lon for lon, _ in points]),
        line_lat=np.array([lat for _, lat in points]),
    )


def edge_line(graph: Any, u: int, v: int, edge: dict[str, Any]) -> tuple[tuple[float, float], ...]:
    """The (lon, lat) points of an edge; an edge that OSMnx did not merge is straight and has no geometry."""
    if "geometry" in edge:
        return tuple(edge["geometry"].coords)
    return tuple((graph.nodes[node]["x"], graph.nodes[node]["y"]) for node in (u, v))


def largest_connected(network: Network) -> Network:
    """The part of the network in which every junction reaches every other; the largest one."""
    adjacency = csr_array(
        (np.ones(network.edges, dtype=np.int32), (network.tail, network.head)),
        shape=(network.junctions, network.junctions),
    )
    _, label = connected_components(adjacency, directed=True, connection="strong")
    keep_junction = label == np.bincount(label).argmax()
    keep_edge = keep_junction[network.tail] & keep_junction[network.head]
    renumber = np.cumsum(keep_junction) - 1
    lengths = np.diff(network.line_start)
    keep_point: npt.NDArray[np.bool_] = np.repeat(keep_edge, lengths)
    return replace(
        network,
        lon=network.lon[keep_junction],
        lat=network.lat[keep_junction],
        tail=renumber[network.tail[keep_edge]],
        head=renumber[network.head[keep_edge]],
        metres=network.metres[keep_edge],
        centiseconds=network.centiseconds[keep_edge],
        line_start=np.concatenate([[0], np.cumsum(lengths[keep_edge])]),
        line_lon=network.line_lon[keep_point],
        line_lat=network.line_lat[keep_point],
    )

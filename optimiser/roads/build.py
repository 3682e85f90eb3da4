"""Builds the network of a mode from OSM ways: the largest part that is connected both ways, as arrays."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from optimiser.roads.chains import Chains, chains
from optimiser.roads.errors import EmptyNetwork
from optimiser.roads.hops import Hops, hops_of
from optimiser.roads.mode import Mode
from optimiser.roads.network import Network
from optimiser.roads.osm_file import OsmStreets
from optimiser.roads.say import Say
from optimiser.roads.speeds import Speeds


def build_network(streets: OsmStreets, mode: Mode, speeds: Speeds, *, path: Path, sha256: str, say: Say) -> Network:
    """The largest strongly connected network that the mode may use; raises EmptyNetwork when there is none.

    `path` is only for messages, `sha256` is the map's.
    """
    hops = hops_of(streets, mode, speeds)
    if len(hops.tail) == 0:
        raise EmptyNetwork(path, mode)
    joined = chains(hops.tail, hops.head, len(streets.lon), hops.stopping)
    network = to_network(streets, hops, joined, mode, sha256, speeds.parking_s[mode])
    connected = largest_connected(network)
    if connected.junctions < 2:
        raise EmptyNetwork(path, mode)
    lost = network.junctions - connected.junctions
    say(
        f"Streets by {mode}: {connected.junctions:,} junctions; "
        f"{lost:,} left out because they cannot be reached and left again."
    )
    return connected


def to_network(streets: OsmStreets, hops: Hops, joined: Chains, mode: Mode, sha256: str, parking_s: int) -> Network:
    """The arrays of a network whose edges are chains of hops; junctions in the order of their OSM ids."""
    begin, end = joined.step[joined.first[:-1]], joined.step[joined.first[1:] - 1]
    at, ends = np.unique(np.concatenate([hops.tail[begin], hops.head[end]]), return_inverse=True)
    metres = np.add.reduceat(hops.metres[joined.step], joined.first[:-1])
    seconds = np.add.reduceat(hops.seconds[joined.step], joined.first[:-1])
    # Added up from the other end the metres of a street may round the other way.
    metres = np.where(joined.twin < 0, metres, np.minimum(metres, metres[joined.twin]))
    edge = np.repeat(np.arange(len(begin)), np.diff(joined.first))
    line = np.empty(len(joined.step) + len(begin), dtype=np.int64)
    line_start = joined.first + np.arange(len(joined.first))
    line[line_start[:-1]] = hops.tail[begin]
    line[np.arange(len(joined.step)) + edge + 1] = hops.head[joined.step]
    return Network(
        mode=mode,
        source=streets.source,
        map_sha256=sha256,
        parking_s=parking_s,
        lon=streets.lon[at],
        lat=streets.lat[at],
        tail=ends[: len(begin)].astype(np.int32),
        head=ends[len(begin) :].astype(np.int32),
        twin=joined.twin.astype(np.int32),
        metres=np.rint(metres),
        stopping=hops.stopping[begin],
        centiseconds=np.maximum(1, np.rint(seconds * 100)),
        line_start=line_start,
        line_lon=streets.lon[line],
        line_lat=streets.lat[line],
    )


def largest_connected(network: Network) -> Network:
    """The part of the network in which every junction reaches every other; the largest one.

    Of the streets that are left out it keeps the lines, so that a place beside one can be told why it is refused.
    """
    adjacency = csr_array(
        (np.ones(network.edges, dtype=np.int32), (network.tail, network.head)),
        shape=(network.junctions, network.junctions),
    )
    _, label = connected_components(adjacency, directed=True, connection="strong")
    keep_junction = label == np.bincount(label).argmax()
    keep_edge = keep_junction[network.tail] & keep_junction[network.head]
    renumber = np.cumsum(keep_junction) - 1
    edge_number = np.cumsum(keep_edge) - 1
    twin = network.twin[keep_edge]
    once = ~keep_edge & ((network.twin < 0) | (network.twin > np.arange(network.edges)))
    line_start, line = _lines(network, keep_edge)
    left_out_start, left_out = _lines(network, once)
    return replace(
        network,
        lon=network.lon[keep_junction],
        lat=network.lat[keep_junction],
        tail=renumber[network.tail[keep_edge]],
        head=renumber[network.head[keep_edge]],
        twin=np.where(twin < 0, -1, edge_number[twin]),
        metres=network.metres[keep_edge],
        stopping=network.stopping[keep_edge],
        centiseconds=network.centiseconds[keep_edge],
        line_start=line_start,
        line_lon=network.line_lon[line],
        line_lat=network.line_lat[line],
        left_out_start=np.concatenate([network.left_out_start, network.left_out_start[-1] + left_out_start[1:]]),
        left_out_lon=np.concatenate([network.left_out_lon, network.line_lon[left_out]]),
        left_out_lat=np.concatenate([network.left_out_lat, network.line_lat[left_out]]),
    )


def _lines(network: Network, chosen: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """Where the lines of these edges start when only they are kept, and which points those are."""
    lengths = np.diff(network.line_start)
    return np.concatenate([[0], np.cumsum(lengths[chosen])]).astype(np.int32), np.repeat(chosen, lengths)

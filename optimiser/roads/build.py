"""Builds the network of a mode from OSM ways: the largest part that is connected both ways, as arrays."""

from pathlib import Path

import numpy as np

from optimiser.roads.chains import Chains, chains
from optimiser.roads.connected import largest_connected
from optimiser.roads.errors import EmptyNetwork, count
from optimiser.roads.hops import Hops, hops_of, main_roads
from optimiser.roads.map_limits import with_map_limits
from optimiser.roads.mode import DRIVEN, Mode
from optimiser.roads.network import Network
from optimiser.roads.osm_file import OsmStreets
from optimiser.roads.say import Say
from optimiser.roads.speeds import Speeds
from optimiser.roads.turns import ends_of, forbidden_turns, give_way_s, slow_turns, turned_at, with_forbidden


def build_network(streets: OsmStreets, mode: Mode, speeds: Speeds, *, path: Path, sha256: str, say: Say) -> Network:
    """The largest strongly connected network that the mode may use; raises EmptyNetwork when there is none.

    UnusableSpeeds where the speeds leave limits to a map that has none. `path` is only for messages, `sha256` is the
    map's.
    """
    if mode in DRIVEN:
        speeds = with_map_limits(speeds, streets)
    network, passed_over = _all_streets(streets, mode, speeds, path=path, sha256=sha256)
    connected = largest_connected(network)
    if connected.junctions < 2:
        raise EmptyNetwork(path, mode, "pieces")
    lost = network.junctions - connected.junctions
    say(
        f"Streets by {mode}: {connected.junctions:,} junctions; "
        f"{lost:,} left out because they cannot be reached and left again."
    )
    if passed_over:
        say(f"By {mode}, {count(passed_over, 'turn restriction is', 'turn restrictions are')} not understood.")
    return connected


def _all_streets(streets: OsmStreets, mode: Mode, speeds: Speeds, *, path: Path, sha256: str) -> tuple[Network, int]:
    """As `to_network`, of all that the mode may use. The steps it is made of are forgotten when it is there."""
    hops = hops_of(streets, mode, speeds)
    if len(hops.tail) == 0:
        raise EmptyNetwork(path, mode, "others" if len(streets.way_id) else "nothing")
    # Where one of these changes, an edge ends: each edge is of one kind all along.
    kind = hops.stopping + np.int8(2) * hops.bound + np.int8(4) * main_roads(streets)[hops.way]
    joined = chains(hops.tail, hops.head, len(hops.lon), kind, turned_at(streets))
    return to_network(streets, hops, joined, mode, speeds, sha256)


def to_network(
    streets: OsmStreets, hops: Hops, joined: Chains, mode: Mode, speeds: Speeds, sha256: str
) -> tuple[Network, int]:
    """(a network whose edges are chains of hops, how many turn restrictions were not understood).

    Junctions are in the order of their OSM ids.
    """
    ends, delays = ends_of(hops, joined), speeds.junction_s[mode]
    at, rows = np.unique(np.concatenate([ends.tail, ends.head]), return_inverse=True)
    edges = len(ends.tail)
    metres = np.add.reduceat(hops.metres[joined.step], joined.first[:-1])
    seconds = np.add.reduceat(hops.seconds[joined.step], joined.first[:-1])
    giving_way_s = give_way_s(hops, joined, ends, streets, delays)
    seconds += giving_way_s
    centiseconds = np.maximum(1, np.rint(seconds * 100))
    # Added up from the other end the metres of a street may round the other way.
    metres = np.where(joined.twin < 0, metres, np.minimum(metres, metres[joined.twin]))
    forbidden = forbidden_turns(ends, joined, streets, mode)
    turns, turn_cs = with_forbidden(*slow_turns(hops, joined, ends, streets, delays), forbidden.pairs, edges)
    triples = forbidden.triples.astype(np.int32)
    edge = np.repeat(np.arange(edges), np.diff(joined.first))
    line = np.empty(len(joined.step) + edges, dtype=np.int64)
    line_start = joined.first + np.arange(len(joined.first))
    line[line_start[:-1]] = ends.tail
    line[np.arange(len(joined.step)) + edge + 1] = hops.head[joined.step]
    network = Network(
        mode=mode,
        source=streets.source,
        map_date=streets.map_date,
        map_sha256=sha256,
        parking_s=speeds.parking_s[mode],
        lon=hops.lon[at],
        lat=hops.lat[at],
        tail=rows[:edges].astype(np.int32),
        head=rows[edges:].astype(np.int32),
        twin=joined.twin.astype(np.int32),
        metres=np.rint(metres),
        centiseconds=centiseconds,
        wait_cs=np.minimum(np.rint((hops.wait_s[ends.last_hop] + giving_way_s) * 100), centiseconds - 1),
        main_cs=np.where(main_roads(streets)[ends.way_out], centiseconds, 0),
        stopping=hops.stopping[ends.first_hop],
        bound=hops.bound[ends.first_hop],
        turn_from=turns[:, 0].astype(np.int32),
        turn_to=turns[:, 1].astype(np.int32),
        turn_cs=turn_cs.astype(np.int32),
        via_from=triples[:, 0],
        via_by=triples[:, 1],
        via_to=triples[:, 2],
        line_start=line_start,
        line_lon=hops.lon[line],
        line_lat=hops.lat[line],
    )
    return network, forbidden.passed_over

"""Contraction hierarchies give what Dijkstra gives, in seconds and in metres."""

import itertools
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from optimiser.roads import Network, Snapped, travel_matrix
from optimiser.roads.connected import largest_connected
from optimiser.roads.dijkstra import Dijkstra
from optimiser.roads.doors import NO_WAY
from optimiser.roads.graph import COST_OF_CS
from optimiser.roads.hierarchy import Hierarchy

from .networks import network, on_street, random_grid

Table = npt.NDArray[np.int64]


def fastest(asked: Hierarchy | Dijkstra, origins: list[int], destinations: list[int]) -> tuple[Table, Table]:
    """Centiseconds and metres, -1 where there is no way."""
    ends = np.array(origins, dtype=np.int32), np.array(destinations, dtype=np.int32)
    costs = np.concatenate([block for _, block in asked.blocks(*ends)])
    return np.where(costs == NO_WAY, -1, costs // COST_OF_CS), np.where(costs == NO_WAY, -1, costs % COST_OF_CS)


def random_places(grid: Network, seed: int, count: int) -> Snapped:
    """On streets anywhere, some at junctions, several on one street."""
    draw = np.random.default_rng(seed)
    edges = draw.integers(0, min(grid.edges, count), count)
    return on_street(grid, edges.tolist(), draw.choice([0.0, 0.25, 0.3125, 0.5, 0.875, 1.0], count).tolist())


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_times_and_metres_are_equal_on_every_pair_of_a_random_grid(seed: int) -> None:
    grid = random_grid(seed)
    everywhere = list(range(grid.junctions))
    times, metres = fastest(Hierarchy(grid), everywhere, everywhere)
    expected_times, expected_metres = fastest(Dijkstra(grid), everywhere, everywhere)
    assert times.tolist() == expected_times.tolist()
    assert metres.tolist() == expected_metres.tolist()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_paths_are_chains_of_edges_that_add_up_to_the_times_and_metres(seed: int) -> None:
    grid = random_grid(seed)
    everywhere = list(range(grid.junctions))
    times, metres = fastest(Dijkstra(grid), everywhere, everywhere)
    pairs = [(a, b) for a in (0, 7, 40) for b in range(grid.junctions) if times[a, b] >= 0]
    for (a, b), (cost, path) in zip(pairs, Hierarchy(grid).paths(pairs), strict=True):
        assert [a, *grid.head[path]] == [*grid.tail[path], b]
        assert cost == times[a, b] * COST_OF_CS + metres[a, b]
        assert grid.centiseconds[path].sum() == times[a, b]
        assert grid.metres[path].sum() == metres[a, b]


def test_of_two_equally_fast_ways_the_shorter_gives_the_metres() -> None:
    diamond = network(4, [(0, 1, 50, 900), (1, 3, 50, 900), (0, 2, 60, 300), (2, 3, 40, 400), (3, 0, 1, 1)])
    for asked in (Hierarchy(diamond), Dijkstra(diamond)):
        times, metres = fastest(asked, [0, 3], [0, 3])
        assert times.tolist() == [[0, 100], [1, 0]]
        assert metres.tolist() == [[0, 700], [1, 0]]


def test_a_much_shorter_way_that_is_a_hair_slower_is_not_taken() -> None:
    # With the factor of 500 that 11-hour legs need, 1 centisecond would weigh less than the 2,000 m saved.
    two_ways = network(4, [(0, 1, 5000, 3000), (0, 1, 5001, 1000), (1, 0, 1, 1), (2, 3, 1, 1), (3, 2, 1, 1)])
    times, metres = fastest(Hierarchy(two_ways), [0, 1], [0, 1])
    assert times[0, 1] == 5000
    assert metres[0, 1] == 3000


def test_a_leg_of_ten_hours_has_its_metres() -> None:
    far = network(2, [(0, 1, 3_600_000, 650_000), (1, 0, 3_600_000, 650_001)])
    _, metres = fastest(Hierarchy(far), [0, 1], [0, 1])
    assert metres.tolist() == [[0, 650_000], [650_001, 0]]


def test_a_junction_without_a_way_is_minus_one_in_both() -> None:
    split = network(4, [(0, 1, 5, 10), (1, 0, 5, 10), (2, 3, 5, 10), (3, 2, 5, 10)])
    for asked in (Hierarchy(split), Dijkstra(split)):
        times, metres = fastest(asked, [0, 2], [0, 2])
        assert times.tolist() == metres.tolist() == [[0, -1], [-1, 0]]


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_street_cut_where_places_are_gives_the_same_times_and_metres(seed: int) -> None:
    """Places on streets are not nodes of the network; here each is made one, and Dijkstra asked."""
    grid = largest_connected(random_grid(seed))
    grid = replace(grid, centiseconds=grid.centiseconds * 100)  # so that a piece of a street takes time
    snapped = random_places(grid, seed, 25)
    cut, at = cut_at_places(grid, snapped)
    times, metres = fastest(Dijkstra(cut), at, at)
    apart = ~np.eye(len(at), dtype=bool)
    for engine in (Hierarchy(grid), Dijkstra(grid)):
        matrix = travel_matrix(grid, snapped, engine=engine)
        assert (matrix.seconds[apart] == -(-times[apart] // 100)).all()
        assert (matrix.metres[apart] == metres[apart]).all()


def cut_at_places(grid: Network, snapped: Snapped) -> tuple[Network, list[int]]:
    """The network with a junction at each place, and the junctions of the places."""
    edges, at = [], [0] * len(snapped.names)
    junctions = grid.junctions
    where: dict[tuple[int, float], int] = {}  # a street, and how far along its lower edge
    for edge in range(grid.edges):
        twin = int(grid.twin[edge])
        street = edge if twin < 0 else min(edge, twin)
        stops: list[tuple[float, int]] = []  # how far along this edge, and the junction there
        for place in np.flatnonzero((snapped.edge == edge) | ((snapped.edge == twin) & (twin >= 0))).tolist():
            share = float(snapped.share[place]) if snapped.edge[place] == edge else 1 - float(snapped.share[place])
            if share in (0.0, 1.0):
                at[place] = int(grid.tail[edge] if share == 0 else grid.head[edge])
                continue
            key = (street, share if edge == street else 1 - share)
            if key not in where:
                where[key] = junctions
                junctions += 1
            at[place] = where[key]
            stops.append((share, where[key]))
        stops = [(0.0, int(grid.tail[edge])), *sorted(set(stops)), (1.0, int(grid.head[edge]))]
        total_cs, total_m = int(grid.centiseconds[edge]), int(grid.metres[edge])
        for (a, from_junction), (b, to_junction) in itertools.pairwise(stops):
            length_cs = int(np.rint(total_cs * b)) - int(np.rint(total_cs * a))
            edges.append((from_junction, to_junction, length_cs, int(np.rint(total_m * b)) - int(np.rint(total_m * a))))
    return network(junctions, edges), at

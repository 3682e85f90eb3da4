"""Contraction hierarchies give what Dijkstra gives, in seconds and in metres."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimiser.roads import dijkstra
from optimiser.roads.hierarchy import Hierarchy

from .networks import network, random_grid


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_times_and_metres_are_equal_on_every_pair_of_a_random_grid(seed: int) -> None:
    grid = random_grid(seed)
    everywhere = np.arange(grid.junctions, dtype=np.int32)
    times, metres = Hierarchy(grid).fastest(everywhere, everywhere)
    expected_times, expected_metres = dijkstra.fastest(grid, everywhere, everywhere)
    assert times.tolist() == expected_times.tolist()
    assert metres.tolist() == expected_metres.tolist()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_paths_are_chains_of_edges_that_add_up_to_the_times_and_metres(seed: int) -> None:
    grid = random_grid(seed)
    everywhere = np.arange(grid.junctions, dtype=np.int32)
    times, metres = dijkstra.fastest(grid, everywhere, everywhere)
    pairs = [(a, b) for a in (0, 7, 40) for b in range(grid.junctions) if times[a, b] >= 0]
    for (a, b), path in zip(pairs, Hierarchy(grid).paths(np.array(pairs, dtype=np.int32)), strict=True):
        assert [a, *grid.head[path]] == [*grid.tail[path], b]
        assert grid.centiseconds[path].sum() == times[a, b]
        assert grid.metres[path].sum() == metres[a, b]


def test_of_two_equally_fast_ways_the_shorter_gives_the_metres() -> None:
    diamond = network(4, [(0, 1, 50, 900), (1, 3, 50, 900), (0, 2, 60, 300), (2, 3, 40, 400), (3, 0, 1, 1)])
    corner = np.array([0, 3], dtype=np.int32)
    for fastest in (Hierarchy(diamond).fastest, lambda *ends: dijkstra.fastest(diamond, *ends)):
        times, metres = fastest(corner, corner)
        assert times.tolist() == [[0, 100], [1, 0]]
        assert metres.tolist() == [[0, 700], [1, 0]]


def test_a_much_shorter_way_that_is_a_hair_slower_is_not_taken() -> None:
    # With the factor of 500 that 11-hour legs need, 1 centisecond would weigh less than the 2,000 m saved.
    two_ways = network(4, [(0, 1, 5000, 3000), (0, 1, 5001, 1000), (1, 0, 1, 1), (2, 3, 1, 1), (3, 2, 1, 1)])
    ends = np.array([0, 1], dtype=np.int32)
    times, metres = Hierarchy(two_ways).fastest(ends, ends)
    assert times[0, 1] == 5000
    assert metres[0, 1] == 3000


def test_a_leg_of_ten_hours_has_its_metres() -> None:
    far = network(2, [(0, 1, 3_600_000, 650_000), (1, 0, 3_600_000, 650_001)])
    ends = np.array([0, 1], dtype=np.int32)
    _, metres = Hierarchy(far).fastest(ends, ends)
    assert metres.tolist() == [[0, 650_000], [650_001, 0]]


def test_a_junction_without_a_way_is_minus_one_in_both() -> None:
    split = network(4, [(0, 1, 5, 10), (1, 0, 5, 10), (2, 3, 5, 10), (3, 2, 5, 10)])
    ends = np.array([0, 2], dtype=np.int32)
    for fastest in (Hierarchy(split).fastest, lambda *ends: dijkstra.fastest(split, *ends)):
        times, metres = fastest(ends, ends)
        assert times.tolist() == metres.tolist() == [[0, -1], [-1, 0]]

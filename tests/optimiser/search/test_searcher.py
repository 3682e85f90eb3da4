"""A search that is given a part of a plan changes that part, and may use everything in it."""

from collections.abc import Iterable

import numpy as np
import pytest

from optimiser.arrays.flat import Int
from optimiser.problem import Problem, Travel
from optimiser.search.searcher import Searcher
from optimiser.search.workspace import Workspace
from tests.optimiser.toy import problem, shift, visit, worker

CREW = ("ann", "bob", "cat", "dan")
WEST, EAST = 1, 2
# From one to the other is farther than from the depot and back to both.
PLACES = np.array([[0, 100, 100], [100, 0, 1_000], [100, 1_000, 0]], dtype=np.int32)
DAY: Problem = problem(
    visit("west", WEST),
    visit("east", EAST),
    workers=tuple(worker(name) for name in CREW),
    shifts=tuple(shift(name, upence_per_m=1) for name in CREW),
    travel={"car": Travel(seconds=PLACES, metres=PLACES)},
)


def confined(*mine: int) -> Searcher:
    """A search that may use these shifts."""
    space = Workspace(DAY)
    searcher = Searcher(space.arrays, space.guide, seed=1)
    searcher.begin(space.state, _marked(len(CREW), mine), _marked(len(DAY.visits), range(len(DAY.visits))))
    return searcher


def _marked(count: int, which: Iterable[int]) -> Int:
    marks = np.zeros(count, dtype=np.int64)
    marks[list(which)] = 1
    return marks


@pytest.mark.parametrize("mine", [(0, 1), (2, 3), (1, 3)])
def test_it_gives_a_route_to_an_idle_shift_of_its_own_though_others_like_it_are_idle_too(mine: tuple[int, ...]) -> None:
    searcher = confined(*mine)
    # Of shifts that are all alike only one is tried.
    assert searcher.state.idle.tolist() == [mine[0]]
    searcher.anneal(20, 1.0, 1.0, 0.0, 1.0)
    assert np.flatnonzero(searcher.best_length).tolist() == list(mine)


def test_where_none_of_its_own_is_idle_it_leaves_those_of_others_alone() -> None:
    searcher = confined(3)
    searcher.anneal(20, 1.0, 1.0, 0.0, 1.0)
    assert np.flatnonzero(searcher.best_length).tolist() == [3]
    assert searcher.state.idle.tolist() == [-1]

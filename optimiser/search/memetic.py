"""Breeding: both searches anneal plans of their own, apart, and then children of two of them, for a shorter time.

A plan that has been cooled slowly is frozen into one of many shapes, and which one decides most of what it costs. One
long search has one shape; several short ones have several, and a child has the better parts of two.
"""

import numpy as np

from optimiser.search.crossover import Individual, crossover
from optimiser.search.door_kernel import exactly, settle_all
from optimiser.search.population import Population
from optimiser.search.share_kernel import rebuild, take_routes
from optimiser.search.split import whole
from optimiser.search.team import SEARCHES, Team
from optimiser.search.workspace import Workspace

# The part of a run that goes to plans that are no children, and the part that each pair of children takes.
PARENTS = 0.6
CHILD = 0.02
# A child is warmed to where a plan is after this part of its cooling. Cooler, what does not fit at the seams stays as
# it is; warmer, it takes longer to cool again. What was measured stands in optimiser/README.md.
CHILD_FROM = 0.45
# So many iterations for each visit make a parent of a plan with so many visits, and four times as many with twice the
# visits. How well a parent turns out is chance for the most part, so that several hasty ones beat a slow one.
ITERATIONS_A_VISIT, OF_VISITS = 300, 200
MOST_PARENTS = 4


def parents_each(iterations: float, visits: int) -> int:
    """How many parents each search has time for in a run of so many iterations (of both searches together)."""
    each = ITERATIONS_A_VISIT * (visits / OF_VISITS) ** 2 * visits
    return min(MOST_PARENTS, int(PARENTS * iterations / SEARCHES / max(each, 1.0)))


class Memetic:
    """What both searches of a Team are at work on, leg by leg, and the population that comes of it."""

    def __init__(self, space: Workspace, team: Team, seed: int) -> None:
        self._space = space
        self._team = team
        self._random = np.random.default_rng(seed)
        self._population = Population()
        lengths = space.state.route["length"].copy()
        self._start = Individual(space.state.sequence.copy(), lengths, tuple(space.state.total.tolist()))
        # Of each search: the parents of the child it has, if it has one.
        self._parents: list[tuple[Individual, Individual] | None] = [None] * SEARCHES

    def begin_parents(self) -> None:
        """Each search begins from the plan there was when breeding began, still hot."""
        self._load(self._start.sequence, self._start.length)
        for number in range(SEARCHES):
            self._begin(number, None)

    def begin_children(self) -> bool:
        """Each search begins from a child; False, and nothing begun, if there are no two plans that differ."""
        children = [self._child() for _ in range(SEARCHES)]
        for number, child in enumerate(children):
            if child is None:
                return False
            sequence, length, parents = child
            if not self._load(sequence, length):
                self._load(parents[0].sequence, parents[0].length)
            self._begin(number, parents)
        return True

    def round(self, iterations: int, hot: float, cold: float, done: float, until: float) -> float:
        """So many iterations in all, while the leg goes from its share `done` to its share `until`; the seconds."""
        first = [0.0 if parents is None else CHILD_FROM for parents in self._parents]
        return self._team.side_by_side(
            iterations, hot, cold, [(one + (1.0 - one) * done, one + (1.0 - one) * until) for one in first]
        )

    def end(self) -> None:
        """What the searches have found joins the population."""
        for searcher, parents in zip(self._team.searchers, self._parents, strict=True):
            found = Individual(
                searcher.best_sequence.copy(), searcher.best_length.copy(), tuple(searcher.best_total.tolist())
            )
            if parents is None:
                self._population.add(found)
            else:
                self._population.offer(found, parents)

    def _child(self) -> tuple[np.ndarray, np.ndarray, tuple[Individual, Individual]] | None:
        while parents := self._population.parents(self._random):
            child = crossover(self._space.arrays, *parents, self._random)
            if child is not None:
                return *child, parents
            self._population.forget(parents[1])
        return None

    def _begin(self, number: int, parents: tuple[Individual, Individual] | None) -> None:
        shifts, absent = whole(self._space.arrays, 1)
        self._team.searchers[number].begin(self._space.state, shifts[0], absent[0])
        self._parents[number] = parents

    def _load(self, sequence: np.ndarray, length: np.ndarray) -> bool:
        """Makes these routes the plan of the Workspace; False if they break a rule."""
        arrays, state = self._space.arrays, self._space.state
        everyone = np.ones(len(arrays.shift), dtype=np.int64)
        take_routes(arrays, state, everyone, sequence, length)
        scratch, weights = self._space.scratch, self._space.weights
        if not rebuild(arrays, state, scratch) or (state.lent > arrays.agreement_cap).any():
            return False
        # Where visits have left a route, a break may be owed that lay well between them.
        return bool(settle_all(arrays, state, scratch, weights, True)) and bool(exactly(arrays, state, scratch))

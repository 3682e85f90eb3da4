"""Two searches side by side on one plan, on two cores where there are two, and the best plan they have found."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np

from optimiser.arrays.flat import Int
from optimiser.search.searcher import Searcher
from optimiser.search.share_kernel import is_better, rebuild, take_over, take_routes
from optimiser.search.split import split, whole, worth_splitting
from optimiser.search.workspace import Workspace

# Always two, whatever the machine: a run must not depend on how many cores there are.
SEARCHES = 2
# Searches on the whole plan go on from the better one's plan at every so many meetings.
MEET = 10


class Team:
    """Anneals the plan in a Workspace in rounds. After each, `best_routes` is the best plan so far.

    A large plan is split: each search has its own shifts for a round, so both together do twice the work on one plan.
    On a small plan each search has all of it to itself, and now and then the worse one begins again from the better.
    (With time enough both do better by breeding: see memetic.py.)
    """

    def __init__(self, space: Workspace, seed: int, threads: int) -> None:
        self._space = space
        self._random = np.random.default_rng(seed)
        self.searchers = [Searcher(space.arrays, space.guide, seed + 7919 * number) for number in range(SEARCHES)]
        self._threads = threads
        self._rounds = 0
        self._apart = False
        self.best_sequence = space.state.sequence.copy()
        self.best_length = space.state.route["length"].copy()
        self.best_total = space.state.total.copy()

    @contextmanager
    def at_work(self) -> Iterator["Team"]:
        """With threads for as long as the block runs."""
        with ThreadPoolExecutor(max_workers=self._threads) as self._pool:
            yield self

    def round(self, iterations: int, hot: float, cold: float, done: float, until: float) -> float:
        """So many iterations in all, while the whole search goes from the share `done` to the share `until`.

        Returns the seconds that searching itself took.
        """
        arrays, state = self._space.arrays, self._space.state
        shared = worth_splitting(arrays, state)
        if shared or not self._apart:
            deal = split(arrays, state, SEARCHES, self._random) if shared else whole(arrays, SEARCHES)
            for searcher, shifts, absent in zip(self.searchers, *deal, strict=True):
                searcher.begin(state, shifts, absent)
        self._apart = not shared
        searching_s = self._anneal(iterations, hot, cold, [(done, until)] * SEARCHES)
        self._rounds += 1
        if shared:
            self._put_together(deal[0])
        else:
            self._compare()
        return searching_s

    def side_by_side(self, iterations: int, hot: float, cold: float, shares: Sequence[tuple[float, float]]) -> float:
        """So many iterations in all, each search on what it was given and from share to share of its own cooling."""
        searching_s = self._anneal(iterations, hot, cold, shares)
        self._keep_the_best()
        return searching_s

    def _anneal(self, iterations: int, hot: float, cold: float, shares: Sequence[tuple[float, float]]) -> float:
        each = -(-iterations // SEARCHES)
        began = time.perf_counter()
        list(self._pool.map(lambda one, share: one.anneal(each, hot, cold, *share), self.searchers, shares))
        return time.perf_counter() - began

    def _put_together(self, shifts: list[Int]) -> None:
        """The best each has found on its part, and then what each has at the moment."""
        space = self._space
        before = space.state.sequence.copy(), space.state.route["length"].copy()
        for searcher, mine in zip(self.searchers, shifts, strict=True):
            take_routes(space.arrays, space.state, mine, searcher.best_sequence, searcher.best_length)
        if rebuild(space.arrays, space.state, space.scratch):
            self._keep_if_better()
        for searcher, mine in zip(self.searchers, shifts, strict=True):
            lengths = np.ascontiguousarray(searcher.state.route["length"])
            take_routes(space.arrays, space.state, mine, searcher.state.sequence, lengths)
        if not rebuild(space.arrays, space.state, space.scratch):
            self._go_back(*before)

    def _compare(self) -> None:
        """The better of both bests; at a meeting, the better of both plans for both."""
        space = self._space
        self._keep_the_best()
        one, other = self.searchers
        if is_better(other.state.total, one.state.total):
            one, other = other, one
        take_over(space.arrays, space.state, space.scratch, one.state)
        if self._rounds % MEET == 0:
            take_over(space.arrays, other.state, other.scratch, one.state)

    def _keep_the_best(self) -> None:
        for searcher in self.searchers:
            if is_better(searcher.best_total, self.best_total):
                self.best_sequence[...] = searcher.best_sequence
                self.best_length[...] = searcher.best_length
                self.best_total[...] = searcher.best_total

    def _keep_if_better(self) -> None:
        state = self._space.state
        if is_better(state.total, self.best_total):
            self.best_sequence[...] = state.sequence
            self.best_length[...] = state.route["length"]
            self.best_total[...] = state.total

    def _go_back(self, sequence: Int, length: Int) -> None:
        """What two searches made of tied visits does not always fit together: then the round has been in vain."""
        space = self._space
        space.state.sequence[...] = sequence
        space.state.route["length"] = length
        if not rebuild(space.arrays, space.state, space.scratch):
            raise AssertionError("a plan that was timed before cannot be timed again; this is a fault of the engine")

"""One of the searches that work on a plan side by side: its own plan in the making, its own random numbers."""

import numpy as np

from optimiser.arrays import Arrays
from optimiser.arrays.flat import Int
from optimiser.search.anneal_kernel import anneal
from optimiser.search.change_kernel import STOPS, USED
from optimiser.search.share_kernel import give, take_over
from optimiser.search.state import State, new_scratch, new_state
from optimiser.search.weights import Guide

# Where routes have so many stops on average, local search goes over those that have changed, after so many iterations
# for each route in use: ruin and recreate turn a long route over only bit by bit. On short ones it was measured to make
# no clear difference. Routes that are not plain are tried by the definition, so often at most.
LONG_ROUTES = 20
LOCAL_EVERY = 30
LOCAL_BUDGET = 200


class Searcher:
    """Anneals what it is given. Several may run at once: they share tables that none of them changes."""

    def __init__(self, arrays: Arrays, guide: Guide, seed: int) -> None:
        self.arrays = arrays
        self.weights = guide.weights
        self.state = new_state(arrays)
        self.scratch = new_scratch(arrays, self.state, guide, seed)
        self.best_sequence = np.zeros_like(self.state.sequence)
        self.best_length = np.zeros(len(arrays.shift), dtype=np.int64)
        self.best_total = np.zeros(4, dtype=np.int64)

    def begin(self, state: State, mine: Int, absent_mine: Int) -> None:
        """Takes over a plan, to change the shifts marked in `mine` [shift] and the visits left out in `absent_mine`."""
        take_over(self.arrays, self.state, self.scratch, state)
        give(self.arrays, self.state, self.scratch, mine, absent_mine)
        self.best_sequence[...] = self.state.sequence
        self.best_length[...] = self.state.route["length"]
        self.best_total[...] = self.state.total
        self.state.route["stale"] = 0

    def anneal(self, iterations: int, hot: float, cold: float, done: float, until: float) -> None:
        """So many iterations, while the whole search goes from the share `done` to the share `until`."""
        used = max(1, int(self.state.tally[USED]))
        anneal(
            self.arrays,
            self.state,
            self.scratch,
            self.weights,
            iterations,
            hot,
            cold,
            done,
            until,
            LOCAL_EVERY * used if self.state.tally[STOPS] >= LONG_ROUTES * used else 0,
            LOCAL_BUDGET,
            self.best_sequence,
            self.best_length,
            self.best_total,
        )

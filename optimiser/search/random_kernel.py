"""Random numbers whose whole state is one number we hold, so that a run can be repeated and threads do not share."""

import numpy as np

from optimiser.search.jit import piece


@piece
def draw(state):
    """The next number in [0, 1): xorshift64* (Vigna 2016, 10.1145/2845077)."""
    value = state[0]
    value ^= value >> np.uint64(12)
    value ^= value << np.uint64(25)
    value ^= value >> np.uint64(27)
    state[0] = value
    return float((value * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@piece
def draw_below(state, limit):
    """The next whole number in [0, limit)."""
    return min(limit - 1, int(draw(state) * limit))

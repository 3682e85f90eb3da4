"""A Problem as flat arrays for the engine."""

from optimiser.arrays.arrays import Arrays, to_arrays
from optimiser.arrays.flat import BIG

__all__ = ["BIG", "Arrays", "to_arrays"]

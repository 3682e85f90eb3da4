"""Traffic by the hour of a working day, and how much of a leg it slows down.

A leg has a number, its mixture: how many quarters of its time are spent on main roads and how many on other streets;
the rest, walking and parking, takes as long at any hour. For each mixture there is one profile of speeds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Self

import numpy as np
import numpy.typing as npt

QUARTERS = 4
# (quarters on main roads, quarters on other streets) of each mixture; the first is that of legs without traffic.
MIXTURES = tuple((main, other) for main in range(QUARTERS + 1) for other in range(QUARTERS + 1 - main))
_NUMBER = np.zeros((QUARTERS + 1, QUARTERS + 1), dtype=np.uint8)
for _number, _pair in enumerate(MIXTURES):
    _NUMBER[_pair] = _number
FULL_SPEED = 1_000

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """From each time of day on, until the next, how fast traffic is on main roads and other streets, in per cent.

    The first is from midnight. Raises ValueError for what is no such day.
    """

    main: Mapping[time, int]
    other: Mapping[time, int]

    def __post_init__(self) -> None:
        for road, periods in (("main", self.main), ("other", self.other)):
            if not periods or min(periods) != time():
                raise ValueError(f"traffic.{road} must begin at 00:00")

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Self:
        """As `speeds.toml` has it. Raises KeyError, TypeError or ValueError."""
        days = {road: {time.fromisoformat(at): speed for at, speed in day.items()} for road, day in table.items()}
        return cls(**days)

    def by_mixture(self) -> tuple[tuple[tuple[time, int], ...], ...]:
        """For each of MIXTURES the times of day from which its speed is so many thousandths of full speed."""
        return tuple(self._of(main, other) for main, other in MIXTURES)

    def _of(self, main: int, other: int) -> tuple[tuple[time, int], ...]:
        periods: list[tuple[time, int]] = []
        for at in sorted({*self.main, *self.other}):
            # What takes one minute at full speed takes so many at others.
            minutes = (
                main * 100 / _from(self.main, at) + other * 100 / _from(self.other, at) + (QUARTERS - main - other)
            ) / QUARTERS
            speed = round(FULL_SPEED / minutes)
            if not periods or periods[-1][1] != speed:
                periods.append((at, speed))
        return tuple(periods)


def mixtures(total_cs: Whole, main_cs: Whole, other_cs: Whole) -> npt.NDArray[np.uint8]:
    """The number of the mixture nearest to legs that take so long in all, of that on main roads and other streets."""
    whole = np.maximum(total_cs, 1)
    main = np.minimum(np.rint(QUARTERS * main_cs / whole), QUARTERS).astype(np.int64)
    driven = np.minimum(np.rint(QUARTERS * (main_cs + other_cs) / whole), QUARTERS).astype(np.int64)
    found: npt.NDArray[np.uint8] = _NUMBER[main, np.maximum(driven - main, 0)]
    return found


def _from(periods: Mapping[time, int], at: time) -> int:
    return periods[max(begin for begin in periods if begin <= at)]


def no_traffic(mixture: Sequence[tuple[time, int]]) -> bool:
    """Whether the speed of a mixture is the same all day."""
    return all(speed == FULL_SPEED for _, speed in mixture)

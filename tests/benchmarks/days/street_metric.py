"""Cheap street-like travel on a plane, in whole numbers from the start: a grid of streets, a river, its bridges.

Metres are those of a grid (east plus north), by way of a bridge where the river lies between. Going by way of a third
place is never shorter: the grid with its bridges is a metric, seconds grow ever less with it, and what it takes to set
off and to arrive only adds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dispatch.domain.place import Place

Metres = npt.NDArray[np.int32]
# Rows worked on at a time, so that what is in between stays small.
ROWS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Milliseconds a metre on the first `near_m` of a leg and beyond: through the town, then on the main road."""

    near_m: int
    near_ms: int
    far_ms: int


CAR = Pace(near_m=2_400, near_ms=144, far_ms=62)  # 25 km/h, then 58
LORRY = Pace(near_m=2_400, near_ms=180, far_ms=78)
BICYCLE = Pace(near_m=0, near_ms=250, far_ms=250)  # 14 km/h
FOOT = Pace(near_m=0, near_ms=760, far_ms=760)  # 4.7 km/h


def kerb_seconds(places: Sequence[Place]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Of each place the seconds it takes to set off by car and to arrive: 10 to 49 and 15 to 74, by its UPRN.

    They stand for parking and turning, and make ways there and back differ.
    """
    numbers = np.array([int(place.uprn) for place in places], dtype=np.int64)
    return 10 + numbers * 7 % 40, 15 + numbers * 11 % 60


def grid_metres(x_m: npt.NDArray[np.int64], y_m: npt.NDArray[np.int64], bridges_m: Sequence[int]) -> Metres:
    """[from, to]; the river is the line y = 0, and `bridges_m` are where along it one may cross."""
    found = np.empty((len(x_m), len(x_m)), dtype=np.int32)
    for first in range(0, len(x_m), ROWS):
        rows = slice(first, first + ROWS)
        x, y = x_m[rows, None], y_m[rows, None]
        across = np.abs(x - x_m)
        over = np.full_like(across, np.iinfo(np.int32).max // 4)
        for bridge in bridges_m:
            np.minimum(over, np.abs(x - bridge) + np.abs(x_m - bridge), out=over)
        other_bank = (y >= 0) != (y_m >= 0)
        found[rows] = np.where(other_bank, over, across) + np.abs(y - y_m)
    return found


def seconds(metres: Metres, pace: Pace, set_off_s: npt.NDArray[np.int64], arrive_s: npt.NDArray[np.int64]) -> Metres:
    """[from, to], rounded up, plus what each place takes to set off from and to arrive at; nothing within a place."""
    found = np.empty_like(metres)
    for first in range(0, len(metres), ROWS):
        rows = slice(first, first + ROWS)
        m = metres[rows].astype(np.int64)
        ms = np.minimum(m, pace.near_m) * pace.near_ms + np.maximum(m - pace.near_m, 0) * pace.far_ms
        found[rows] = np.where(m > 0, -(-ms // 1000) + set_off_s[rows, None] + arrive_s, 0)
    return found

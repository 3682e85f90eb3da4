"""A made-up county: several towns on a plane with a river through it, for days too big for one town."""

from collections.abc import Sequence
from math import isqrt
from random import Random

import numpy as np

from dispatch.domain.place import Place
from dispatch.planning.travel_times import TravelTimes
from fixtures.day import Setting
from fixtures.town.plane import to_lon_lat
from optimiser.problem import Travel
from tests.benchmarks.days.street_metric import BICYCLE, CAR, FOOT, LORRY, grid_metres, kerb_seconds, seconds

APART_M = (7_000, 6_500)
# The river runs through the towns of this row.
RIVERSIDE_ROW = 1
RADIUS_M = 1_500
HOMES, BINS = 800, 130
# UPRNs of the county begin with 997, which is no issued number, and tell the town and the place in it.
UPRN = 9_970_000_000_000


class CountyGround:
    """So many towns, in about as many rows as columns."""

    def __init__(self, seed: int, towns: int) -> None:
        dice = Random(f"{seed} county")
        self._at: dict[str, tuple[int, int]] = {}
        columns = isqrt(towns - 1) + 1
        self._centres = [_centre(number, columns, dice) for number in range(towns)]
        self._bridges = tuple(
            column * APART_M[0] + offset for column in range(columns) for offset in (-600, 250, 1_400)
        )
        self.settings: tuple[Setting, ...] = tuple(
            self._setting(number, Random(f"{seed} town {number}")) for number in range(towns)
        )
        self.neighbours: tuple[tuple[int, ...], ...] = tuple(self._nearest(number) for number in range(towns))

    def _setting(self, town: int, dice: Random) -> Setting:
        homes = tuple(self._place(town, number, dice) for number in range(HOMES))
        bins = tuple(
            (f"BIN-{town:02}-{number:03}", "recycling" if number % 3 == 2 else "litter", self._place(town, place, dice))
            for number, place in enumerate(range(HOMES, HOMES + BINS))
        )
        return Setting(town=f"Town {town + 1}", homes=homes, bins=bins, centre=to_lon_lat(self._centres[town]))

    def _place(self, town: int, number: int, dice: Random) -> Place:
        """Nearer the middle more often than not; along streets some 90 m apart."""
        x, y = self._centres[town]
        east = (dice.randint(-RADIUS_M, RADIUS_M) + dice.randint(-RADIUS_M, RADIUS_M)) // 2
        north = (dice.randint(-RADIUS_M, RADIUS_M) + dice.randint(-RADIUS_M, RADIUS_M)) // 2
        at = (x + east, y + north // 90 * 90) if dice.random() < 0.5 else (x + east // 90 * 90, y + north)
        uprn = str(UPRN + town * 10_000 + number)
        self._at[uprn] = at
        lon, lat = to_lon_lat(at)
        return Place(uprn=uprn, lon=lon, lat=lat, paon=str(number + 1), town=f"Town {town + 1}")

    def _nearest(self, town: int) -> tuple[int, ...]:
        """The town itself and the one nearest to it."""
        x, y = self._centres[town]
        away = sorted(
            (abs(x - there[0]) + abs(y - there[1]), number)
            for number, there in enumerate(self._centres)
            if number != town
        )
        return (town, *(number for _, number in away[:1]))

    def measure(self, places: Sequence[Place]) -> TravelTimes:
        """Travel on the grid of streets. Cars and bicycles share their metres: they cross the same bridges."""
        at = [self._at[place.uprn] for place in places]
        x, y = (np.array([each[axis] for each in at], dtype=np.int64) for axis in (0, 1))
        set_off, arrive = kerb_seconds(places)
        metres = grid_metres(x, y, self._bridges)
        car = Travel(seconds(metres, CAR, set_off, arrive), metres)
        lorry = Travel(seconds(metres, LORRY, set_off, arrive), metres)
        bicycle = Travel(seconds(metres, BICYCLE, set_off // 2, arrive // 2), metres)
        foot = Travel(seconds(metres, FOOT, np.zeros_like(set_off), np.zeros_like(arrive)), metres)
        return TravelTimes(
            travel={"car": car, "van": car, "lorry": lorry, "bicycle": bicycle, "foot": foot},
            place_index={place.uprn: row for row, place in enumerate(places)},
        )


def _centre(number: int, columns: int, dice: Random) -> tuple[int, int]:
    row, column = divmod(number, columns)
    return (
        column * APART_M[0] + dice.randint(-900, 900),
        (row - RIVERSIDE_ROW) * APART_M[1] + dice.randint(-500, 500),
    )

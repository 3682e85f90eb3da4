"""Speeds by the time of day: side streets as ever, slow town streets, main roads that fill up and empty again."""

from collections.abc import Mapping

import numpy as np

from optimiser.problem import SpeedPeriod, SpeedProfile, Travel

SIDE_STREETS_M, TOWN_M = 500, 3_500
BY_ROAD = ("car", "lorry")


def _profile(*periods: tuple[int, int]) -> SpeedProfile:
    """(minutes after midnight, thousandths of free flow)."""
    return SpeedProfile(periods=tuple(SpeedPeriod(from_s=60 * minutes, permille=share) for minutes, share in periods))


# Made up to be ordinary: the school run and the way to work in the morning, the same back from three on.
PROFILES = (
    _profile((0, 1_000)),
    _profile((0, 1_000), (450, 780), (555, 920), (900, 850), (990, 740), (1_095, 1_000)),
    _profile((0, 1_000), (420, 680), (570, 1_000), (945, 800), (990, 620), (1_110, 1_000)),
)


def with_rush_hours(travel: Mapping[str, Travel]) -> dict[str, Travel]:
    """The same matrices, with a profile number for each pair by road: by how far it is."""
    found = dict(travel)
    for mode in BY_ROAD:
        if mode in travel:
            metres = travel[mode].metres
            number = (metres > SIDE_STREETS_M).astype(np.uint8) + (metres > TOWN_M).astype(np.uint8)
            found[mode] = Travel(travel[mode].seconds, metres, number)
    return found

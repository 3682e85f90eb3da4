"""Travel as tables: what a leg takes at least, and where speed changes by the hour, how."""

from dataclasses import dataclass

import numpy as np

from optimiser.arrays.flat import Int, Shelf, Table, record, table
from optimiser.problem import Problem, SpeedProfile

TRAVEL = np.dtype([("seconds", np.int32), ("metres", np.int32)])
FREE = np.dtype([("seconds", np.int32), ("profile", np.int32)])
PERIOD = record("begins", "permille")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """`free` is empty where no leg is slower or faster at any hour."""

    travel: Table  # [mode, from, to] the least seconds at any hour, and metres
    free: Table  # [mode, from, to] free-flow seconds and the profile that counts for them
    profile: Int  # [profile, 2] its periods: first and one past the last
    period: Table


def profiled_modes(problem: Problem) -> frozenset[str]:
    """The modes with a leg that takes longer or shorter than free flow at some hour."""
    changing = [number for number, profile in enumerate(problem.profiles) if _changes(profile)]
    return frozenset(
        mode
        for mode, travel in problem.travel.items()
        if changing and travel.profile is not None and np.isin(travel.profile, changing).any()
    )


def speed_tables(problem: Problem) -> Speeds:
    """All of it. A mode without profiles beside one that has some gets free flow at any hour."""
    size = len(next(iter(problem.travel.values())).seconds)
    travel = np.zeros((len(problem.travel), size, size), dtype=TRAVEL)
    profiled = profiled_modes(problem)
    free = np.zeros((len(problem.travel) if profiled else 0, size, size), dtype=FREE)
    periods = Shelf()
    rows = [periods.add([(period.from_s, period.permille) for period in one.periods]) for one in problem.profiles]
    fastest = np.array([_fastest(profile, problem.horizon_s) for profile in problem.profiles], dtype=np.int64)
    for mode, (name, matrices) in enumerate(problem.travel.items()):
        travel["seconds"][mode], travel["metres"][mode] = matrices.seconds, matrices.metres
        if name in profiled and matrices.profile is not None:
            free["seconds"][mode], free["profile"][mode] = matrices.seconds, matrices.profile
            for origin, numbers in enumerate(matrices.profile):  # row by row, as 64-bit numbers of all take much room
                work = 1000 * matrices.seconds[origin].astype(np.int64)
                travel["seconds"][mode, origin] = -(-work // fastest[numbers])
    return Speeds(
        travel=travel,
        free=free,
        profile=np.array(rows, dtype=np.int64).reshape(-1, 2),
        period=table(PERIOD, periods.rows),
    )


def _fastest(profile: SpeedProfile, horizon_s: int) -> int:
    return max(period.permille for period in profile.periods if period.from_s <= horizon_s)


def _changes(profile: SpeedProfile) -> bool:
    return any(period.permille != 1000 for period in profile.periods)

"""Visits and couplings as tables."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from optimiser.arrays.flat import BIG, Shelf, Table, or_big, record, table
from optimiser.problem import LateOn, Problem, Tier, Visit, Who

TIERS = (Tier.SAFETY, Tier.STATUTE, Tier.PROMISE, Tier.COST)
WHO = {Who.ANY: 0, Who.SAME: 1, Who.DIFFERENT: 2}

VISIT = record(
    "place",
    "duration",
    "setup",
    "window_from",
    "window_to",
    "late_from",
    "late_to",
    "coupling_from",
    "coupling_to",
    "promised_latest",
    "promised_points",
    "published_start",
    "published_tolerance",
    "moved_upence",
    "unserved:4",  # by tier
    "bundle",
    "fixed",  # 1: started work, never moved
    "hopeless",  # 1: no shift is able to do it
    "able_from",
    "able_to",
    "plain",  # 1: a segment says all about it (plain.py)
)
COUPLING = record("first", "second", "min", "max", "who", "needs")


def visit_table(
    problem: Problem,
    windows: Shelf,
    steps: Shelf,
    links: Shelf,
    bundle_of: Sequence[int],
    able: npt.NDArray[np.bool_],
) -> Table:
    """One record a visit; windows, lateness, and the numbers of its couplings and able shifts, go to the shelves.

    `able` is [shift, visit].
    """
    couplings: dict[str, list[int]] = {}
    for number, coupling in enumerate(problem.couplings):
        couplings.setdefault(coupling.first, []).append(number)
        couplings.setdefault(coupling.second, []).append(number)
    rows = []
    for number, visit in enumerate(problem.visits):
        unserved = [0, 0, 0, 0]
        unserved[TIERS.index(visit.if_unserved.tier)] = visit.if_unserved.points
        promised, published = visit.promised, visit.published
        rows.append(
            (
                visit.place,
                visit.duration_s,
                visit.setup_s,
                *windows.add(open_windows(visit, problem.horizon_s)),
                *steps.add(
                    [
                        (late.after_s, late.rate, TIERS.index(late.tier), int(late.on == LateOn.FINISH))
                        for late in visit.lateness
                    ]
                ),
                *links.add(couplings.get(visit.id, [])),
                promised.latest_s if promised else BIG,
                promised.points if promised else 0,
                published.start_s if published else -1,
                published.tolerance_s if published else 0,
                published.moved_upence if published else 0,
                unserved,
                bundle_of[number],
                int(visit.lock.rank is not None),
                int(not able[:, number].any()),
                *links.add(np.flatnonzero(able[:, number]).tolist()),
                0,
            )
        )
    return table(VISIT, rows)


def open_windows(visit: Visit, horizon_s: int) -> list[tuple[int, int]]:
    """The windows service may start in, lock and promise taken into account; both ends included, in order of time."""
    if visit.lock.start_s is not None:
        return [(visit.lock.start_s, visit.lock.start_s)]
    windows = [(window.earliest_s, window.latest_s) for window in visit.windows] or [(0, horizon_s)]
    opening = visit.promised.earliest_s if visit.promised else 0
    return [(max(earliest, opening), latest) for earliest, latest in windows if latest >= opening]


def coupling_table(problem: Problem) -> Table:
    """One record a coupling."""
    index = {visit.id: number for number, visit in enumerate(problem.visits)}
    return table(
        COUPLING,
        (
            (
                index[coupling.first],
                index[coupling.second],
                coupling.min_lag_s,
                or_big(coupling.max_lag_s),
                WHO[coupling.who],
                int(coupling.needs_first),
            )
            for coupling in problem.couplings
        ),
    )

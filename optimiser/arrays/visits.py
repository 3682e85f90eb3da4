"""Visits and couplings as tables."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from optimiser.arrays.bundles import rings_of_need
from optimiser.arrays.flat import BIG, Shelf, Table, or_big, record, table
from optimiser.problem import Coupling, LateOn, Problem, Tier, Visit, Who

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
    "must",  # 1: started work depends on it, so a plan without it breaks a rule
    "hopeless",  # 1: no shift is able to do it
    "able_from",
    "able_to",
    "plain",  # 1: a segment says all about it (plain.py)
    "needy",  # 1: it asks for room, parts or tools
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
    must = needed_by_started_work(problem)
    worth_more = 1 + sum(one.if_unserved.points for one in problem.visits if one.if_unserved.tier == Tier.SAFETY)
    for number, visit in enumerate(problem.visits):
        unserved = [0, 0, 0, 0]
        unserved[TIERS.index(visit.if_unserved.tier)] = visit.if_unserved.points
        if visit.id in must:
            # More than all others together. The search sees to it that no plan is given away that pays this.
            unserved[0] += worth_more
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
                int(visit.id in must),
                int(not able[:, number].any()),
                *links.add(np.flatnonzero(able[:, number]).tolist()),
                0,
                int(bool(visit.loads or visit.parts or visit.tools)),
            )
        )
    return table(VISIT, rows)


def needed_by_started_work(problem: Problem) -> set[str]:
    """Visits that are not started but that started ones depend on: by a group, or as the first of a coupling."""
    started = {visit.id for visit in problem.visits if visit.lock.rank is not None}
    needed = set(started)
    while True:
        more = {coupling.first for coupling in problem.couplings if coupling.needs_first and coupling.second in needed}
        for group in problem.groups:
            if needed.intersection(group.visits):
                more.update(group.visits)
        if more <= needed:
            return needed - started
        needed |= more


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
    # What needs each other round in a circle is a group (bundles.py); asking each for the other first would bar both.
    ring_of = {visit: number for number, ring in enumerate(rings_of_need(problem)) for visit in ring}
    return table(
        COUPLING,
        (
            (
                index[coupling.first],
                index[coupling.second],
                coupling.min_lag_s,
                or_big(coupling.max_lag_s),
                WHO[coupling.who],
                int(coupling.needs_first and not _in_one_ring(ring_of, index, coupling)),
            )
            for coupling in problem.couplings
        ),
    )


def _in_one_ring(ring_of: Mapping[int, int], index: Mapping[str, int], coupling: Coupling) -> bool:
    first, second = index[coupling.first], index[coupling.second]
    return first in ring_of and ring_of[first] == ring_of.get(second)

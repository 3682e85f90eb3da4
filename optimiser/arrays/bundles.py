"""Which visits are moved together: those tied by couplings and all-or-none groups."""

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from optimiser.arrays.flat import Shelf, Table, record, table
from optimiser.problem import Problem

BUNDLE = record("first", "last", "group_from", "group_to", "grouped")
GROUP = record("first", "last")


def bundle_tables(problem: Problem, links: Shelf) -> tuple[Table, Table, list[int]]:
    """Bundles, groups, and the bundle of each visit.

    A bundle is a connected part of couplings and groups, its visits in an order that respects lags; a visit without any
    is a bundle of its own.
    """
    index = {visit.id: number for number, visit in enumerate(problem.visits)}
    groups = [[index[name] for name in group.visits] for group in problem.groups] + rings_of_need(problem)
    ties = [(index[coupling.first], index[coupling.second]) for coupling in problem.couplings]
    ties += [(group[0], other) for group in groups for other in group[1:]]
    leader = _leaders(len(problem.visits), ties)
    members: dict[int, list[int]] = {}
    for visit, leads in enumerate(leader):
        members.setdefault(leads, []).append(visit)
    order = _lag_order(problem, index)
    bundle_of = [0] * len(problem.visits)
    groups_of: dict[int, list[int]] = {}
    for number, visits in enumerate(members.values()):
        for visit in visits:
            bundle_of[visit] = number
    for number, group in enumerate(groups):
        groups_of.setdefault(bundle_of[group[0]], []).append(number)
    bundles = [
        (
            *links.add(sorted(visits, key=order.__getitem__)),
            *links.add(groups_of.get(number, [])),
            int(number in groups_of),
        )
        for number, visits in enumerate(members.values())
    ]
    return table(BUNDLE, bundles), table(GROUP, [links.add(group) for group in groups]), bundle_of


def rings_of_need(problem: Problem) -> list[list[int]]:
    """Visits that need each other round in a circle: all are served or none is, as in a group."""
    index = {visit.id: number for number, visit in enumerate(problem.visits)}
    needs = [(index[one.first], index[one.second]) for one in problem.couplings if one.needs_first]
    if not needs:
        return []
    rows, columns = zip(*needs, strict=True)
    size = len(problem.visits)
    arcs = csr_matrix((np.ones(len(needs)), (rows, columns)), shape=(size, size))
    rings: dict[int, list[int]] = {}
    for visit, ring in enumerate(connected_components(arcs, connection="strong")[1].tolist()):
        rings.setdefault(ring, []).append(visit)
    return [visits for visits in rings.values() if len(visits) > 1]


def _leaders(count: int, ties: list[tuple[int, int]]) -> list[int]:
    """Union-find: one visit that stands for all it is tied to, for each visit."""
    leader = list(range(count))

    def find(visit: int) -> int:
        while leader[visit] != visit:
            leader[visit] = leader[leader[visit]]
            visit = leader[visit]
        return visit

    for one, other in ties:
        leader[find(one)] = find(other)
    return [find(visit) for visit in range(count)]


def _lag_order(problem: Problem, index: dict[str, int]) -> list[tuple[int, int]]:
    """A sort key by visit: longest sum of least lags that leads to it, so that the first of a coupling comes first."""
    depth = [0] * len(problem.visits)
    for _ in range(len(problem.couplings)):
        changed = False
        for coupling in problem.couplings:
            first, second = index[coupling.first], index[coupling.second]
            # A step of its own where the lag is nothing but the second needs the first.
            least = max(coupling.min_lag_s, int(coupling.needs_first))
            if depth[first] + least > depth[second]:
                depth[second] = depth[first] + least
                changed = True
        if not changed:
            break
    return [(depth[number], number) for number in range(len(problem.visits))]

"""A plan bred from two: that of one parent, with some of its routes exchanged for those of the other.

Selective route exchange (Nagata and Kobayashi 2010, 10.1007/978-3-642-15844-5_54): the routes are chosen so that both
parents have much the same visits on them. What is then on no route, the search puts back in.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from optimiser.arrays import Arrays
from optimiser.arrays.flat import Int

# The part of the routes in which the parents differ that comes from the other parent: at least, at most. With more,
# more visits are left over than find a place again where all routes are full; with less, a child is a parent again.
LEAST_TAKEN, MOST_TAKEN = 0.05, 0.2


@dataclass(frozen=True, slots=True)
class Individual:
    """A whole plan as a search holds it: sequence [shift, position], length [shift], and its objective."""

    sequence: Int
    length: Int
    total: tuple[int, ...]

    def on(self, shift: int) -> Int:
        """The nodes of a route."""
        nodes: Int = self.sequence[shift, : self.length[shift]]
        return nodes

    def same_route(self, other: "Individual", shift: int) -> bool:
        """Whether both have the same stops on a shift in the same order."""
        return np.array_equal(self.on(shift), other.on(shift))


def crossover(
    arrays: Arrays, one: Individual, other: Individual, random: np.random.Generator
) -> tuple[Int, Int] | None:
    """(sequence, length) of a child of two plans; None where they do not differ.

    Visits may be left out. Where the parents cannot be put together, it is the first of them.
    """
    theirs = _aligned(arrays, one, other)
    routes = range(len(one.length))
    differ = np.array([shift for shift in routes if not one.same_route(theirs, shift)], dtype=np.int64)
    if not len(differ):
        return None
    mine_of, theirs_of = route_of(arrays, one), route_of(arrays, theirs)
    most = max(1, int(len(differ) * random.uniform(LEAST_TAKEN, MOST_TAKEN)))
    taken = _chosen(mine_of, theirs_of, differ, len(one.length), most, random)
    from_other = np.zeros(len(arrays.visit), dtype=np.bool_)
    from_other[theirs_of >= 0] = taken[theirs_of[theirs_of >= 0]]
    sequence, length = one.sequence.copy(), one.length.copy()
    for shift in differ.tolist():
        if taken[shift]:
            nodes = theirs.on(shift)
        else:
            nodes = one.on(shift)
            nodes = nodes[(nodes >= len(arrays.visit)) | ~from_other[np.minimum(nodes, len(arrays.visit) - 1)]]
        _lay_down(arrays, sequence, length, shift, nodes)
    if not _drop_torn_bundles(arrays, sequence, length, mine_of, theirs_of):
        return one.sequence, one.length
    return sequence, length


def route_of(arrays: Arrays, plan: Individual) -> Int:
    """[visit] the shift that does each, -1 for none."""
    found = np.full(len(arrays.visit), -1, dtype=np.int64)
    for shift in np.flatnonzero(plan.length):
        nodes = plan.on(int(shift))
        found[nodes[nodes < len(found)]] = shift
    return found


def _aligned(arrays: Arrays, one: Individual, other: Individual) -> Individual:
    """The other plan with its routes dealt out anew among shifts that are alike, to have most visits in common."""
    sequence, length = other.sequence.copy(), other.length.copy()
    mine_of, theirs_of = route_of(arrays, one), route_of(arrays, other)
    both = (mine_of >= 0) & (theirs_of >= 0)
    common = np.zeros((len(length), len(length)), dtype=np.int64)
    np.add.at(common, (theirs_of[both], mine_of[both]), 1)
    first_break = arrays.shift["break_from"]
    visits, first_site = len(arrays.visit), len(arrays.visit) + len(arrays.rest) - len(arrays.site)
    for kin in np.flatnonzero(np.bincount(arrays.shift["kin"]) > 1):
        alike = np.flatnonzero(arrays.shift["kin"] == kin)
        for row, column in zip(*linear_sum_assignment(-common[np.ix_(alike, alike)]), strict=True):
            old, new = alike[row], alike[column]
            nodes = other.on(old)
            # Each shift has breaks of its own, in the same order.
            breaks = (nodes >= visits) & (nodes < first_site)
            sequence[new, : len(nodes)] = np.where(breaks, nodes - first_break[old] + first_break[new], nodes)
            length[new] = len(nodes)
    return Individual(sequence, length, other.total)


def _chosen(
    mine_of: Int, theirs_of: Int, differ: Int, shifts: int, most: int, random: np.random.Generator
) -> npt.NDArray[np.bool_]:
    """[shift] whose routes come from the other parent: one at random, and then those that share most with the chosen.

    What two routes share are visits that one parent has on the one and the other parent on the other.
    """
    shared = np.zeros((shifts, shifts))
    both = (mine_of >= 0) & (theirs_of >= 0)
    np.add.at(shared, (mine_of[both], theirs_of[both]), 1.0)
    shared += shared.T
    chosen = np.zeros(shifts, dtype=np.bool_)
    chosen[random.choice(differ)] = True
    # Between equals chance decides.
    chance = random.random(shifts) * 0.5
    for _ in range(most - 1):
        pull = np.where(chosen, -1.0, -0.5)
        pull[differ] = np.where(chosen[differ], -1.0, shared[np.ix_(differ, chosen)].sum(axis=1) + chance[differ])
        chosen[int(pull.argmax())] = True
    return chosen


def _lay_down(arrays: Arrays, sequence: Int, length: Int, shift: int, nodes: Int) -> None:
    """Makes these nodes a route; one without visits is empty."""
    if not (nodes < len(arrays.visit)).any():
        nodes = nodes[:0]
    sequence[shift, : len(nodes)] = nodes
    length[shift] = len(nodes)


def _drop_torn_bundles(arrays: Arrays, sequence: Int, length: Int, mine_of: Int, theirs_of: Int) -> bool:
    """Takes out visits tied to each other that do not all stand as in one parent: neither vouches for them.

    False, and nothing changed, if one of them cannot be moved: others may not be taken from its side.
    """
    bundle = arrays.visit["bundle"]
    if len(arrays.bundle) == len(bundle):
        return True
    child_of = route_of(arrays, Individual(sequence, length, ()))
    unlike_mine = np.bincount(bundle, child_of != mine_of, len(arrays.bundle)) > 0
    unlike_theirs = np.bincount(bundle, child_of != theirs_of, len(arrays.bundle)) > 0
    tied = arrays.bundle["last"] - arrays.bundle["first"] > 1
    torn = (tied & unlike_mine & unlike_theirs)[bundle]
    if (arrays.visit["fixed"][torn] == 1).any():
        return False
    for shift in np.unique(child_of[torn & (child_of >= 0)]):
        nodes = sequence[shift, : length[shift]]
        keep = (nodes >= len(bundle)) | ~torn[np.minimum(nodes, len(bundle) - 1)]
        _lay_down(arrays, sequence, length, int(shift), nodes[keep])
    return True

"""However visits and places are numbered, a plan is timed and costs the same."""

import numpy as np
from hypothesis import given

from optimiser.search.locality import one_after_the_other, renumbered
from optimiser.search.search import search
from optimiser.search.weights import neighbours
from optimiser.search.workspace import Workspace
from tests.optimiser.busy import busy
from tests.optimiser.search.test_random_problems import SEEDS, few


@given(SEEDS)
@few
def test_a_plan_costs_the_same_with_neighbours_side_by_side(seed: int) -> None:
    day = busy(seed)
    plan = search(day, seconds=None, iterations=20, seed=seed, start=None, watch=None)
    as_given, together = Workspace(day, seed), Workspace(day, seed, together=True)
    assert as_given.load_plan(plan)
    assert together.load_plan(plan)
    assert together.state.total.tolist() == as_given.state.total.tolist()
    assert together.plan() == as_given.plan()


@given(SEEDS)
@few
def test_who_is_near_whom_stays_so(seed: int) -> None:
    as_given, together = Workspace(busy(seed)), Workspace(busy(seed), together=True)
    names = [visit.id for visit in together.problem.visits]
    assert sorted(names) == sorted(as_given.visit_number)
    # With as many neighbours as there are others, ties at the end of a list cannot make a difference.
    for name, near in zip(names, neighbours(together.arrays), strict=True):
        before = neighbours(as_given.arrays)[as_given.visit_number[name]]
        assert {names[one] for one in near} == {as_given.problem.visits[one].id for one in before}


def test_each_is_followed_by_the_nearest_that_has_not_come_yet() -> None:
    near = np.array([[3, 1], [0, 3], [4, 3], [0, 1], [2, 3]], dtype=np.int32)
    order = one_after_the_other(near)
    assert order.tolist() == [0, 3, 1, 2, 4]
    assert renumbered(near, order).tolist() == [[1, 2], [0, 2], [0, 1], [4, 1], [3, 1]]


def test_nobody_and_one_alone_have_an_order() -> None:
    for count in (0, 1, 3):
        assert one_after_the_other(np.zeros((count, 0), dtype=np.int32)).tolist() == list(range(count))

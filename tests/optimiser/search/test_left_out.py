"""Where many visits are left out, each is tried again where a ruin has made room for it, and the best get in."""

import numpy as np
import pytest

from optimiser.problem import HeldSkill, IfUnserved, Problem, RequiredSkill, Tier
from optimiser.search import anneal_kernel
from optimiser.search.anneal_kernel import FEW_LEFT_OUT, concerned
from optimiser.search.change_kernel import ABSENT, CENTRE
from optimiser.search.workspace import Workspace
from tests.optimiser.search.planned import planned
from tests.optimiser.toy import problem, shift, visit, worker

OF_EACH = 20
FIT = 3


def two_towns(seed: int) -> Problem:
    """Ann has room for three of twenty visits at place 1, Bob of twenty at place 3; no two count alike."""
    points = np.random.default_rng(seed).permutation(2 * OF_EACH) + 1
    calls = [
        visit(
            f"{who} {number}",
            place,
            skills=(RequiredSkill(name=who),),
            if_unserved=IfUnserved(tier=Tier.PROMISE, points=int(points[number + first])),
        )
        for who, place, first in (("ann", 1, 0), ("bob", 3, OF_EACH))
        for number in range(OF_EACH)
    ]
    people = tuple(worker(who, skills=(HeldSkill(name=who),)) for who in ("ann", "bob"))
    shifts = (shift("ann", ends_s=200 + FIT * 600), shift("bob", ends_s=600 + FIT * 600))
    return problem(*calls, workers=people, shifts=shifts)


@pytest.mark.parametrize("seed", range(4))
def test_those_that_count_most_get_in_among_many_left_out(seed: int) -> None:
    day = two_towns(seed)
    assert 2 * OF_EACH - 2 * FIT > FEW_LEFT_OUT
    served = planned(day, iterations=2_000, seed=seed).served
    for who in ("ann", "bob"):
        theirs = sorted((one for one in day.visits if one.id.startswith(who)), key=lambda one: -one.if_unserved.points)
        assert {one.id for one in theirs[:FIT]} == {name for name in served if name.startswith(who)}


def test_a_ruin_concerns_its_centre_and_those_with_a_neighbour_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    space = Workspace(two_towns(0))
    ann, bob = ({space.visit_number[f"{who} {number}"] for number in range(OF_EACH)} for who in ("ann", "bob"))
    taken_out, state, scratch = min(ann), space.state, space.scratch
    before = sorted((ann | bob) - {taken_out})
    state.absent[:] = [*before, taken_out]
    state.tally[ABSENT] = len(before) + 1
    monkeypatch.setattr(anneal_kernel, "is_beside", lambda _x, one, other: (one in ann) == (other in ann))
    for centre in (taken_out, max(bob)):
        scratch.counts[CENTRE] = centre
        told = {one for one in before if concerned.py_func(state, scratch, one, len(before))}
        assert told == (ann | {centre}) - {taken_out}

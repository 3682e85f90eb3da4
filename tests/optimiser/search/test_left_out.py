"""Where many visits are left out, each is tried again where a ruin has made room for it, and the best get in."""

from types import SimpleNamespace

import numpy as np
import pytest

from optimiser.problem import HeldSkill, IfUnserved, Problem, RequiredSkill, Tier
from optimiser.search import anneal_kernel, swap_kernel
from optimiser.search.anneal_kernel import FEW_LEFT_OUT, concerned
from optimiser.search.change_kernel import ABSENT, CENTRE
from optimiser.search.workspace import Workspace
from tests.optimiser.search.planned import drafted, planned
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


def most_worth(day: Problem) -> set[str]:
    """The three visits of each that count most."""
    by_points = sorted(day.visits, key=lambda one: -one.if_unserved.points)
    return {one.id for who in ("ann", "bob") for one in [one for one in by_points if one.id.startswith(who)][:FIT]}


@pytest.mark.parametrize("seed", range(4))
def test_those_that_count_most_get_in_first(seed: int) -> None:
    served = planned(two_towns(seed), iterations=0, seed=seed).served
    assert set(served) == most_worth(two_towns(seed))


def test_of_those_that_count_alike_the_shorter_get_in_first() -> None:
    lasting = [100 * (1 + number) for number in range(OF_EACH)]
    day = problem(
        *(visit(f"v{number}", 0, duration_s=lasts) for number, lasts in enumerate(reversed(lasting))),
        shifts=(shift("ann", ends_s=sum(lasting[:FIT])),),
    )
    assert set(planned(day, iterations=0).served) == {f"v{OF_EACH - 1 - number}" for number in range(FIT)}


@pytest.mark.parametrize("seed", range(4))
def test_those_that_count_most_get_in_among_many_left_out(seed: int) -> None:
    day = two_towns(seed)
    assert 2 * OF_EACH - 2 * FIT > FEW_LEFT_OUT
    served = planned(day, iterations=2_000, seed=seed).served
    assert set(served) == most_worth(day)


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


@pytest.mark.parametrize("turned_down", [0, 1, 5])
def test_a_visit_left_out_is_tried_beside_neighbours_and_anywhere_on_shifts_able_to_do_it(
    monkeypatch: pytest.MonkeyPatch, turned_down: int
) -> None:
    day = two_towns(0)
    space = Workspace(day)
    served = {who: [f"{who} {number}" for number in range(FIT)] for who in ("ann", "bob")}
    assert space.load({who: [space.visit_number[name] for name in names] for who, names in served.items()})
    # As kernels see them: fields of a record are its attributes.
    arrays, state = (
        SimpleNamespace(**{name: table.view(np.recarray) for name, table in tables.items()})
        for tables in (space.arrays.tables(), space.state.tables())
    )
    name_of = {number: name for name, number in space.visit_number.items()}
    tried: list[tuple[str, str, str]] = []

    def refuse(_a: object, _s: object, _x: object, _w: object, _desk: object, visit: int, shift: int, at: int) -> bool:
        route = day.shifts[shift].id
        tried.append((name_of[visit], route, served[route][at]))
        return len(tried) > turned_down

    random = np.random.default_rng(1)
    monkeypatch.setattr(swap_kernel, "replace", refuse)
    monkeypatch.setattr(swap_kernel, "draw_below", lambda _random, below: int(random.integers(below)))
    monkeypatch.setattr(swap_kernel, "first_open", lambda _a, _s, _shift: 1)
    changed = np.zeros(len(day.shifts) + 1, dtype=np.int64)
    assert swap_kernel.take_a_place.py_func(arrays, state, space.scratch, None, None, changed)
    assert len(tried) == turned_down + 1
    assert {visit for visit, _, _ in tried} == {tried[0][0]}
    # Of neighbours whoever serves them, else of those who are able (`replace` turns the others down).
    assert turned_down == 0 or any(visit.startswith(route) for visit, route, _ in tried)
    # What stands before the first open position has started.
    assert all(place != served[route][0] for _, route, place in tried)
    assert changed.tolist() == [int(shift.id == tried[-1][1]) for shift in day.shifts] + [1]


def test_a_visit_takes_the_place_of_the_least_one_of_a_full_shift() -> None:
    day = two_towns(1)
    least = sorted(day.visits, key=lambda one: one.if_unserved.points)
    start = drafted(day, *(("ann", one.id) for one in [one for one in least if one.id.startswith("ann")][:FIT]))
    assert set(planned(day, iterations=300, start=start).served) == most_worth(day)

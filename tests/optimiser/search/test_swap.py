"""Whole routes change hands, and parts of them become routes, which visit by visit they never would."""

import numpy as np
import pytest

from optimiser.plan import Plan
from optimiser.problem import Problem, Travel, Visit
from optimiser.search import searcher as searching
from optimiser.search.searcher import Searcher
from optimiser.search.split import whole
from optimiser.search.workspace import Workspace
from tests.optimiser.search.pair import two
from tests.optimiser.search.planned import planned, route_of
from tests.optimiser.toy import at_visit, plan, problem, route, shift, visit, worker

# Strings of at most ten leave a route at a time (ruin_kernel.py), so something of it always stays.
MANY = 14
# Where everybody's visits are, and as far from Ann's as from the other's, but for a little.
WORK, ANN, BOB = 0, 1, 2
AFAR = np.array([[0, 900, 800], [900, 0, 500], [800, 500, 0]], dtype=np.int32)
HOMES = (
    shift("ann", start_place=ANN, end_place=ANN, upence_per_s=1),
    shift("bob", start_place=BOB, end_place=BOB, upence_per_s=1),
)
BY_CAR = {"car": Travel(seconds=AFAR, metres=AFAR)}
VISITS: tuple[Visit, ...] = tuple(visit(f"v{n}", WORK, duration_s=60) for n in range(MANY))


def all_by(name: str, way_s: int) -> Plan:
    stops = (at_visit(f"v{n}", way_s + 60 * n, way_s + 60 * n, way_s + 60 * (n + 1)) for n in range(MANY))
    return plan(route(name, 0, *stops, end_s=2 * way_s + 60 * MANY))


def annealed(day: Problem, start: Plan) -> dict[str, int]:
    """How many stops each shift has after some annealing alone, without the local search that ends a whole search."""
    space = Workspace(day)
    assert space.load_plan(start)
    searcher = Searcher(space.arrays, space.guide, seed=1)
    shifts, absent = whole(space.arrays, 1)
    searcher.begin(space.state, shifts[0], absent[0])
    searcher.anneal(200, 1.0, 1.0, 0.0, 1.0)
    return {shift.id: int(length) for shift, length in zip(day.shifts, searcher.best_length, strict=True)}


def test_a_whole_route_goes_to_somebody_idle_who_lives_nearer() -> None:
    day = two(*VISITS, shifts=HOMES, travel=BY_CAR)
    assert annealed(day, all_by("ann", 900)) == {"ann": 0, "bob": MANY}
    assert annealed(day, all_by("bob", 800)) == {"ann": 0, "bob": MANY}


def test_the_end_of_a_route_becomes_a_route_of_somebody_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    # Local search would do it too, so it is kept away.
    monkeypatch.setattr(searching, "LONG_ROUTES", 1_000)
    west, east = 1, 2
    places = np.array([[0, 100, 100], [100, 0, 1_000], [100, 1_000, 0]], dtype=np.int32)
    day = problem(
        *(visit(f"v{n}", west if n < MANY else east, duration_s=60) for n in range(2 * MANY)),
        workers=(worker("ann"), worker("bob")),
        shifts=(shift("ann", upence_per_m=1), shift("bob", upence_per_m=1)),
        travel={"car": Travel(seconds=places, metres=places)},
    )
    first = (at_visit(f"v{n}", 0, 100 + 60 * n, 160 + 60 * n) for n in range(MANY))
    then = (at_visit(f"v{n}", 0, 1_100 + 60 * n, 1_160 + 60 * n) for n in range(MANY, 2 * MANY))
    assert annealed(day, plan(route("ann", 0, *first, *then, end_s=4_000))) == {"ann": MANY, "bob": MANY}


def test_a_whole_search_uncrosses_two_routes() -> None:
    places = np.array([[0, 60, 900, 800], [60, 0, 800, 900], [900, 800, 0, 60], [800, 900, 60, 0]], dtype=np.int32)
    shifts = (
        shift("ann", start_place=0, end_place=0, upence_per_s=1),
        shift("bob", start_place=2, end_place=2, upence_per_s=1),
    )
    crossed = problem(
        *(visit(f"a{n}", 3, duration_s=60) for n in range(MANY)),
        *(visit(f"b{n}", 1, duration_s=60) for n in range(MANY)),
        workers=(worker("ann"), worker("bob")),
        shifts=shifts,
        travel={"car": Travel(seconds=places, metres=places)},
    )
    first = plan(
        route("ann", 0, *(at_visit(f"a{n}", 0, 800 + 60 * n, 860 + 60 * n) for n in range(MANY)), end_s=2_440),
        route("bob", 0, *(at_visit(f"b{n}", 0, 800 + 60 * n, 860 + 60 * n) for n in range(MANY)), end_s=2_440),
    )
    found = planned(crossed, iterations=100, start=first)
    assert {stop.ref[0] for stop in route_of(found, "ann").stops} == {"b"}
    assert {stop.ref[0] for stop in route_of(found, "bob").stops} == {"a"}

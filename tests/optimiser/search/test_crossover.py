"""What a child has of each parent."""

import numpy as np

from optimiser.problem import Break, Coupling, Problem
from optimiser.search.crossover import Individual, crossover, route_of
from optimiser.search.workspace import Workspace
from tests.optimiser.search.pair import two
from tests.optimiser.toy import problem, shift, visit, worker

RANDOM = range(20)


def space_of(*shifts: str, visits: int = 4, **changes: object) -> Workspace:
    return Workspace(day_of(*shifts, visits=visits, **changes))


def day_of(*shifts: str, visits: int, **changes: object) -> Problem:
    return problem(
        *(visit(f"v{number}") for number in range(visits)),
        workers=tuple(worker(name) for name in shifts),
        shifts=tuple(shift(name) for name in shifts),
        **changes,
    )


def plan_of(space: Workspace, *routes: list[int], cost: int = 0) -> Individual:
    sequence, length = np.zeros_like(space.state.sequence), np.zeros(len(routes), dtype=np.int64)
    for number, nodes in enumerate(routes):
        sequence[number, : len(nodes)] = nodes
        length[number] = len(nodes)
    return Individual(sequence, length, (0, 0, 0, cost))


def routes_of(sequence: np.ndarray, length: np.ndarray) -> list[list[int]]:
    return [sequence[number, :count].tolist() for number, count in enumerate(length)]


def children(space: Workspace, one: Individual, other: Individual) -> list[list[list[int]]]:
    born = [crossover(space.arrays, one, other, np.random.default_rng(seed)) for seed in RANDOM]
    return [routes_of(*child) for child in born if child is not None]


def test_plans_that_do_not_differ_have_no_child() -> None:
    space = space_of("ann", "bob")
    assert children(space, plan_of(space, [0, 1], [2, 3]), plan_of(space, [0, 1], [2, 3])) == []


def test_shifts_that_are_alike_may_change_routes_and_are_still_the_same_plan() -> None:
    space = space_of("ann", "bob")
    assert children(space, plan_of(space, [0, 1], [2, 3]), plan_of(space, [2, 3], [0, 1])) == []


def test_a_child_has_whole_routes_of_the_other_and_what_that_leaves_of_the_one() -> None:
    space = space_of("ann", "bob", "cay", visits=6)
    one, other = plan_of(space, [0, 1], [2, 3], [4, 5]), plan_of(space, [0, 2], [3, 1], [5, 4])
    for routes in children(space, one, other):
        assert sorted(routes) != sorted(routes_of(one.sequence, one.length))
        served = [node for route in routes for node in route]
        assert len(served) == len(set(served))
        # Each route is the other's, or what is left of the one's, in its order.
        theirs, mine = routes_of(other.sequence, other.length), routes_of(one.sequence, one.length)
        assert all(
            route in theirs or any(route == [node for node in whole if node in route] for whole in mine)
            for route in routes
        )


def test_what_is_left_out_by_both_stays_left_out() -> None:
    space = space_of("ann", "bob")
    for routes in children(space, plan_of(space, [0, 1], [2]), plan_of(space, [1, 0], [2])):
        assert 3 not in routes[0] + routes[1]


def test_breaks_stay_with_their_shift() -> None:
    tea = (Break(id="tea", duration_s=300, earliest_s=0, latest_s=9_000),)
    names = ("ann", "bob")
    space = Workspace(
        problem(
            *(visit(f"v{number}") for number in range(4)),
            workers=tuple(worker(name) for name in names),
            shifts=tuple(shift(name, breaks=tea) for name in names),
        )
    )
    # Breaks 4 and 5 are Ann's and Bob's, who are alike: so Bob's route of the other plan becomes Ann's.
    born = children(space, plan_of(space, [0, 4, 1], [2, 5, 3]), plan_of(space, [2, 4, 3], [1, 5, 0]))
    assert born
    for routes in born:
        assert routes == [[1, 4, 0], [2, 5, 3]]


def test_tied_visits_that_come_from_different_parents_are_left_out() -> None:
    visits = tuple(visit(f"v{number}") for number in range(6))
    dear = shift("bob", upence_per_m=1)
    space = Workspace(two(*visits, shifts=(shift("ann"), dear), couplings=(Coupling(first="v0", second="v5"),)))
    one, other = plan_of(space, [0, 1, 2], [3, 4, 5]), plan_of(space, [5, 1, 3], [2, 4, 0])
    born = children(space, one, other)
    assert born
    for sequence in born:
        found = route_of(space.arrays, plan_of(space, *sequence))
        both = {int(found[0]), int(found[5])}
        assert -1 not in both or both == {-1}


def test_nobody_is_taken_from_the_side_of_a_visit_that_cannot_be_moved() -> None:
    visits = tuple(visit(f"v{number}") for number in range(6))
    dear = shift("bob", upence_per_m=1)
    space = Workspace(two(*visits, shifts=(shift("ann"), dear), couplings=(Coupling(first="v0", second="v5"),)))
    one, other = plan_of(space, [0, 1, 2], [3, 4, 5]), plan_of(space, [0, 3, 5], [2, 4, 1])
    assert any(0 not in routes[0] for routes in children(space, one, other))
    space.arrays.visit["fixed"][0] = 1
    for routes in children(space, one, other):
        assert 0 in routes[0]
        assert 5 in routes[0] + routes[1]

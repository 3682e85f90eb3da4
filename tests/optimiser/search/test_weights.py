"""Numbers the search steers by."""

import numpy as np

from optimiser.arrays import to_arrays
from optimiser.search.weights import COLD, HOT, LEAST_COLD, temperatures, way_to_a_visit
from tests.optimiser.toy import problem, shift, visit, worker


def two_routes() -> tuple[np.ndarray, np.ndarray]:
    """v0 and v2 for Ann, v1 for Bob, as the kernels have them."""
    return np.array([[0, 2, 0], [1, 0, 0]]), np.array([2, 1])


def test_the_way_to_a_visit_is_the_mean_of_all_legs_there_and_back() -> None:
    day = problem(
        visit("v0", 1),
        visit("v1", 2),
        visit("v2", 3),
        workers=(worker("ann"), worker("bob")),
        shifts=(shift("ann", upence_per_s=2), shift("bob", upence_per_m=1, end_place=None)),
    )
    ann, bob = (100 + 200 + 300) * 2, 2_000
    assert way_to_a_visit(to_arrays(day), *two_routes()) == (ann + bob) / 3


def test_breaks_are_passed_over_and_an_empty_plan_has_no_ways() -> None:
    arrays = to_arrays(problem(visit("v0", 1), visit("v1", 3), shifts=(shift(upence_per_s=1),)))
    a_break = len(arrays.visit)
    assert way_to_a_visit(arrays, np.array([[0, a_break, 1]]), np.array([3])) == (100 + 200 + 300) / 2
    assert way_to_a_visit(arrays, np.array([[0, a_break, 1]]), np.array([0])) == 0.0


def test_temperatures_go_by_the_way_and_the_number_of_visits() -> None:
    few = to_arrays(problem(visit("v0", 1), shifts=(shift(upence_per_s=1),)))
    hot, cold = temperatures(few, np.array([[0]]), np.array([1]))
    assert hot == HOT * 200
    assert hot / cold == LEAST_COLD
    many = to_arrays(problem(*(visit(f"v{n}", 1) for n in range(800)), shifts=(shift(upence_per_s=1),)))
    hot, cold = temperatures(many, np.array([[0]]), np.array([1]))
    assert hot / cold == 2 * COLD


def test_a_plan_without_ways_still_has_a_temperature() -> None:
    arrays = to_arrays(problem(visit("v0", 0), shifts=(shift(upence_per_s=1),)))
    hot, cold = temperatures(arrays, np.array([[0]]), np.array([1]))
    assert hot > cold > 0.0

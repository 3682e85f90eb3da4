"""How much of a plan is travel."""

import pytest

from optimiser.cost import travel_of
from tests.optimiser.toy import ann_serves, at_visit, plan, problem, route, serves, visit


def test_travel_is_the_sum_of_all_legs() -> None:
    day = problem(visit("v", 1), visit("w", 3))
    both = plan(route("ann", 0, at_visit("v", 100, 100, 700), at_visit("w", 900, 900, 1500), end_s=1800))
    assert travel_of(day, both) == (600, 6_000)


def test_a_plan_without_routes_has_no_travel() -> None:
    assert travel_of(problem(visit()), plan(unserved=["v"])) == (0, 0)


def test_a_plan_that_names_what_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match=r"visit 'x', shift 'zed'"):
        travel_of(problem(visit()), plan(*ann_serves("x").routes, serves("zed")))

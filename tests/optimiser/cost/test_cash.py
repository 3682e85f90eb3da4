"""Cash: paid time, overtime, mileage and charges between organisations."""

from dataclasses import replace
from typing import Any

import pytest

from optimiser.cost import Cash, cost_of, route_cash
from optimiser.plan import Plan
from optimiser.problem import Break, Lending, Problem
from tests.optimiser.toy import (
    ann_serves,
    at_break,
    at_visit,
    plan,
    problem,
    route,
    serves,
    shift,
    visit,
    worker,
)


def cash(problem: Problem, plan: Plan) -> Cash:
    return cost_of(problem, plan).cash


def day(**shift_changes: Any) -> Problem:
    return problem(visit(), shifts=(shift(**shift_changes),))


def test_every_second_from_leaving_to_coming_back_is_paid() -> None:
    assert cash(day(upence_per_s=5), ann_serves()) == Cash(paid_time=800 * 5)


def test_waiting_is_paid_too() -> None:
    waits = plan(route("ann", 0, at_visit("v", 100, 150, 750), end_s=850))
    assert cash(day(upence_per_s=5), waits) == Cash(paid_time=850 * 5)


@pytest.mark.parametrize(("paid", "seconds"), [(False, 800), (True, 860)])
def test_an_unpaid_break_is_taken_off(paid: bool, seconds: int) -> None:
    rest = Break(id="tea", duration_s=60, earliest_s=0, latest_s=9_000, paid=paid)
    rests = plan(route("ann", 0, at_visit("v", 100, 100, 700), at_break("tea", 700, 700, 760), end_s=860))
    assert cash(day(upence_per_s=5, breaks=(rest,)), rests) == Cash(paid_time=seconds * 5)


@pytest.mark.parametrize(("guaranteed_s", "seconds"), [(799, 800), (801, 801)])
def test_at_least_the_guaranteed_time_is_paid(guaranteed_s: int, seconds: int) -> None:
    assert cash(day(upence_per_s=5, guaranteed_s=guaranteed_s), ann_serves()) == Cash(paid_time=seconds * 5)


def test_a_shift_that_stays_at_home_is_paid_its_guaranteed_time() -> None:
    workers = (worker("ann"), worker("bob"))
    shifts = (shift("ann", upence_per_s=5), shift("bob", upence_per_s=7, guaranteed_s=100))
    assert cash(problem(visit(), workers=workers, shifts=shifts), ann_serves()) == Cash(paid_time=800 * 5 + 100 * 7)


def test_overtime_costs_its_own_rate_on_top() -> None:
    late = day(ends_s=790, overtime_limit_s=60, upence_per_s=5, overtime_upence_per_s=3)
    assert cash(late, ann_serves()) == Cash(paid_time=800 * 5, overtime=10 * 3)


def test_ending_just_in_time_is_no_overtime() -> None:
    assert cash(day(ends_s=800, overtime_upence_per_s=3), ann_serves()) == Cash()


def test_every_metre_there_and_back_is_mileage() -> None:
    assert cash(day(upence_per_m=2), ann_serves()) == Cash(mileage=2000 * 2)


def test_open_ends_have_no_mileage() -> None:
    one_way = plan(route("ann", 0, at_visit("v", 100, 100, 700), end_s=700))
    nowhere = plan(route("ann", 0, at_visit("v", 0, 0, 600), end_s=600))
    assert cash(day(upence_per_m=2, end_place=None), one_way) == Cash(mileage=1000 * 2)
    assert cash(day(upence_per_m=2, start_place=None, end_place=None), nowhere) == Cash()


def lent(*lending: Lending) -> Problem:
    alarm = visit(organisation="charity", kind="alarm")
    return problem(alarm, shifts=(shift(organisation="council"),), lending=lending)


AGREED = Lending(
    id="alarms", lender="council", borrower="charity", kinds=("alarm",), charge_upence=1_000, charge_upence_per_s=2
)


def test_a_lent_visit_is_charged_by_call_and_by_second_of_service() -> None:
    assert cash(lent(AGREED), ann_serves()) == Cash(charges=1_000 + 600 * 2)


def test_the_first_agreement_that_fits_sets_the_charge() -> None:
    dear = replace(AGREED, id="dear", charge_upence=9_000)
    assert cash(lent(AGREED, dear), ann_serves()) == Cash(charges=1_000 + 600 * 2)
    assert cash(lent(dear, AGREED), ann_serves()) == Cash(charges=9_000 + 600 * 2)


def test_work_for_ones_own_organisation_is_not_charged() -> None:
    own = problem(visit(kind="alarm"), lending=(AGREED,))
    assert cash(own, ann_serves()) == Cash()


def test_the_cash_of_routes_adds_up_to_that_of_the_plan() -> None:
    workers = (worker("ann"), worker("bob"))
    shifts = (shift("ann", upence_per_s=5, upence_per_m=2), shift("bob", upence_per_s=7))
    both = problem(visit("v"), visit("w"), workers=workers, shifts=shifts)
    ann, bob = serves("ann", "v"), serves("bob", "w")
    assert route_cash(both, ann) == Cash(paid_time=4_000, mileage=4_000)
    assert route_cash(both, bob) == Cash(paid_time=5_600)
    assert route_cash(both, ann) + route_cash(both, bob) == cash(both, plan(ann, bob))
    assert cash(both, plan(ann, bob)).upence == 13_600


def test_the_cash_of_a_route_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shift 'zed'.*check it before asking its cost"):
        route_cash(problem(visit()), serves("zed"))

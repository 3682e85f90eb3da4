"""The referee of the vehicle routing suites finds each broken rule, and agrees with the checker where none is."""

from collections.abc import Callable
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from optimiser.checker import check
from optimiser.plan import Plan, Route, Stop, StopKind
from tests.benchmarks.suites.distance_problem import distance_problem
from tests.benchmarks.suites.distance_referee import leg, referee
from tests.benchmarks.suites.routing_task import GRAINS, Point, Rounding
from tests.benchmarks.suites.vrplib import THOUSANDTHS, read_vrplib
from tests.benchmarks.suites.vrptw_text import TENTHS, read_vrptw_text
from tests.benchmarks.toy import SITE_DEPENDENT, TWO_DEPOTS, VRPTW, driven

TASK = read_vrplib(SITE_DEPENDENT)
PROBLEM = distance_problem(TASK)
# There and back: 10 + 10, with 10 + 10 of service; and 1.414 + 1.414.
GOOD = driven(PROBLEM, {"vehicle 1": ["2", "3"], "vehicle 2": ["4"]})


def test_a_plan_that_keeps_every_rule_costs_its_length() -> None:
    judged = referee(TASK, GOOD, per_unit=1)
    assert judged.complaints == ()
    assert judged.unserved == 0
    assert judged.cost == 20_000 + 2_828


def test_tenths_are_told_in_whole_units() -> None:
    task = read_vrptw_text(VRPTW)
    plan = driven(distance_problem(task), {"vehicle 1": ["1", "2"], "vehicle 2": ["3"]})
    judged = referee(task, plan, per_unit=10)
    assert judged.feasible
    assert judged.cost == pytest.approx(20 + 2 * 1.4)


def test_vehicles_start_and_end_at_their_own_depots() -> None:
    task = read_vrplib(TWO_DEPOTS)
    plan = driven(distance_problem(task), {"vehicle 1": ["3"], "vehicle 2": ["4"]})
    judged = referee(task, plan, per_unit=1)
    assert judged.feasible
    assert judged.cost == 2 * 500 + 2 * 1000


def test_an_unused_vehicle_costs_nothing_and_who_is_left_out_is_counted() -> None:
    judged = referee(TASK, Plan(routes=GOOD.routes[1:]), per_unit=1)
    assert (judged.cost, judged.unserved, judged.feasible) == (2_828, 2, True)


def change_route(plan: Plan, change: Callable[[Route], Route]) -> Plan:
    return Plan(routes=(change(plan.routes[0]), *plan.routes[1:]))


def change_stop(plan: Plan, rank: int, change: Callable[[Stop], Stop]) -> Plan:
    def changed(route: Route) -> Route:
        stops = list(route.stops)
        stops[rank] = change(stops[rank])
        return replace(route, stops=tuple(stops))

    return change_route(plan, changed)


BROKEN = {
    "served 2 times": driven(PROBLEM, {"vehicle 1": ["2", "3", "4"], "vehicle 2": ["4"]}),
    "has 2 routes": Plan(routes=(*GOOD.routes, GOOD.routes[1])),
    "no vehicle 'vehicle 9'": change_route(GOOD, lambda route: replace(route, shift="vehicle 9")),
    "'9', which is no customer": change_stop(GOOD, 0, lambda stop: replace(stop, ref="9")),
    "stops at break": change_stop(GOOD, 0, lambda stop: replace(stop, kind=StopKind.BREAK)),
    "leaves at -1, before 0": change_route(GOOD, lambda route: replace(route, depart_s=-1)),
    "at customer 3 at 19999 and cannot be before 20000": change_stop(
        GOOD, 1, lambda stop: replace(stop, arrive_s=19_999)
    ),
    "before it arrives at 5000": change_stop(GOOD, 0, lambda stop: replace(stop, start_s=4_999)),
    "served at 40001, not in 30000 to 40000": change_stop(GOOD, 1, lambda stop: replace(stop, start_s=40_001)),
    "served at 29999, not in 30000 to 40000": change_stop(GOOD, 1, lambda stop: replace(stop, start_s=29_999)),
    "left at 14999, before 15000": change_stop(GOOD, 0, lambda stop: replace(stop, finish_s=14_999)),
    "vehicle 2 may not serve customer 2": driven(PROBLEM, {"vehicle 1": ["3", "4"], "vehicle 2": ["2"]}),
    "back at 49999 and cannot be before 50000": change_route(GOOD, lambda route: replace(route, end_s=49_999)),
    "back at 100001, after 100000": change_route(GOOD, lambda route: replace(route, end_s=100_001)),
    "carries 11, more than 10": driven(PROBLEM, {"vehicle 1": ["2", "3", "4"]}),
    "out for 60001, longer than 60000": change_route(GOOD, lambda route: replace(route, end_s=60_001)),
}


@pytest.mark.parametrize("sentence", BROKEN)
def test_each_broken_rule_is_found(sentence: str) -> None:
    judged = referee(TASK, BROKEN[sentence], per_unit=1)
    assert any(sentence in complaint for complaint in judged.complaints), judged.complaints
    assert not judged.feasible


def test_a_route_may_last_as_long_as_it_is_allowed_and_no_longer() -> None:
    route = replace(GOOD.routes[0], end_s=60_000)
    assert referee(TASK, Plan(routes=(route,)), per_unit=1).feasible


@pytest.mark.parametrize("routes", [{"vehicle 1": ["2", "3"], "vehicle 2": ["4"]}, {"vehicle 1": ["4", "3"]}])
def test_referee_and_checker_agree_on_the_length(routes: dict[str, list[str]]) -> None:
    plan = driven(PROBLEM, routes)
    cost = check(PROBLEM, plan).cost
    assert cost is not None
    assert referee(TASK, plan, per_unit=1).cost == cost.cost_upence


def grains(x: float, y: float) -> Point:
    return round(x * GRAINS), round(y * GRAINS)


def test_lengths_are_cut_off_or_rounded_exactly() -> None:
    nothing = grains(0, 0)
    assert leg(TENTHS, nothing, grains(3, 4)) == 50
    assert leg(TENTHS, nothing, grains(1, 1)) == 14
    assert leg(TENTHS, nothing, grains(0, 0.19)) == 1
    assert leg(THOUSANDTHS, nothing, grains(1, 1)) == 1_414
    assert leg(THOUSANDTHS, nothing, grains(0, 0.0006)) == 1
    # halves go to the even number, as rint and round do
    assert leg(THOUSANDTHS, nothing, grains(0, 0.0005)) == 0
    assert leg(THOUSANDTHS, nothing, grains(0, 0.0015)) == 2


@pytest.mark.parametrize("rounding", [TENTHS, THOUSANDTHS])
def test_exact_lengths_are_those_that_engines_are_given(rounding: Rounding) -> None:
    draw = np.random.default_rng(1)
    points = [grains(x / 1000, y / 1000) for x, y in draw.integers(-100_000, 100_000, (60, 2)).tolist()]
    if rounding is TENTHS:  # these instances have whole coordinates
        points = [(x // GRAINS * GRAINS, y // GRAINS * GRAINS) for x, y in points]
    for a in points:
        for b in points:
            length = sqrt((a[0] / GRAINS - b[0] / GRAINS) ** 2 + (a[1] / GRAINS - b[1] / GRAINS) ** 2) * rounding.scale
            assert leg(rounding, a, b) == (int(length) if rounding.cut_off else round(length))

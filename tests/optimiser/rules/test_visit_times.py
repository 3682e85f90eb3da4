"""When service at a visit may start and how long it lasts."""

import pytest

from optimiser.plan import Plan
from optimiser.problem import Lock, Promise, Window
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import at_visit, plan, problem, route, shift, visit, worker


def starts_at(start_s: int, service_s: int = 600) -> Plan:
    """Ann arrives at 100, waits, and starts then."""
    finish_s = start_s + service_s
    return plan(route("ann", 0, at_visit("v", 100, start_s, finish_s), end_s=finish_s + 100))


def test_service_starts_when_set_up_is_done() -> None:
    assert broken(problem(visit(setup_s=30)), starts_at(130)) == []
    assert broken(problem(visit(setup_s=30)), starts_at(129)) == ["set_up_before_service"]


def test_service_never_starts_before_arrival() -> None:
    assert broken(problem(visit()), starts_at(100)) == []
    assert broken(problem(visit()), starts_at(99)) == ["set_up_before_service"]


def test_a_second_visit_at_the_same_place_needs_no_set_up() -> None:
    day = problem(visit("v", setup_s=30), visit("w", setup_s=30))
    same = route("ann", 0, at_visit("v", 100, 130, 730), at_visit("w", 730, 730, 1330), end_s=1430)
    assert broken(day, plan(same)) == []


def test_a_visit_where_the_route_starts_needs_no_set_up_but_at_an_open_start_it_does() -> None:
    depot = visit(place=0, setup_s=30)
    at_once = plan(route("ann", 0, at_visit("v", 0, 0, 600), end_s=600))
    after_set_up = plan(route("ann", 0, at_visit("v", 0, 30, 630), end_s=630))
    open_start = problem(depot, shifts=(shift(start_place=None),))
    assert broken(problem(depot), at_once) == []
    assert broken(open_start, at_once) == ["set_up_before_service"]
    assert broken(open_start, after_set_up) == []


@pytest.mark.parametrize("start_s", [200, 300, 500, 600])
def test_both_ends_of_each_window_are_inside_it(start_s: int) -> None:
    windows = (Window(earliest_s=200, latest_s=300), Window(earliest_s=500, latest_s=600))
    assert broken(problem(visit(windows=windows)), starts_at(start_s)) == []


@pytest.mark.parametrize("start_s", [199, 301, 499, 601])
def test_a_second_outside_every_window_is_refused(start_s: int) -> None:
    windows = (Window(earliest_s=200, latest_s=300), Window(earliest_s=500, latest_s=600))
    assert broken(problem(visit(windows=windows)), starts_at(start_s)) == ["starts_in_a_window"]


def test_nobody_comes_before_a_promise_opens_but_late_is_a_matter_of_cost() -> None:
    promised = problem(visit(promised=Promise(earliest_s=200, latest_s=300)))
    assert broken(promised, starts_at(200)) == []
    assert broken(promised, starts_at(301)) == []
    assert broken(promised, starts_at(199)) == ["starts_in_a_window"]


@pytest.mark.parametrize("start_s", [149, 151])
def test_a_locked_start_is_exact(start_s: int) -> None:
    locked = problem(visit(lock=Lock(start_s=150)))
    assert broken(locked, starts_at(150)) == []
    assert broken(locked, starts_at(start_s)) == ["starts_in_a_window"]


def test_a_locked_start_takes_the_place_of_windows_and_promise() -> None:
    later = Window(earliest_s=500, latest_s=600)
    promised = Promise(earliest_s=500, latest_s=600)
    locked = problem(visit(lock=Lock(start_s=150), windows=(later,), promised=promised))
    assert broken(locked, starts_at(150)) == []


def test_set_up_comes_before_a_locked_start_too() -> None:
    assert broken(problem(visit(lock=Lock(start_s=150), setup_s=50)), starts_at(150)) == []
    assert broken(problem(visit(lock=Lock(start_s=150), setup_s=51)), starts_at(150)) == ["set_up_before_service"]


@pytest.mark.parametrize("service_s", [599, 601])
def test_service_lasts_its_duration_to_the_second(service_s: int) -> None:
    assert broken(problem(visit()), starts_at(100, 600)) == []
    assert broken(problem(visit()), starts_at(100, service_s)) == ["service_takes_its_time"]


def test_a_crew_works_at_the_pace_of_its_slowest_rounded_up() -> None:
    quick, slow = worker("ann", duration_permille=800), worker("bob", duration_permille=1001)
    day = problem(visit(), workers=(quick, slow), shifts=(shift(workers=("ann", "bob")),))
    assert broken(day, starts_at(100, 601)) == []  # 600.6 seconds
    assert broken(day, starts_at(100, 600)) == ["service_takes_its_time"]


def test_who_is_quicker_than_usual_is_done_sooner() -> None:
    day = problem(visit(), workers=(worker(duration_permille=500),))
    assert broken(day, starts_at(100, 300)) == []

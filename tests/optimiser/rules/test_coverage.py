"""Every visit once, every route with work on it, and nothing the Problem does not know."""

from dataclasses import replace

from optimiser.plan import Plan, Reason, Unserved
from optimiser.problem import Site
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import ann_serves, at_break, at_site, at_visit, plan, problem, route, serves, shift, visit


def test_a_visit_on_one_route_is_served() -> None:
    assert broken(problem(visit()), ann_serves()) == []


def test_a_visit_left_out_with_a_reason_is_accounted_for() -> None:
    assert broken(problem(visit()), plan(unserved=["v"])) == []


def test_a_visit_nobody_mentions_is_a_violation() -> None:
    assert broken(problem(visit()), plan()) == ["each_visit_once"]


def test_a_visit_served_and_listed_as_unserved_is_a_violation() -> None:
    assert broken(problem(visit()), plan(serves("ann"), unserved=["v"])) == ["each_visit_once"]


def test_a_visit_listed_as_unserved_twice_is_a_violation() -> None:
    assert broken(problem(visit()), plan(unserved=["v", "v"])) == ["each_visit_once"]


def test_a_visit_served_twice_is_a_violation() -> None:
    twice = route("ann", 0, at_visit("v", 100, 100, 700), at_visit("v", 700, 700, 1300), end_s=1400)
    assert broken(problem(visit()), plan(twice)) == ["each_visit_once"]


def test_a_visit_left_out_without_a_sentence_is_a_violation() -> None:
    silent = Plan(routes=(), unserved=(Unserved(visit="v", reason=Reason.FULL, sentence=" "),))
    assert broken(problem(visit()), silent) == ["reason_given"]


def test_names_the_problem_does_not_know_are_violations() -> None:
    day = problem(visit(), shifts=(shift(),))
    stops = (at_visit("v", 100, 100, 700), at_break("tea", 700, 700, 800), at_site("dump", 800, 800, 900))
    stray = plan(route("ann", 0, *stops, end_s=800), serves("bob"), unserved=["w"])
    assert broken(day, stray) == ["known_names"] * 4


def test_a_break_of_another_shift_is_not_known() -> None:
    assert broken(problem(visit()), plan(route("ann", 0, at_visit("v", 100, 100, 700), end_s=800))) == []
    with_break = route("ann", 0, at_visit("v", 100, 100, 700), at_break("v", 700, 700, 700), end_s=800)
    assert broken(problem(visit()), plan(with_break)) == ["known_names"]


def test_a_shift_with_two_routes_is_a_violation() -> None:
    day = problem(visit("v"), visit("w"))
    assert broken(day, plan(serves("ann", "v"), serves("ann", "w", depart_s=800))) == ["one_route_each"]
    one = route("ann", 0, at_visit("v", 100, 100, 700), at_visit("w", 700, 700, 1300), end_s=1400)
    assert broken(day, plan(one)) == []


def test_a_route_without_a_visit_is_a_violation() -> None:
    assert broken(problem(), plan()) == []
    assert broken(problem(), plan(route("ann", 0, end_s=0))) == ["route_with_work"]


def test_a_route_of_nothing_but_a_site_is_a_violation() -> None:
    day = replace(problem(), sites=(Site(id="dump", place=1),))
    assert broken(day, plan(route("ann", 0, at_site("dump", 100, 100, 100), end_s=200))) == ["route_with_work"]

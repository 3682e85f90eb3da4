"""A plan must be made of the right parts before any other rule can read it."""

from typing import Any, cast

import pytest

from optimiser.plan import Plan, Reason, Stop, StopKind, Unserved
from optimiser.rules import form
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import ann_serves, at_visit, plan, problem, route, visit


def complaints(something: Any) -> list[str]:
    return [violation.sentence for violation in form(something)]


def test_a_plan_of_the_right_parts_passes() -> None:
    assert complaints(ann_serves()) == []


def test_something_else_is_no_plan() -> None:
    assert complaints("routes") == ["a str is no plan; give a Plan"]


@pytest.mark.parametrize("wrong", [None, "100", 100.0, True])
def test_a_time_that_is_no_whole_number_is_refused(wrong: Any) -> None:
    found = complaints(plan(route("ann", 0, at_visit("v", 100, wrong, 700), end_s=800)))
    assert found == [f"routes[0].stops[0].start_s is a {type(wrong).__name__}; give a whole number of seconds"]


def test_times_may_go_up_to_the_largest_number_and_no_further() -> None:
    assert complaints(plan(route("ann", 0, end_s=1_000_000_000))) == []
    assert complaints(plan(route("ann", -1, end_s=10**5000))) == [
        "routes[0].depart_s is out of range; give seconds from 0 to 1000000000",
        "routes[0].end_s is out of range; give seconds from 0 to 1000000000",
    ]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    stop = at_visit(cast(str, ["v"]), 100, 100, 700)
    odd = Plan(
        routes=(route(cast(str, None), 0, stop, cast(Any, "stop"), end_s=800), cast(Any, 5)),
        unserved=(Unserved(visit="w", reason=cast(Reason, "tired"), sentence=cast(str, 3)),),
    )
    assert complaints(odd) == [
        "routes[1] is a int; give a Route",
        "routes[0].shift is a NoneType; give text",
        "routes[0].stops[1] is a str; give a Stop",
        "routes[0].stops[0].ref is a list; give text",
        f"unserved[0].reason is not one of {', '.join(Reason)}",
        "unserved[0].sentence is a int; give text",
    ]


def test_a_list_of_routes_is_refused_because_it_could_change() -> None:
    assert complaints(Plan(routes=cast(Any, []))) == ["routes is a list; give a tuple of Route"]


def test_kinds_of_stops_may_be_plain_text() -> None:
    plain = Stop(kind=cast(StopKind, "visit"), ref="v", arrive_s=100, start_s=100, finish_s=700)
    assert broken(problem(visit()), plan(route("ann", 0, plain, end_s=800))) == []

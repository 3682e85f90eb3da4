"""A plan to start from: kept where it is good, timed anew, and dropped where it breaks a rule of today."""

import pytest

from optimiser.plan import Plan
from optimiser.problem import (
    AllOrNone,
    Break,
    Coupling,
    Lock,
    Problem,
    Who,
    Window,
)
from optimiser.solve import solve
from tests.optimiser.search.pair import two
from tests.optimiser.search.planned import left_out, planned, route_of
from tests.optimiser.toy import at_break, at_visit, plan, problem, route, serves, shift, visit


def test_a_good_plan_to_start_from_is_kept() -> None:
    day = two(visit("v"), visit("w", 2))
    first = plan(route("ann", 0, at_visit("w", 200, 200, 800), end_s=1_000), serves("bob"))
    assert solve(day, iterations=1, start=first) == first


def test_a_plan_to_start_from_is_timed_anew() -> None:
    found = planned(problem(visit(windows=(Window(earliest_s=900, latest_s=950),))), start=plan(serves("ann")))
    assert route_of(found).depart_s == 800


DIFFERENT = (Coupling(first="w", second="v", who=Who.DIFFERENT),)
NEEDS = (Coupling(first="w", second="v", needs_first=True),)
IN_A_ROW = plan(route("ann", 0, at_visit("w", 100, 100, 700), at_visit("v", 700, 700, 1_300), end_s=1_400))
TWICE = plan(route("ann", 0, at_visit("v", 100, 100, 700), at_visit("v", 700, 700, 1_300), end_s=1_400))
HOPELESS = visit("w", crew=5)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (two(visit("v"), visit("w"), couplings=DIFFERENT), IN_A_ROW),
        (two(visit("v"), HOPELESS, couplings=NEEDS), plan(serves("ann"), unserved=["w"])),
        (two(visit("v"), HOPELESS, groups=(AllOrNone(visits=("v", "w")),)), plan(serves("ann"), unserved=["w"])),
        (two(visit("v", lock=Lock(shift="ann", rank=0)), visit("w")), IN_A_ROW),
        (two(visit("v"), visit("w", lock=Lock(shift="ann", rank=0))), plan(serves("ann"), unserved=["w"])),
        (two(visit("v"), visit("w")), plan(serves("ann"), serves("bob"), unserved=["w"])),
        (two(visit("v"), visit("w")), TWICE),
    ],
    ids=["people", "needs first", "all or none", "rank", "rank left out", "twice", "twice on a route"],
)
def test_a_plan_to_start_from_that_breaks_a_rule_of_today_is_not_kept(day: Problem, first: Plan) -> None:
    planned(day, iterations=20, start=first)


@pytest.mark.parametrize("first", [plan(serves("zed")), plan(serves("ann", "cancelled"))], ids=["shift", "visit"])
def test_a_plan_to_start_from_that_names_what_is_gone_is_not_kept(first: Plan) -> None:
    assert left_out(planned(problem(visit()), start=first)) == set()


def test_a_break_listed_many_times_over_is_not_kept() -> None:
    day = problem(visit(), shifts=(shift("ann", breaks=(Break(duration_s=10, earliest_s=0, latest_s=5_000),)),))
    rests = (at_break("break", 200, 200, 210) for _ in range(50))
    first = plan(route("ann", 0, at_visit("v", 100, 100, 200), *rests, end_s=400))
    assert left_out(planned(day, iterations=20, start=first)) == set()

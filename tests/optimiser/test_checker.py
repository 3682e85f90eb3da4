"""The verdict on a plan: rules and cost together, whatever the plan holds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimiser.checker import Verdict, check
from optimiser.cost import Cash, Cost, cost_of
from optimiser.plan import Plan, Reason, Route, Stop, StopKind, Unserved
from optimiser.problem import Break, Site
from optimiser.rules import RULES
from tests.optimiser.toy import ann_serves, at_visit, plan, problem, route, serves, shift, visit

DAY = problem(
    visit("v", 1),
    visit("w", 2),
    shifts=(shift(upence_per_s=1, breaks=(Break(id="tea", duration_s=60, earliest_s=0, latest_s=9_000),)),),
    sites=(Site(id="dump", place=3),),
)


def test_a_sound_plan_passes_with_its_cost() -> None:
    day = problem(visit(), shifts=(shift(upence_per_s=1),))
    verdict = check(day, ann_serves())
    assert verdict == Verdict(violations=(), cost=Cost(cash=Cash(paid_time=800)))
    assert verdict.passed


def test_a_plan_that_breaks_a_rule_still_has_a_cost() -> None:
    day = problem(visit(), shifts=(shift(starts_s=1, upence_per_s=1),))
    verdict = check(day, ann_serves())
    assert not verdict.passed
    assert verdict.cost == cost_of(day, ann_serves())


def test_a_violation_says_which_rule_where_and_what_in_seconds() -> None:
    late = plan(route("ann", 0, at_visit("v", 90, 100, 700), end_s=800))
    (violation,) = check(problem(visit()), late).violations
    assert (violation.rule, violation.shift, violation.ref) == ("arrives_when_the_leg_ends", "ann", "v")
    assert violation.sentence == (
        "route 'ann' arrives at visit 'v' at 90, but it leaves at 0 and the leg takes 100, which makes 100"
    )


def test_the_checker_never_retimes() -> None:
    slow = plan(route("ann", 500, at_visit("v", 600, 5_000, 5_600), end_s=5_700))
    assert check(problem(visit()), slow).passed
    assert check(problem(visit(), shifts=(shift(upence_per_s=1),)), slow).cost == Cost(cash=Cash(paid_time=5_200))


@pytest.mark.parametrize(
    "stray",
    [
        plan(serves("zed"), unserved=["v"]),
        plan(serves("ann"), serves("ann", "x", depart_s=800)),
        plan(serves("ann"), unserved=["x"]),
    ],
)
def test_a_plan_that_names_what_is_not_there_cannot_be_priced(stray: Plan) -> None:
    verdict = check(problem(visit()), stray)
    assert "known_names" in [violation.rule for violation in verdict.violations]
    assert verdict.cost is None


def test_a_plan_of_the_wrong_parts_is_a_violation_and_no_error() -> None:
    wrong: Any = Plan(routes=(Route(shift="ann", depart_s=None, stops="v", end_s=0),))  # type: ignore[arg-type] # on purpose
    verdict = check(problem(visit()), wrong)
    assert [violation.rule for violation in verdict.violations] == ["form", "form"]
    assert verdict.cost is None
    assert not check(problem(visit()), None).passed  # type: ignore[arg-type] # on purpose


def test_every_rule_has_a_sentence_and_a_name_of_its_own() -> None:
    names = [rule.__name__ for rule in RULES]
    assert len(set(names)) == len(names) == 37
    assert all(rule.__doc__ and rule.__doc__.endswith(".") for rule in RULES)


seconds: st.SearchStrategy[Any] = st.integers(-1, 2_000) | st.sampled_from([None, "7", 1.5, True, 10**12])
names: st.SearchStrategy[Any] = st.sampled_from(["v", "w", "ann", "tea", "dump", "x", "", None, 3])
stops: st.SearchStrategy[Any] = st.builds(
    Stop,
    kind=st.sampled_from([*StopKind, "visit", "stop", None]),
    ref=names,
    arrive_s=seconds,
    start_s=seconds,
    finish_s=seconds,
)
routes: st.SearchStrategy[Any] = st.builds(
    Route, shift=names, depart_s=seconds, stops=st.lists(stops, max_size=4).map(tuple), end_s=seconds
)
left_out: st.SearchStrategy[Any] = st.builds(
    Unserved, visit=names, reason=st.sampled_from([*Reason, "tired"]), sentence=st.sampled_from(["", "no time", None])
)
any_plan = st.builds(
    Plan,
    routes=st.lists(routes | st.none(), max_size=3).map(tuple),
    unserved=st.lists(left_out, max_size=3).map(tuple),
)


def in_order(kinds: list[tuple[StopKind, str]], times: list[int]) -> Plan:
    """Ann calls there in this order at times that rise; only the times may be wrong."""
    ordered = iter(sorted(times))
    calls = (
        Stop(kind=kind, ref=ref, arrive_s=next(ordered), start_s=next(ordered), finish_s=next(ordered))
        for kind, ref in kinds
    )
    return Plan(routes=(Route(shift="ann", depart_s=0, stops=tuple(calls), end_s=2_000),))


known_stops = [(StopKind.VISIT, "v"), (StopKind.VISIT, "w"), (StopKind.BREAK, "tea"), (StopKind.SITE, "dump")]
readable_plan = st.builds(
    in_order,
    st.lists(st.sampled_from(known_stops), max_size=4),
    st.lists(st.integers(0, 2_000), min_size=12, max_size=12),
)


@given(any_plan)
def test_whatever_a_plan_holds_there_is_a_verdict(plan: Plan) -> None:
    verdict = check(DAY, plan)
    assert all(violation.sentence for violation in verdict.violations)


@given(readable_plan)
def test_a_readable_plan_always_has_a_cost_and_says_what_is_left_out(plan: Plan) -> None:
    verdict = check(DAY, plan)
    assert verdict.cost == cost_of(DAY, plan)
    silent = {visit.id for visit in DAY.visits} - plan.served
    unaccounted = {one.ref for one in verdict.violations if one.rule == "each_visit_once" and one.ref in silent}
    assert unaccounted == silent

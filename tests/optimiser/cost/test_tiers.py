"""Points of each tier: lateness, broken promises and visits left out."""

import pytest

from optimiser.cost import Cost, Penalties, cost_of
from optimiser.problem import IfUnserved, Lateness, LateOn, Promise, Tier
from tests.optimiser.toy import ann_serves, at_visit, plan, problem, route, visit


def points(tier: Tier, value: int) -> Cost:
    """A cost that is nothing but these points."""
    return Cost(
        safety=value if tier == Tier.SAFETY else 0,
        statute=value if tier == Tier.STATUTE else 0,
        promise=value if tier == Tier.PROMISE else 0,
    )


@pytest.mark.parametrize("tier", [Tier.SAFETY, Tier.STATUTE, Tier.PROMISE])
def test_lateness_counts_in_its_tier(tier: Tier) -> None:
    late = Lateness(after_s=90, rate=3, tier=tier)
    assert cost_of(problem(visit(lateness=(late,))), ann_serves()) == points(tier, 30)


def test_lateness_in_the_cost_tier_is_money() -> None:
    late = Lateness(after_s=90, rate=3, tier=Tier.COST)
    assert cost_of(problem(visit(lateness=(late,))), ann_serves()) == Cost(penalties=Penalties(lateness=30))


def test_a_start_at_the_last_second_is_not_late() -> None:
    late = Lateness(after_s=100, rate=3, tier=Tier.SAFETY)
    assert cost_of(problem(visit(lateness=(late,))), ann_serves()) == Cost()


def test_lateness_may_be_counted_on_the_finish() -> None:
    late = Lateness(after_s=690, rate=3, tier=Tier.SAFETY, on=LateOn.FINISH)
    assert cost_of(problem(visit(lateness=(late,))), ann_serves()) == points(Tier.SAFETY, 30)


def test_several_breakpoints_add_up_to_a_convex_price() -> None:
    steps = (Lateness(after_s=50, rate=1, tier=Tier.STATUTE), Lateness(after_s=90, rate=10, tier=Tier.STATUTE))
    assert cost_of(problem(visit(lateness=steps)), ann_serves()) == points(Tier.STATUTE, 50 + 100)


def test_the_largest_lateness_counts_once_over_all_visits_and_tiers() -> None:
    on_start = visit("v", lateness=(Lateness(after_s=60, rate=0, tier=Tier.COST),))  # 40 late
    on_finish = visit("w", lateness=(Lateness(after_s=1230, rate=1, tier=Tier.SAFETY, on=LateOn.FINISH),))  # 70 late
    day = problem(on_start, on_finish, largest_lateness_upence_per_s=5)
    both = plan(route("ann", 0, at_visit("v", 100, 100, 700), at_visit("w", 700, 700, 1300), end_s=1400))
    assert cost_of(day, both) == Cost(safety=70, penalties=Penalties(largest_lateness=70 * 5))


def test_a_visit_left_out_is_not_late() -> None:
    late = visit(lateness=(Lateness(after_s=0, rate=9, tier=Tier.SAFETY),))
    day = problem(late, largest_lateness_upence_per_s=5)
    assert cost_of(day, plan(unserved=["v"])) == points(Tier.PROMISE, 1)


@pytest.mark.parametrize(("latest_s", "broken"), [(100, 0), (99, 4)])
def test_a_start_after_the_promised_time_breaks_the_promise(latest_s: int, broken: int) -> None:
    promised = visit(promised=Promise(earliest_s=0, latest_s=latest_s, points=4))
    assert cost_of(problem(promised), ann_serves()) == points(Tier.PROMISE, broken)


@pytest.mark.parametrize("tier", [Tier.SAFETY, Tier.STATUTE, Tier.PROMISE])
def test_a_visit_left_out_counts_in_its_tier(tier: Tier) -> None:
    left_out = visit(if_unserved=IfUnserved(tier=tier, points=8))
    assert cost_of(problem(left_out), plan(unserved=["v"])) == points(tier, 8)


def test_an_optional_visit_left_out_is_money() -> None:
    left_out = visit(if_unserved=IfUnserved(tier=Tier.COST, points=8))
    assert cost_of(problem(left_out), plan(unserved=["v"])) == Cost(penalties=Penalties(unserved=8))


def test_keeping_silent_about_a_visit_makes_a_plan_no_cheaper() -> None:
    assert cost_of(problem(visit()), plan()) == cost_of(problem(visit()), plan(unserved=["v"]))

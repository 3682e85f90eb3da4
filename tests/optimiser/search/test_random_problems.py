"""Whatever the Problem, the engine ends, keeps every rule and counts its cost as the checker does."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimiser.checker import check
from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.search.door_kernel import fill_up
from optimiser.search.search import search
from optimiser.search.workspace import Workspace
from optimiser.solve import EngineCannot, solve
from tests.optimiser.made_up import problems
from tests.optimiser.plannable import plannable

few = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def planned_or_refused(problem: Problem, seed: int) -> tuple[Plan | None, tuple[str, ...]]:
    """The plan, or None and the features that the engine named when it refused."""
    try:
        return solve(problem, iterations=40, seed=seed), ()
    except EngineCannot as refusal:
        return None, refusal.features


@given(problems(), st.integers(0, 1000))
@few
def test_any_problem_is_planned_within_the_rules_or_refused_in_words(problem: Problem, seed: int) -> None:
    plan, refused = planned_or_refused(problem, seed)
    if plan is None:
        assert refused
        return
    verdict = check(problem, plan)
    assert verdict.violations == ()
    assert all(left_out.sentence for left_out in plan.unserved)


@given(plannable(), st.integers(0, 1000))
@few
def test_a_problem_without_refused_features_is_planned_within_the_rules(problem: Problem, seed: int) -> None:
    plan = solve(problem, iterations=60, seed=seed)
    assert check(problem, plan).violations == ()


@given(plannable(), st.integers(0, 1000))
@few
def test_the_engine_counts_the_cost_exactly_as_the_checker_does(problem: Problem, seed: int) -> None:
    space = Workspace(problem, seed)
    fill_up(space.arrays, space.state, space.scratch, space.weights)
    cost = check(problem, space.plan()).cost
    assert cost is not None
    assert cost.objective == tuple(space.state.total.tolist())


@given(plannable(), st.integers(0, 1000))
@few
def test_the_same_seed_and_iterations_give_the_same_plan(problem: Problem, seed: int) -> None:
    once, again = (search(problem, seconds=None, iterations=30, seed=seed, start=None, watch=None) for _ in range(2))
    assert once == again


@given(plannable(), st.integers(0, 1000))
@few
def test_a_plan_to_start_from_is_never_made_worse(problem: Problem, seed: int) -> None:
    first = solve(problem, iterations=10, seed=seed)
    second = solve(problem, iterations=30, seed=seed + 1, start=first)
    before, after = check(problem, first).cost, check(problem, second).cost
    assert before is not None
    assert after is not None
    assert after.objective <= before.objective

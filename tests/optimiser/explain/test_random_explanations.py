"""Whatever the Problem: relaxations do what they say, by the checker, and each explains every shift."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimiser.checker import check
from optimiser.explain import explain
from optimiser.insert.parts import difference
from optimiser.problem import Problem
from optimiser.solve import solve
from tests.optimiser.busy import busy
from tests.optimiser.made_up import problems

few = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@given(
    problems() | st.integers(0, 10**6).map(busy).filter(lambda day: not any(one.lock.shift for one in day.visits)),
    st.integers(0, 1000),
)
@few
def test_every_relaxation_admits_the_visit_and_adds_what_was_said(problem: Problem, seed: int) -> None:
    plan = solve(problem, iterations=20, seed=seed)
    found = explain(problem, plan, [one.visit for one in plan.unserved])
    before = check(problem, plan).cost
    assert before is not None
    assert [one.visit for one in found] == [one.visit for one in plan.unserved]
    for one in found:
        assert [blocked.shift for blocked in one.shifts] == [shift.id for shift in problem.shifts]
        assert all(blocked.sentence for blocked in one.shifts)
        if one.relaxation is None:
            continue
        verdict = check(one.relaxation.problem, one.relaxation.plan)
        assert verdict.violations == ()
        assert verdict.cost is not None
        assert one.visit in one.relaxation.plan.served
        assert difference([verdict.cost], [before]) == one.relaxation.adds
    assert explain(problem, plan, [one.visit for one in plan.unserved]) == found

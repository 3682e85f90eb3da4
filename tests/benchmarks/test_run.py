"""A run is judged by the suite's referee and by the checker, and every failing is in its line."""

from dataclasses import replace
from typing import Any, cast

import pytest

from optimiser.checker import check
from optimiser.plan import Plan
from optimiser.problem import Problem
from tests.benchmarks.case import Case, Judgement
from tests.benchmarks.fake_engine import FakeEngine
from tests.benchmarks.machine import in_short
from tests.benchmarks.results import Line
from tests.benchmarks.run import run_case, summary
from tests.benchmarks.suites.distance_problem import distance_problem
from tests.benchmarks.suites.distance_referee import referee
from tests.benchmarks.suites.vrptw_text import read_vrptw_text
from tests.benchmarks.toy import VRPTW, driven

TASK = read_vrptw_text(VRPTW)
CASE = Case(
    suite="solomon",
    instance="TOY",
    problem=distance_problem(TASK),
    best_known=20.0,
    judge=lambda plan: referee(TASK, plan, per_unit=10),
)


def all_served(problem: Problem) -> Plan:
    return driven(problem, {"vehicle 1": ["1", "2"], "vehicle 2": ["3"]})


def run_of(plan: Plan) -> Line:
    return run_case(CASE, FakeEngine(lambda problem: plan), 1.0, 7)


def test_a_line_tells_what_was_run_and_what_came_of_it() -> None:
    line = run_case(CASE, FakeEngine(all_served, not_expressed=("breaks",)), 1.0, 7, group="T1")
    assert line.pop("date").endswith("+00:00")
    assert line.pop("machine") == in_short()
    assert line.pop("took_s") < 60
    assert line.pop("peak_mb") > 0
    assert line == {
        "suite": "solomon",
        "instance": "TOY",
        "engine": "fake",
        "seconds": 1.0,
        "seed": 7,
        "cost": pytest.approx(22.8),
        "best_known": 20.0,
        "gap_percent": pytest.approx(14.0),
        "feasible": True,
        "unserved": 0,
        "version": "1",
        "group": "T1",
        "not_expressed": ["breaks"],
    }


def test_required_visits_left_out_are_a_gap_of_100() -> None:
    line = run_of(driven(CASE.problem, {"vehicle 1": ["1", "2"]}))
    assert (line["gap_percent"], line["unserved"]) == (100.0, 1)


def test_what_the_referee_complains_of_is_infeasible_and_a_gap_of_100() -> None:
    line = run_of(driven(CASE.problem, {"vehicle 1": ["1", "2", "3"]}))
    assert (line["gap_percent"], line["feasible"], line["unserved"]) == (100.0, False, 0)
    assert any("carries 11, more than 10" in sentence for sentence in line["complaints"])


def test_what_only_the_checker_complains_of_is_infeasible_too() -> None:
    plan = all_served(CASE.problem)
    idle = replace(plan.routes[1], end_s=plan.routes[1].end_s + 1)  # the referee lets a vehicle dawdle
    assert referee(TASK, replace(plan, routes=(plan.routes[0], idle)), per_unit=10).feasible
    line = run_of(replace(plan, routes=(plan.routes[0], idle)))
    assert (line["gap_percent"], line["feasible"]) == (100.0, False)
    assert len(line["complaints"]) == line["complaints_in_all"] == 1


def test_what_referee_and_checker_both_say_is_told_once() -> None:
    plan = driven(CASE.problem, {"vehicle 1": ["1", "2", "3"]})
    sentence = next(violation.sentence for violation in check(CASE.problem, plan).violations)
    case = replace(CASE, judge=lambda plan: Judgement(cost=1.0, complaints=(sentence,), unserved=0))
    line = run_case(case, FakeEngine(lambda problem: plan), 1.0, 1)
    assert line["complaints"].count(sentence) == 1


def test_an_engine_that_raises_is_a_line_without_a_cost() -> None:
    def raises(problem: Problem) -> Plan:
        raise RuntimeError("no way in")

    line = run_case(CASE, FakeEngine(raises), 1.0, 1)
    assert line["error"] == "RuntimeError: no way in"
    assert (line["cost"], line["gap_percent"], line["feasible"], line["unserved"]) == (None, 100.0, False, 3)


def test_an_answer_that_is_no_plan_is_a_line_without_a_cost() -> None:
    line = run_of(cast("Plan", "a string"))
    assert (line["cost"], line["gap_percent"], line["feasible"], line["unserved"]) == (None, 100.0, False, 3)
    assert line["complaints"]


def test_a_suite_may_add_fields() -> None:
    def extras(case: Case, plan: Plan) -> dict[str, Any]:
        return {"routes": len(plan.routes)}

    assert run_case(CASE, FakeEngine(all_served), 1.0, 1, extras=extras)["routes"] == 2


def test_a_referee_that_gives_no_number_is_an_error_and_not_a_result() -> None:
    case = replace(CASE, judge=lambda plan: Judgement(cost=float("nan"), complaints=(), unserved=0))
    with pytest.raises(ValueError, match="which is no cost"):
        run_case(case, FakeEngine(all_served), 1.0, 1)


def test_the_summary_is_the_mean_gap_whether_all_were_feasible_and_the_sum_unserved() -> None:
    good = run_of(all_served(CASE.problem))
    bad = run_of(driven(CASE.problem, {"vehicle 1": ["1", "2"]}))
    assert summary("solomon", "fake", [good, bad]) == {
        "suite": "solomon",
        "engine": "fake",
        "runs": 2,
        "gap_percent": pytest.approx((14.0 + 100.0) / 2),
        "feasible": True,
        "unserved": 1,
    }

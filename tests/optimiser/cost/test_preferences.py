"""Preferences: whom people would rather see, an even load, and what they were told."""

from dataclasses import replace
from typing import Any

import pytest

from optimiser.cost import Preferences, cost_of
from optimiser.plan import Plan
from optimiser.problem import CostPart, LoadStep, Problem, Published, Visit, WorkerCost
from tests.optimiser.toy import ann_serves, at_visit, plan, problem, route, serves, shift, visit, worker

CREW: dict[str, Any] = {"workers": (worker("ann"), worker("bob")), "shifts": (shift(workers=("ann", "bob")),)}


def preferences(problem: Problem, plan: Plan) -> Preferences:
    return cost_of(problem, plan).preferences


@pytest.mark.parametrize("part", list(CostPart))
def test_each_named_part_is_kept_apart(part: CostPart) -> None:
    costs = (WorkerCost(worker="ann", part=part, upence=40),)
    assert preferences(problem(visit(worker_costs=costs)), ann_serves()) == Preferences(**{part.value: 40})


def test_the_costs_of_everyone_in_a_crew_add_up() -> None:
    costs = (
        WorkerCost(worker="ann", part=CostPart.CONTINUITY, upence=40),
        WorkerCost(worker="bob", part=CostPart.CONTINUITY, upence=2),
        WorkerCost(worker="bob", part=CostPart.VARIETY, upence=7),
    )
    assert preferences(problem(visit(worker_costs=costs), **CREW), ann_serves()) == Preferences(
        continuity=42, variety=7
    )


def test_the_cost_of_someone_who_does_not_come_does_not_count() -> None:
    costs = (WorkerCost(worker="bob", part=CostPart.PREFERENCE, upence=40),)
    apart: dict[str, Any] = {"workers": (worker("ann"), worker("bob")), "shifts": (shift("ann"), shift("bob"))}
    assert preferences(problem(visit(worker_costs=costs), **apart), ann_serves()) == Preferences()


def test_load_above_each_step_costs_more_by_the_step() -> None:
    steps = (LoadStep(above_s=700, upence_per_s=1), LoadStep(above_s=850, upence_per_s=10))
    tired = worker(worked_s=100, fairness=steps)  # 900 with the 800 of the route
    assert preferences(problem(visit(), workers=(tired,)), ann_serves()) == Preferences(fairness=200 + 500)


def test_load_up_to_a_step_costs_nothing() -> None:
    even = worker(fairness=(LoadStep(above_s=800, upence_per_s=1),))
    assert preferences(problem(visit(), workers=(even,)), ann_serves()) == Preferences()


def test_load_of_those_who_stay_at_home_counts_what_they_had_worked() -> None:
    tired = worker(worked_s=750, fairness=(LoadStep(above_s=700, upence_per_s=1),))
    assert preferences(problem(visit(), workers=(tired,)), plan(unserved=["v"])) == Preferences(fairness=50)


def test_load_is_summed_over_all_routes_of_a_worker() -> None:
    even = worker(fairness=(LoadStep(above_s=1000, upence_per_s=1),))
    shifts = (shift("early", workers=("ann",), ends_s=800), shift("late", workers=("ann",), starts_s=800))
    both = plan(serves("early", "v"), serves("late", "w", depart_s=800))
    twice = problem(visit("v"), visit("w"), workers=(even,), shifts=shifts)
    assert preferences(twice, both) == Preferences(fairness=600)


def told(**changes: Any) -> Visit:
    """People were told: Ann, at 100, give or take 30 seconds; another worker costs 5, another time 7."""
    usual: dict[str, Any] = {
        "worker": "ann",
        "start_s": 100,
        "tolerance_s": 30,
        "other_worker_upence": 5,
        "moved_upence": 7,
    }
    return visit(published=Published(**(usual | changes)))


def test_who_was_told_and_when_they_were_told_costs_nothing() -> None:
    assert preferences(problem(told()), ann_serves()) == Preferences()


@pytest.mark.parametrize(("depart_s", "upence"), [(30, 0), (31, 7)])
def test_a_start_moved_beyond_the_tolerance_costs(depart_s: int, upence: int) -> None:
    assert preferences(problem(told()), ann_serves(depart_s=depart_s)) == Preferences(stability=upence)


@pytest.mark.parametrize(("start_s", "upence"), [(130, 0), (131, 7)])
def test_a_start_moved_forward_costs_the_same(start_s: int, upence: int) -> None:
    assert preferences(problem(told(start_s=start_s)), ann_serves()) == Preferences(stability=upence)


def test_another_worker_costs_and_a_crew_with_the_one_told_does_not() -> None:
    both: dict[str, Any] = {"workers": (worker("ann"), worker("bob")), "shifts": (shift("ann"), shift("bob"))}
    assert preferences(problem(told(worker="bob"), **both), ann_serves()) == Preferences(stability=5)
    assert preferences(problem(told(worker="bob"), **CREW), ann_serves()) == Preferences()


def test_a_published_visit_left_out_costs_no_stability() -> None:
    assert preferences(problem(told()), plan(unserved=["v"])) == Preferences()


def test_ten_times_every_preference_leaves_cash_as_it_is() -> None:
    def weighed(times: int) -> Problem:
        fairness = (LoadStep(above_s=300, upence_per_s=2 * times),)
        costs = tuple(WorkerCost(worker="ann", part=part, upence=11 * times) for part in CostPart)
        published = told(other_worker_upence=5 * times, moved_upence=7 * times)
        return problem(
            replace(published, worker_costs=costs),
            workers=(worker(fairness=fairness),),
            shifts=(shift(upence_per_s=5, upence_per_m=2),),
        )

    late = plan(route("ann", 0, at_visit("v", 100, 500, 1100), end_s=1200))
    once, tenfold = cost_of(weighed(1), late), cost_of(weighed(10), late)
    assert once.cash_upence == tenfold.cash_upence == 1200 * 5 + 2000 * 2
    assert once.preferences.upence == 4 * 11 + 900 * 2 + 7
    assert tenfold.preferences.upence == 10 * once.preferences.upence
    assert tenfold.cost_upence - once.cost_upence == 9 * once.preferences.upence

"""Every service alone: its own work and people, the same plan whether in this process or in children."""

from dispatch.planning.alone import plan_alone, problems_alone
from dispatch.planning.side_by_side import side_by_side
from dispatch.planning.to_problem import to_problem
from optimiser.checker import check
from optimiser.cost import cost_of
from tests.dispatch.planning.tiny_day import HIGH_STREET, day, job, repair, travel

TOY = day(job("J"), job("K", place=HIGH_STREET, people=2), repair("R"), repair("S", place=HIGH_STREET))


def test_each_service_has_a_problem_of_its_own_and_one_without_work_has_none() -> None:
    problems = problems_alone(TOY, travel())
    assert list(problems) == ["care", "repairs"]
    assert {visit.service for visit in problems["care"].visits} == {"care"}
    assert list(problems_alone(day(job("J")), travel())) == ["care"]


def test_side_by_side_they_are_a_sound_plan_of_the_whole_day() -> None:
    ended: list[str] = []
    plans = plan_alone(problems_alone(TOY, travel()), iterations=50, seed=1, children=0, done=ended.append)
    plan = side_by_side(plans.values())
    assert check(to_problem(TOY, travel()), plan).violations == ()
    assert plan.served == {"J", "K#1", "K#2", "R", "S"}
    assert ended == ["care", "repairs"]


def test_children_give_the_same_plan_as_this_process() -> None:
    problems = problems_alone(TOY, travel())
    here = plan_alone(problems, iterations=50, seed=1, children=0)
    assert plan_alone(problems, iterations=50, seed=1, children=2) == here


def test_searching_on_from_a_plan_never_makes_it_worse() -> None:
    problems = problems_alone(TOY, travel())
    first = plan_alone(problems, iterations=1, seed=1, children=0)
    second = plan_alone(problems, iterations=50, seed=1, starts=first, children=0)
    for service_id, problem in problems.items():
        assert cost_of(problem, second[service_id]).objective <= cost_of(problem, first[service_id]).objective

"""The text format of Solomon's instances."""

import pytest

from tests.benchmarks.suites.distance_problem import distance_problem
from tests.benchmarks.suites.routing_task import GRAINS
from tests.benchmarks.suites.vrptw_text import read_vrptw_text
from tests.benchmarks.toy import VRPTW


def test_a_task_is_read_in_tenths() -> None:
    task = read_vrptw_text(VRPTW)
    assert list(task.customers) == ["1", "2", "3"]
    two = task.customers["2"]
    assert (two.place, two.demand, two.earliest, two.latest, two.service) == (2, 4, 300, 400, 100)
    assert task.points[1] == (3 * GRAINS, 4 * GRAINS)
    assert list(task.vehicles) == ["vehicle 1", "vehicle 2"]
    assert {(one.depot, one.opens, one.closes, one.capacity) for one in task.vehicles.values()} == {(0, 0, 1000, 10)}


def test_as_a_problem_lengths_are_cut_off_and_only_metres_cost() -> None:
    problem = distance_problem(read_vrptw_text(VRPTW))
    legs = problem.travel["car"].seconds.tolist()
    assert legs[0] == [0, 50, 100, 14]  # the last is 14.14... tenths
    assert problem.travel["car"].metres.tolist() == legs
    assert {(shift.upence_per_m, shift.upence_per_s) for shift in problem.shifts} == {(1, 0)}
    assert [visit.if_unserved.tier for visit in problem.visits] == ["promise"] * 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no NUMBER and CAPACITY"),
        (VRPTW.replace("    2      6", "    7      6"), "numbered 0, 1, 2"),
        (VRPTW.replace("        30         40 ", "        30.55      40 "), "not a whole number"),
        (VRPTW.replace("    1      3 ", "    1      x "), "'x' is not a number"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_vrptw_text(text)

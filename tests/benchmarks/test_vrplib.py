"""The VRPLIB dialect of site-dependent and multi-depot instances."""

import pytest

from tests.benchmarks.suites.distance_problem import distance_problem
from tests.benchmarks.suites.vrplib import read_vrplib
from tests.benchmarks.toy import SITE_DEPENDENT, TWO_DEPOTS


def test_site_dependence_capacities_and_longest_durations_are_read_in_thousandths() -> None:
    task = read_vrplib(SITE_DEPENDENT)
    assert list(task.customers) == ["2", "3", "4"]
    first, second = task.vehicles.values()
    assert (first.capacity, second.capacity) == (10, 5)
    assert (first.customers, second.customers) == (frozenset("234"), frozenset("34"))
    assert (first.depot, first.closes, first.max_duration) == (0, 100_000, 60_000)
    assert task.customers["3"].service == 10_000


def test_as_a_problem_who_may_serve_whom_is_a_skill_and_the_longest_duration_a_cap_on_load() -> None:
    problem = distance_problem(read_vrplib(SITE_DEPENDENT))
    held = {worker.id: {skill.name for skill in worker.skills} for worker in problem.workers}
    needed = {visit.id: {skill.name for skill in visit.skills} for visit in problem.visits}
    may = {visit: {worker for worker in held if skills <= held[worker]} for visit, skills in needed.items()}
    assert may == {"2": {"vehicle 1"}, "3": {"vehicle 1", "vehicle 2"}, "4": {"vehicle 1", "vehicle 2"}}
    assert {worker.max_load_s for worker in problem.workers} == {60_000}
    assert problem.travel["car"].seconds[0].tolist() == [0, 5_000, 10_000, 1_414]


def test_vehicles_leave_from_their_own_depots() -> None:
    task = read_vrplib(TWO_DEPOTS)
    assert list(task.customers) == ["3", "4"]
    assert [(one.depot, one.opens, one.capacity) for one in task.vehicles.values()] == [(0, 0, 10), (1, 10_000, 10)]
    problem = distance_problem(task)
    assert [(shift.start_place, shift.end_place) for shift in problem.shifts] == [(0, 0), (1, 1)]
    assert not any(visit.skills for visit in problem.visits)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("TYPE: SDVRPTW", "BACKHAUL: 1", "header 'BACKHAUL' is not known"),
        ("SERVICE_TIME_SECTION", "RELEASE_TIME_SECTION", "section 'RELEASE_TIME_SECTION' is not known"),
        ("EUC_2D", "EXPLICIT", "EDGE_WEIGHT_TYPE is 'EXPLICIT'"),
        ("DIMENSION: 4", "DIMENSION: 5", "NODE_COORD_SECTION does not number 1 to 5"),
        ("2\t5\nVEHICLES", "VEHICLES", "CAPACITY_SECTION does not number 1 to 2"),
        ("VEHICLES: 2\n", "", "no VEHICLES"),
        ("NODE_COORD_SECTION\n", "", "stands in no section"),
        ("3\t6\t8", "3\t6\tfar", "'far' is not a number"),
    ],
)
def test_what_is_not_known_is_refused_with_a_sentence(old: str, new: str, sentence: str) -> None:
    assert old in SITE_DEPENDENT
    with pytest.raises(ValueError, match=sentence):
        read_vrplib(SITE_DEPENDENT.replace(old, new, 1))

"""What is measured besides plans: kept and resumed as other results, and the engine is watched as it searches."""

import os
from pathlib import Path

import pytest

from optimiser.problem import Problem
from optimiser.solve import compile_kernels
from tests.benchmarks.anytime import falling
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.fake_engine import FakeEngine
from tests.benchmarks.forked import forked
from tests.benchmarks.machine import in_short
from tests.benchmarks.others import OTHERS, Other, other_lines
from tests.benchmarks.results import Line, Results
from tests.benchmarks.scaling import measure_scaling
from tests.benchmarks.suites.distance_problem import distance_problem
from tests.benchmarks.suites.vrptw_text import read_vrptw_text
from tests.benchmarks.toy import VRPTW, driven
from tests.benchmarks.watched import Point, Watched, table_bytes, watch

PROBLEM = distance_problem(read_vrptw_text(VRPTW))
ENGINE = FakeEngine(lambda problem: driven(problem, {}))


def test_each_is_measured_once_with_the_fields_that_results_have(tmp_path: Path) -> None:
    results = Results(tmp_path / "growth.jsonl")
    other = Other(("small", "large"), lambda name, data, seconds: {"letters": len(name), "given_s": seconds})

    def lines(only: str, engine: FakeEngine = ENGINE) -> list[Line]:
        return list(other_lines("growth", other, only, tmp_path, 2.0, results, engine))

    (line,) = lines("s*")
    assert line.pop("date").endswith("+00:00")
    assert line.pop("machine") == in_short()
    assert line == {
        "suite": "growth", "instance": "small", "engine": "fake", "seconds": 2.0, "seed": 1, "version": "1",
        "letters": 5, "given_s": 2.0,
    }  # fmt: skip
    assert [line["instance"] for line in lines("*")] == ["small", "large"]
    assert len(results.lines()) == 2
    lines("*", FakeEngine(ENGINE.plan, now="2"))
    assert len(results.lines()) == 4
    with pytest.raises(CannotRun, match=r"nothing is named like 'm\*'; there are small, large"):
        lines("m*")


def test_a_file_that_is_not_there_is_told_through_the_fork(tmp_path: Path) -> None:
    results = Results(tmp_path / "scaling.jsonl")
    with pytest.raises(CannotRun, match="homberger has no R1_2_1"):
        list(other_lines("scaling", OTHERS["scaling"], "R1_2_1", tmp_path, 0.1, results, ENGINE))
    assert results.lines() == []


def test_work_in_a_fork_leaves_nothing_here() -> None:
    here: list[int] = []

    def work() -> int:
        here.append(1)
        return os.getpid()

    assert forked(work) != os.getpid()
    assert here == []


def test_a_fork_that_ends_without_an_answer_is_told() -> None:
    def ends() -> None:
        os._exit(3)

    with pytest.raises(RuntimeError, match="ended with code 3"):
        forked(ends)


def test_time_per_iteration_is_taken_between_the_first_look_and_the_last() -> None:
    def watched(*points: tuple[float, int]) -> Watched:
        looks = tuple(Point(at_s, iterations, (0, 0, 0, 0)) for at_s, iterations in points)
        return Watched(looks, driven(PROBLEM, {}), 1.0, 100)

    # What came before the first look, building above all, does not count.
    assert watched((5.0, 20), (5.1, 500), (6.0, 10_020)).us_per_iteration() == pytest.approx(100.0)
    assert watched((5.0, 20)).us_per_iteration() is None


def test_the_gap_falls_from_where_everybody_is_served() -> None:
    points = tuple(
        Point(at_s, 1, best)
        for at_s, best in (
            (0.1, (0, 0, 1, 50)),
            (0.2, (0, 0, 0, 300)),
            (0.3, (0, 0, 0, 300)),
            (0.44, (0, 0, 0, 210)),
        )
    )
    assert falling(points, 200.0) == [[0.2, 50.0], [0.44, 5.0]]


@pytest.fixture(scope="module")
def compiled() -> None:
    compile_kernels(lambda _: None)


def test_the_engine_is_watched_as_it_searches(compiled: None) -> None:
    watched = watch(PROBLEM, iterations=1000)
    assert [point.iterations for point in watched.points] == list(range(10, 1010, 10))
    assert 0 < watched.points[0].at_s < watched.points[-1].at_s <= watched.took_s
    assert watched.points[-1].best == (0, 0, 0, 228)
    assert watched.plan.served == {"1", "2", "3"}
    assert watched.peak_mb > 0
    per_iteration = watched.us_per_iteration()
    assert per_iteration is not None
    assert per_iteration > 0


def test_tables_grow_with_the_number_of_visits() -> None:
    small, large = table_bytes(clustered(20)), table_bytes(clustered(200))
    assert 10_000 < small < large < 100_000_000
    # Travel alone is 200 x 200 pairs of 64-bit numbers.
    assert large > 200 * 200 * 16


def test_growth_is_measured_on_a_small_file(compiled: None, tmp_path: Path) -> None:
    folder = tmp_path / "homberger"
    folder.mkdir()
    (folder / "R1_2_1.txt").write_text(VRPTW)
    (folder / "BEST_KNOWN.csv").write_text("instance,best_known_distance\nR1_2_1,22.8\n")
    line = measure_scaling("R1_2_1", tmp_path, seconds=0.5)
    assert (line["family"], line["visits"], line["shifts"]) == ("homberger R1", 3, 2)
    assert line["us_per_iteration"] > 0
    assert line["iterations"] > 0
    assert line["first_plan_s"] > 0
    assert 0 < line["tables_mb"] < line["peak_mb"]


def clustered(customers: int) -> Problem:
    """So many customers on a line, one vehicle for every ten."""
    rows = [f"{number} {number % 7} {number // 7} 1 0 1000 1" for number in range(1, customers + 1)]
    text = "\n".join(
        ["LINE", "VEHICLE", "NUMBER CAPACITY", f"{customers // 10} 20", "CUSTOMER", "", "0 0 0 0 0 2000 0", *rows]
    )
    return distance_problem(read_vrptw_text(text))

"""A benchmark runs the instances asked for, each with each seed, and never the same run twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from optimiser.plan import Plan
from optimiser.problem import Problem
from tests.benchmarks.benchmark import Benchmark, run_all
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.fake_engine import FakeEngine
from tests.benchmarks.results import Results
from tests.benchmarks.suites.solomon import SUITE
from tests.benchmarks.toy import VRPTW, driven


def all_served(problem: Problem) -> Plan:
    return driven(problem, {"vehicle 1": ["1", "2"], "vehicle 2": ["3"]})


@pytest.fixture
def asked(tmp_path: Path) -> Benchmark:
    folder = tmp_path / "solomon"
    (folder / "hard").mkdir(parents=True)
    for name in ("R101", "R102", "hard/C101"):
        (folder / f"{name}.txt").write_text(VRPTW)
    (folder / "BEST_KNOWN.csv").write_text(
        "instance,customers,best_known_distance\nR101,3,20\nR102,3,22.8\nC101,3,22.8\n"
    )
    return Benchmark(suite=SUITE, folder=folder, engine=FakeEngine(all_served), seconds=1.0, seeds=2, group=SUITE.group)


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results(tmp_path / "solomon.jsonl")


def test_each_instance_is_run_with_each_seed(asked: Benchmark, results: Results) -> None:
    lines = list(run_all(asked, results))
    assert [(line["instance"], line["seed"], line["group"]) for line in lines] == [
        ("R101", 1, "R1"), ("R101", 2, "R1"),
        ("R102", 1, "R1"), ("R102", 2, "R1"),
        ("C101", 1, "C1"), ("C101", 2, "C1"),
    ]  # fmt: skip
    assert [line["gap_percent"] for line in lines] == [14.0, 14.0, 0.0, 0.0, 0.0, 0.0]
    assert results.lines() == lines


def test_what_is_known_is_given_and_not_run_again(asked: Benchmark, results: Results) -> None:
    first = list(run_all(replace(asked, seeds=1), results))

    def refuses(problem: Problem) -> Plan:
        raise RuntimeError("run again")

    again = list(run_all(replace(asked, engine=FakeEngine(refuses)), results))
    assert [line for line in again if line["seed"] == 1] == first
    assert [line["error"] for line in again if line["seed"] == 2] == ["RuntimeError: run again"] * 3


def test_an_engine_that_was_changed_is_run_again(asked: Benchmark, results: Results) -> None:
    list(run_all(asked, results))
    list(run_all(replace(asked, engine=FakeEngine(all_served, now="2")), results))
    assert len(results.lines()) == 12


def test_only_takes_names_like_the_one_given(asked: Benchmark, results: Results) -> None:
    assert [path.stem for path in replace(asked, only="R1*").paths()] == ["R101", "R102"]


def test_nothing_to_run_is_an_error(asked: Benchmark, tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"no instance of solomon named like 'R9\*'"):
        replace(asked, only="R9*").paths()
    with pytest.raises(CannotRun, match="nowhere has no instance"):
        replace(asked, folder=tmp_path / "nowhere").paths()


def test_two_instances_of_one_name_are_an_error(asked: Benchmark) -> None:
    (asked.folder / "hard" / "R101.txt").write_text(VRPTW)
    with pytest.raises(CannotRun, match="has R101 twice"):
        asked.paths()


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("R101.txt", "nonsense", r"R101\.txt cannot be read: there is no NUMBER and CAPACITY"),
        ("BEST_KNOWN.csv", "instance,best_known_distance\nR102,1\n", "has no best_known_distance for R101"),
        ("R101.txt", VRPTW.replace("        0         50 ", "        60        50 "), "swap earliest_s and latest_s"),
    ],
)
def test_what_cannot_be_read_stops_the_benchmark(
    asked: Benchmark, results: Results, file: str, text: str, sentence: str
) -> None:
    (asked.folder / file).write_text(text)
    with pytest.raises(CannotRun, match=sentence):
        list(run_all(asked, results))

"""The results file is appended to, resumed from, and survives a process that was killed while it wrote."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.errors import CannotRun
from tests.benchmarks.results import Line, Results, key_of


def line(**changes: object) -> Line:
    return {
        "suite": "solomon", "instance": "R101", "engine": "fake", "seconds": 10.0, "seed": 1, "version": "1",
        "cost": 1.0,
    } | changes  # fmt: skip


def test_what_is_appended_is_read_again_in_order(tmp_path: Path) -> None:
    results = Results(tmp_path / "deep" / "solomon.jsonl")
    assert results.lines() == []
    results.append(line())
    results.append(line(seed=2))
    assert results.lines() == [line(), line(seed=2)]


def test_half_a_last_line_is_passed_over_and_cut_off_by_the_next(tmp_path: Path) -> None:
    results = Results(tmp_path / "solomon.jsonl")
    results.append(line())
    with results.path.open("a") as file:
        file.write(json.dumps(line(seed=2))[:20])
    assert results.lines() == [line()]
    results.append(line(seed=3))
    assert results.lines() == [line(), line(seed=3)]


def test_a_file_of_half_a_line_only_is_empty(tmp_path: Path) -> None:
    results = Results(tmp_path / "solomon.jsonl")
    results.path.write_text('{"suite"')
    assert results.lines() == []
    results.append(line())
    assert results.lines() == [line()]


@pytest.mark.parametrize("text", ["not JSON\n", "[]\n", '{"suite": "solomon"}\n'])
def test_a_file_that_is_not_ours_is_refused_by_its_line(tmp_path: Path, text: str) -> None:
    results = Results(tmp_path / "notes.txt")
    results.path.write_text(json.dumps(line()) + "\n" + text)
    with pytest.raises(CannotRun, match=r"notes\.txt, line 2, is no result of a run"):
        results.lines()


def test_a_run_is_the_same_run_only_if_all_that_matters_is_the_same() -> None:
    others = [
        line(suite="x"), line(instance="x"), line(engine="x"), line(seconds=2.0), line(seed=2), line(version="2"),
    ]  # fmt: skip
    assert len({key_of(one) for one in (line(), *others)}) == 7
    assert key_of(line()) == key_of(line(cost=2.0, seconds=10))


def test_of_two_runs_with_one_key_the_later_is_known(tmp_path: Path) -> None:
    results = Results(tmp_path / "solomon.jsonl")
    results.append(line())
    results.append(line(cost=2.0))
    assert results.known() == {key_of(line()): line(cost=2.0)}

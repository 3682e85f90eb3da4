"""The command that remakes the document: the same results give the same files, byte by byte."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from rich.console import Console
from typer.testing import CliRunner

from tests.benchmarks.errors import CannotRun
from tests.benchmarks.report.cli import app
from tests.benchmarks.report.plots import check_installed
from tests.benchmarks.report.programme import Entry
from tests.benchmarks.report.run import run_programme
from tests.benchmarks.results import Line, Results


@pytest.fixture
def results(tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    for suite, lines in every_kind().items():
        for line in lines:
            Results(folder / f"{suite}.jsonl").append(line)
    return folder


def every_kind() -> dict[str, list[Line]]:
    """A few runs for each kind of plot; the gaps of one span more than a linear axis shows."""

    def run(suite: str, instance: str, seconds: float, **fields: object) -> Line:
        return {
            "suite": suite, "instance": instance, "engine": "allround", "seconds": seconds, "seed": 1, "cost": 1.0,
            "best_known": 1.0, "gap_percent": 0.5, "feasible": True, "unserved": 0, "version": "1", "took_s": 1.0,
            "date": "2026-01-02T10:00:00+00:00",
        } | fields  # fmt: skip

    day = {"tiers": [0, 0, 1], "avoidable_pence": 500.0, "group": "100"}
    size = {"family": "days", "shifts": 5, "us_per_iteration": 50.0, "first_plan_s": 0.1, "tables_mb": 2.0}
    return {
        "solomon": [
            run("solomon", "R101", 10.0, group="R1"),
            run("solomon", "R101", 10.0, group="R1", engine="vroom", gap_percent=100.0, feasible=False, error="no"),
        ],
        "days": [
            run("days", "day-0100-1", 10.0, **day),
            run("days", "day-0100-1", 10.0, engine="ortools-gls", **day | {"tiers": [0, 0, 2]}),
        ],
        "scaling": [
            run("scaling", name, 15.0, visits=visits, peak_mb=100, **size) for name, visits in (("a", 50), ("b", 500))
        ],
        "anytime": [run("anytime", "R1_2_3", 60.0, points=[[0.5, 8.0], [60.0, 0.5]])],
    }


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_remade_twice_the_document_and_its_plots_are_the_same_bytes(results: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="draws the plots, and comes with the extra `benchmarks`")
    stale = tmp_path / "first" / "benchmarks" / "trsp.svg"
    stale.parent.mkdir(parents=True)
    stale.write_text("<svg/>")
    for name in ("first", "second"):
        arguments = ["--results", str(results), "--out", str(tmp_path / name / "BENCHMARKS.md")]
        assert CliRunner().invoke(app, arguments, catch_exceptions=False).exit_code == 0
    made = files(tmp_path / "first")
    assert set(made) == {"BENCHMARKS.md", *(f"benchmarks/{name}.svg" for name in every_kind())}
    assert made == files(tmp_path / "second")
    for name, drawn in made.items():
        assert str(tmp_path).encode() not in drawn
        if name.endswith(".svg"):
            assert f"({name})".encode() in made["BENCHMARKS.md"]
            assert b"dc:date" not in drawn
    # Words in plots stay words.
    assert b">mean gap above the best known cost, %<" in made["benchmarks/solomon.svg"]
    assert b">vroom<" in made["benchmarks/solomon.svg"]
    assert b">homberger" not in made["benchmarks/scaling.svg"]


def test_without_any_results_there_is_a_sentence_and_no_document(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="draws the plots, and comes with the extra `benchmarks`")
    out = tmp_path / "BENCHMARKS.md"
    with pytest.raises(CannotRun, match=r"has no results of benchmarks; run some first .*report --run"):
        CliRunner().invoke(app, ["--results", str(tmp_path), "--out", str(out)], catch_exceptions=False)
    assert not out.exists()


@pytest.fixture
def without_matplotlib() -> Iterator[None]:
    """As on a machine where it is not installed: its name is taken and leads nowhere."""
    names = [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]
    kept = {name: sys.modules.pop(name) for name in names}
    sys.modules["matplotlib"] = None  # type: ignore[assignment] # because None is how Python is told that there is no such module
    yield
    del sys.modules["matplotlib"]
    sys.modules.update({name: module for name, module in kept.items() if isinstance(module, ModuleType)})


def test_without_what_draws_the_plots_the_remedy_is_told(without_matplotlib: None) -> None:
    with pytest.raises(CannotRun, match=r"plots cannot be drawn .* install what draws them with .*benchmarks"):
        check_installed()


def test_the_programme_is_run_and_resumed(data: Path, tmp_path: Path) -> None:
    programme = [Entry(name="solomon", suite="solomon", seconds=0.2, seeds=2)]
    console = Console(quiet=True)
    for _ in range(2):
        run_programme(programme, data, tmp_path / "results", whole=True, console=console)
    lines = Results(tmp_path / "results" / "solomon.jsonl").lines()
    assert [(line["instance"], line["seed"], line["group"]) for line in lines] == [("R101", 1, "R1"), ("R101", 2, "R1")]
    assert programme[0].of(lines) == lines


def test_nothing_is_run_where_something_is_missing(data: Path, tmp_path: Path) -> None:
    programme = [
        Entry(name="solomon", suite="solomon", seconds=0.2),
        Entry(name="trsp", suite="trsp", seconds=0.2),
    ]
    with pytest.raises(CannotRun, match="has no instance of trsp"):
        run_programme(programme, data, tmp_path / "results", whole=True, console=Console(quiet=True))
    assert not (tmp_path / "results").exists()

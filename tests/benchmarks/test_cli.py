"""The command: one JSON line per run and one for all on standard output, or a table."""

import json
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from tests.benchmarks.cli import app
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.results import Line
from tests.benchmarks.run import summary
from tests.benchmarks.table import table


def test_our_own_engine_serves_the_toy_at_its_best_known_cost(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    arguments = ["solomon", "--data", str(data), "--seconds", "0.3", "--seeds", "2", "--out", str(out), "--json"]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    *lines, last = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["seed"] for line in lines] == [1, 2]
    assert [(line["cost"], line["best_known"]) for line in lines] == [(pytest.approx(22.8), 22.8)] * 2
    assert last == {
        "suite": "solomon", "engine": "allround", "runs": 2, "gap_percent": 0.0, "feasible": True, "unserved": 0,
    }  # fmt: skip
    # The second time everything is known already, and told in the same words.
    assert CliRunner().invoke(app, arguments, catch_exceptions=False).stdout == result.stdout
    assert out.read_text().splitlines() == result.stdout.splitlines()[:2]
    # Without --json it is a table.
    shown = CliRunner().invoke(app, arguments[:-1], catch_exceptions=False).stdout
    assert "R101" in shown
    assert '"suite"' not in shown


def test_what_cannot_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="has no instance of solomon"):
        CliRunner().invoke(app, ["solomon", "--data", str(tmp_path)], catch_exceptions=False)


def test_the_table_has_a_row_for_each_instance_and_class_and_the_whole_at_the_foot() -> None:
    def line(instance: str, **changes: object) -> Line:
        return {
            "instance": instance, "group": instance[:-2], "cost": 22.0, "best_known": 20.0, "gap_percent": 10.0,
            "feasible": True, "unserved": 0, "took_s": 1.0,
        } | changes  # fmt: skip

    lines = [
        line("R101"),
        line("R101", cost=None, gap_percent=100.0, feasible=False, unserved=3),
        line("C101", best_known=None, gap_percent=0.0),
    ]
    console = Console(width=120)
    with console.capture() as capture:
        console.print(table(lines, summary("solomon", "fake", lines)))
    rows = [row.split() for row in capture.get().splitlines()]
    assert ["R101", "2", "22.0", "20.0", "55.000", "NO", "3", "1.0"] in rows
    assert ["C101", "1", "22.0", "none", "0.000", "yes", "0", "1.0"] in rows
    assert ["all", "of", "R1", "2", "55.000", "NO", "3", "1.0"] in rows
    assert ["all", "3", "36.667", "NO", "3"] in rows

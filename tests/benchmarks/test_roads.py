"""The benchmark of roads, as a smoke run: every field is there, and nothing differs from SciPy."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.benchmarks.errors import CannotRun
from tests.benchmarks.roads_cli import app
from tests.optimiser.roads.toy_map import write_map

# What those who call it rely on.
FIELDS = {"junctions", "build_s", "load_s", "matrix_s", "scipy_s", "worst_difference_s", "peak_mb"}


def test_a_map_file_is_measured(tmp_path: Path) -> None:
    arguments = ["--osm", str(write_map(tmp_path)), "--places", "12", "--json"]
    (line,) = CliRunner().invoke(app, arguments, catch_exceptions=False).stdout.splitlines()
    told = json.loads(line)
    assert set(told) > FIELDS
    assert (told["junctions"], told["places"], told["scipy_places"]) == (3, 12, 12)
    assert (told["worst_difference_s"], told["worst_difference_m"]) == (0, 0)


def test_made_up_towns_are_measured() -> None:
    arguments = ["--junctions", "400", "--places", "40", "--compared", "15", "--json"]
    told = json.loads(CliRunner().invoke(app, arguments, catch_exceptions=False).stdout)
    assert set(told) > FIELDS
    assert told["parse_s"] > 0
    assert 360 < told["junctions"] < 440
    assert (told["places"], told["scipy_places"]) == (40, 15)
    assert (told["worst_difference_s"], told["worst_difference_m"]) == (0, 0)


def test_a_map_is_measured_for_the_mode_that_is_asked(tmp_path: Path) -> None:
    arguments = ["--osm", str(write_map(tmp_path)), "--places", "12", "--mode", "foot", "--json"]
    told = json.loads(CliRunner().invoke(app, arguments, catch_exceptions=False).stdout)
    # From B to E, and to D straight, by way of A and by way of C; all of them both ways.
    assert (told["mode"], told["edges"]) == ("foot", 8)


@pytest.mark.parametrize("arguments", [[], ["--junctions", "400", "--osm", "town.osm"]])
def test_it_wants_a_map_or_a_number_of_junctions(arguments: list[str]) -> None:
    with pytest.raises(CannotRun, match="either --osm FILE or --junctions N"):
        CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_a_file_that_is_no_map_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="there is no such file"):
        CliRunner().invoke(app, ["--osm", str(tmp_path / "none.osm")], catch_exceptions=False)

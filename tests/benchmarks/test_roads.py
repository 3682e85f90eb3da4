"""The benchmark of roads, as a smoke run: every field is there, and nothing differs from SciPy."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fixtures.networks import network_of_towns
from optimiser.roads import Snapped, snap
from optimiser.roads.say import quiet
from optimiser.roads.store import write_stored
from tests.benchmarks import roads_memory
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.roads_cli import app
from tests.benchmarks.roads_memory import matrix_memory
from tests.optimiser.roads.toy_map import write_map

NETWORK = network_of_towns(300, seed=3)

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
    assert min(told["add_first_s"], told["add_s"]) > 0
    assert told["add_stored_s"] > told["known_stored_s"]
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


def corners(count: int) -> Snapped:
    at = [number % NETWORK.junctions for number in range(count)]
    return snap(NETWORK, NETWORK.lon[at], NETWORK.lat[at], [f"corner {number}" for number in range(count)])


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the system tells no peak of a part of a run")
def test_the_memory_of_a_matrix_is_told_apart_from_that_of_whoever_asks(tmp_path: Path) -> None:
    write_stored(NETWORK, tmp_path / "network.npz", quiet)
    ours = bytearray(b"x") * (800 * 2**20)  # more than the whole process that is measured
    told = matrix_memory(tmp_path / "network.npz", corners(2_000))
    assert told["arrays_mb"] == 34  # 2,000 x 2,000 of nine bytes
    assert told["before_matrix_mb"] + told["arrays_mb"] <= told["peak_mb"] < len(ours) / 2**20


def test_memory_is_not_told_where_the_peak_cannot_be_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_stored(NETWORK, tmp_path / "network.npz", quiet)
    monkeypatch.setattr(roads_memory, "OWN", tmp_path / "no such folder")
    told = roads_memory._measured(tmp_path / "network.npz", corners(20))
    assert told == {"arrays_mb": 0, "before_matrix_mb": None, "peak_mb": None}


def test_a_network_that_cannot_be_read_again_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="cannot be read again; run the benchmark once more"):
        matrix_memory(tmp_path / "none.npz", corners(2))

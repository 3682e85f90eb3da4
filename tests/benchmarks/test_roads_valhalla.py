"""Valhalla is asked for the same map and places, where it is installed."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fixtures.map_of_towns import write_map_of_towns
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.roads_cli import app
from tests.optimiser.roads.toy_map import write_map

pytestmark = pytest.mark.skipif(
    find_spec("valhalla") is None, reason="the peer valhalla is not installed: see the group `benchmarks`"
)


def told(*arguments: str) -> dict[str, float]:
    # The command loads it in a process of its own.
    asked = ["--peer", "valhalla", "--json", *arguments]
    line: dict[str, float] = json.loads(CliRunner().invoke(app, asked, catch_exceptions=False).stdout)
    return line


@pytest.mark.parametrize("mode", ["car", "foot"])
def test_it_goes_the_same_ways_about_as_fast(mode: str) -> None:
    line = told("--junctions", "400", "--places", "30", "--mode", mode)
    assert line["valhalla_places"] == 30
    assert line["legs_without_way"] == 0
    assert line["legs_compared"] > 700  # of 870
    assert 0.97 < line["metres_ratio_median"] < 1.03
    assert 0.5 < line["ratio_median"] < 2


def test_more_places_than_it_is_asked_at_once_are_asked_in_blocks() -> None:
    line = told("--junctions", "150", "--places", "310", "--compared", "310")
    assert line["valhalla_places"] == 310
    assert line["legs_without_way"] == 0
    assert 0.97 < line["metres_ratio_median"] < 1.03


def test_it_leaves_nothing_where_it_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_map_of_towns(tmp_path / "towns.osm.pbf", 100, seed=1)
    assert told("--osm", "towns.osm.pbf", "--places", "5")["valhalla_places"] == 5
    assert [path.name for path in tmp_path.iterdir()] == ["towns.osm.pbf"]


def test_a_map_in_a_format_that_it_does_not_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"no other maps than \.osm\.pbf, and toy\.osm is none"):
        told("--osm", str(write_map(tmp_path)), "--places", "12")


def test_a_mode_that_it_has_none_like_is_refused() -> None:
    with pytest.raises(CannotRun, match="nothing of Valhalla's is like our lorry; with it give --mode car, bicycle"):
        told("--junctions", "100", "--places", "2", "--mode", "lorry")

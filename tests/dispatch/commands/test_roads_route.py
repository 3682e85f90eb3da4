"""`allround roads route`: what it prints and writes, and how it says no."""

import json
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner, Result

from dispatch.cli import app
from optimiser.roads import Mode, load_network
from optimiser.roads.journey import journey
from optimiser.roads.osm_file import OPEN_STREET_MAP
from optimiser.roads.ready import Ready
from tests.optimiser.roads.toy_map import CENTRE, KM, NODES, STREET, WAYS, osm_xml, write_map

A, B, C, D = (f"{NODES[name][0]:.6f},{NODES[name][1]:.6f}" for name in "ABCD")


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    return write_map(tmp_path)


def run(toy: Path, *words: str | Path) -> Result:
    environ = {"ALLROUND_VAR": str(toy.parent / "var"), "COLUMNS": "100"}
    return CliRunner().invoke(app, ["roads", "route", *map(str, words)], env=environ)


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def one_line(result: Result) -> str:
    """What it says when it refuses: exactly that."""
    assert result.exit_code == 2, result.output
    (line,) = result.stderr.strip().splitlines()
    assert "Traceback" not in result.output
    return line


def test_the_legs_are_listed_with_a_total_and_whom_to_thank(toy: Path) -> None:
    result = run(toy, toy, A, C, B, "--mode", "bicycle")
    assert result.exit_code == 0, result.output
    network = load_network(toy, Mode.BICYCLE, cache_dir=None)
    lon, lat = zip(*(map(float, place.split(",")) for place in (A, B, C)), strict=True)
    legs = journey(Ready(network), lon, lat, "ABC")
    rows = [line.strip("│ ").split() for line in result.stdout.splitlines() if line.startswith("│")]
    told = [[f"{leg.seconds / 60:.1f}", f"{leg.metres / 1000:.2f}"] for leg in legs]
    seconds, metres = sum(leg.seconds for leg in legs), sum(leg.metres for leg in legs)
    cells = [[cell for cell in row if cell != "│"] for row in rows]
    assert cells == [[A, B, *told[0]], [B, C, *told[1]], ["Total", f"{seconds / 60:.1f}", f"{metres / 1000:.2f}"]]
    assert metres == pytest.approx(2000, abs=2)
    assert f"Map: {OPEN_STREET_MAP}." in result.stdout


def test_both_files_hold_every_leg_and_whom_to_thank(toy: Path) -> None:
    gpx, geojson = toy.parent / "way.gpx", toy.parent / "out" / "way.geojson"
    result = run(toy, toy, A, D, B, C, "--gpx", gpx, "--geojson", geojson)
    assert result.exit_code == 0, result.output
    assert f"Wrote {gpx}." in result.stdout
    assert f"Wrote {geojson}." in result.stdout
    document = json.loads(geojson.read_text(encoding="utf-8"))
    assert document["attribution"] == OPEN_STREET_MAP
    lines = [one["geometry"]["coordinates"] for one in document["features"] if one["geometry"]["type"] == "LineString"]
    assert len(lines) == 3
    for before, after in pairwise(lines):
        assert before[-1] == after[0]
    names = [one["properties"]["name"] for one in document["features"] if one["geometry"]["type"] == "Point"]
    assert names == [A, B, C, D]
    root = ET.fromstring(gpx.read_bytes())  # noqa: S314 (our own file)
    space = {"": "http://www.topografix.com/GPX/1/1"}
    assert [one.text for one in root.findall("trk/name", space)] == [f"{A} to {B}", f"{B} to {C}", f"{C} to {D}"]
    assert [one.text for one in root.findall("trk/src", space)] == [OPEN_STREET_MAP] * 3
    tracks = [
        [[float(at.get("lon", "")), float(at.get("lat", ""))] for at in track.iterfind("trkseg/trkpt", space)]
        for track in root.iterfind("trk", space)
    ]
    assert tracks == lines


def test_who_is_walked_to_as_the_map_cuts_off_their_street_is_told_beside_the_legs(tmp_path: Path) -> None:
    nodes = NODES | {"p": (CENTRE[0] - KM, -0.2 * KM), "q": (CENTRE[0] - 0.6 * KM, -0.2 * KM)}
    toy = write_map(tmp_path, osm_xml(nodes, [*WAYS, ("pq", STREET)]))
    home = f"{CENTRE[0] - 0.8 * KM:.6f},{-0.21 * KM:.6f}"
    result = run(toy, toy, C, home, A)
    assert result.exit_code == 0, result.output
    (notice,) = result.stderr.strip().splitlines()
    assert f" by car: 210 m to {home}. " in notice
    assert "Total" in result.stdout
    assert "210 m" not in result.stdout
    assert run(toy, toy, C, A).stderr == ""


@pytest.mark.parametrize("wrong", ["fish", "1", "1,2,3", "1;2", "", "51.5N,3W", "x" * 10_000])
def test_what_is_no_place_is_named_with_what_one_looks_like(toy: Path, wrong: str) -> None:
    told = one_line(run(toy, toy, A, B, wrong))
    assert told.startswith(f"Not lon,lat: {wrong[:40]!r}. Give each place in degrees, longitude first")


def test_all_that_are_no_places_are_named_at_once_and_a_mistyped_option_with_them(toy: Path) -> None:
    assert "'north', '--gpz', 'x.gpx', 'south'" in one_line(run(toy, toy, "north", "south", "--gpz", "x.gpx"))


def test_places_west_of_greenwich_are_no_options(toy: Path) -> None:
    told = one_line(run(toy, toy, "-2.98,51.58", "-3.00,51.59"))
    assert told.startswith("2 places are outside the map for travel by car: -2.980000,51.580000 (")
    assert "-3.000000,51.590000 (" in told


def test_a_place_outside_the_map_is_named_with_why(toy: Path) -> None:
    swapped = ",".join(reversed(C.split(",")))
    told = one_line(run(toy, toy, A, swapped))
    assert "1 place is outside the map for travel by car: 0.000000," in told
    assert "(its longitude and latitude are swapped)" in told


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("none.osm", "there is no such file"),
        ("readme.md", "its name does not end in"),
        ("broken.osm", "missing version attribute"),
        ("", "it is a folder"),
    ],
)
def test_what_is_no_map_is_told_with_what_to_give(toy: Path, name: str, why: str) -> None:
    (toy.parent / "readme.md").write_text("# Streets")
    (toy.parent / "broken.osm").write_text("<osm><node")
    told = one_line(run(toy, toy.parent / name, A, B))
    assert told.startswith("Cannot read the map ")
    assert why in told
    assert "Give a whole OpenStreetMap file" in told


def test_a_bar_shows_on_a_terminal_how_far_it_is(toy: Path) -> None:
    environ = {"ALLROUND_VAR": str(toy.parent / "var"), "COLUMNS": "200", "FORCE_COLOR": "1", "TERM": "xterm"}
    shown = CliRunner().invoke(app, ["roads", "route", str(toy), A, B], env=environ).output
    assert re.search(r"Finding the way .*━━━.*\d:\d\d:\d\d", shown)


def test_an_unknown_mode_is_told_which_there_are(toy: Path) -> None:
    told = one_line(run(toy, toy, A, B, "--mode", "plane"))
    assert told.startswith("There is no mode 'plane': give car, ")
    assert told.endswith(" or foot.")


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left_of_it(toy: Path) -> None:
    folder = toy.parent
    (folder / "a file").touch()
    before = files_in(folder) | {"var"}
    for option in ("--gpx", "--geojson"):
        for file in (folder / "a file" / "way", folder):
            told = one_line(run(toy, toy, A, B, option, file))
            assert told.startswith(f"Cannot write {file}: ")
            assert told.endswith("Give a file in a folder that may be written to.")
    assert files_in(folder) == before


def test_an_older_file_is_replaced_and_kept_when_the_way_is_not_found(toy: Path) -> None:
    gpx = toy.parent / "way.gpx"
    gpx.write_text("older")
    assert run(toy, toy, A, "0,0", "--gpx", gpx).exit_code == 2
    assert gpx.read_text() == "older"
    assert run(toy, toy, A, B, "--gpx", gpx).exit_code == 0
    assert gpx.read_text(encoding="utf-8").startswith("<?xml")


def test_the_map_is_not_written_over_nor_one_file_over_the_other(toy: Path) -> None:
    before = toy.read_bytes()
    for words in (("--gpx", toy), ("--geojson", toy.parent / "." / toy.name), ("--gpx", "x", "--geojson", "x")):
        assert "give each a name of its own" in one_line(run(toy, toy, A, B, *words))
    assert toy.read_bytes() == before


def test_local_speeds_decide_how_long_it_takes_and_are_not_written_over(toy: Path) -> None:
    local = toy.parent / "local.toml"
    local.write_text("[parking_s]\ncar = 360\n")
    shipped = run(toy, toy, A, B).stdout
    kept = files_in(toy.parent / "var" / "cache" / "roads")
    slower = run(toy, toy, A, B, "--speeds", local).stdout
    assert files_in(toy.parent / "var" / "cache" / "roads") == kept, "plans are made on these"
    minutes = [float(told.split("Total")[1].replace("│", " ").split()[0]) for told in (shipped, slower)]
    assert minutes[1] - minutes[0] == pytest.approx(5, abs=0.1)
    told = one_line(run(toy, toy, A, B, "--speeds", local, "--gpx", local))
    assert "give each a name of its own" in told
    assert local.read_text() == "[parking_s]\ncar = 360\n"


def test_local_speeds_that_are_no_good_are_named(toy: Path) -> None:
    local = toy.parent / "local.toml"
    local.write_text("[parking]\n")
    told = one_line(run(toy, toy, A, B, "--speeds", local))
    assert told.startswith(f"Cannot use the speeds of {local}: parking is not among the figures")

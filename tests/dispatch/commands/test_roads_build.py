"""`allround roads build`: what it makes and keeps, and how it says no."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dispatch.adapters.street_network import NETWORK_OF, RoadsError, journeys_between, load_streets
from dispatch.cli import app
from dispatch.domain.place import Place
from dispatch.domain.worker import TravelMode
from optimiser.roads import Mode
from tests.dispatch.adapters.tiny_map import WAYS, write_map
from tests.optimiser.roads.map_server import map_server


def run(var: Path, *words: str, **environ: str) -> Result:
    return CliRunner().invoke(app, ["roads", *words], env={"ALLROUND_VAR": str(var), **environ})


def build(var: Path, *words: str, **environ: str) -> Result:
    return run(var, "build", *words, **environ)


def test_roads_of_a_place_are_fetched_built_and_kept(tmp_path: Path) -> None:
    with map_server() as server:
        servers = ("--nominatim", server.address, "--overpass", f"{server.address}/api")
        result = build(tmp_path, "Toytown", *servers)
        assert result.exit_code == 0, result.output
        assert "Streets by car: 3 junctions; 3 left out" in result.output
        assert f"set ALLROUND_MAP={tmp_path}/maps/toytown.osm.pbf" in result.output
        kept = [file.name.split("-")[1] + "".join(file.suffixes) for file in (tmp_path / "cache" / "roads").iterdir()]
        assert sorted(kept) == sorted(f"{mode}{kind}" for mode in Mode for kind in (".npz", ".order.npz"))
        refused = build(tmp_path, "The Well", *servers)
    assert refused.exit_code == 2
    assert "it is a point on the map, not an area with an outline" in refused.output
    # And from the file, with nobody to ask.
    again = build(tmp_path, str(tmp_path / "maps" / "toytown.osm.pbf"))
    assert again.exit_code == 0, again.output


def test_a_place_is_fetched_again_only_when_asked_to(tmp_path: Path) -> None:
    with map_server() as server:
        words = ("Toytown", "--nominatim", server.address, "--overpass", f"{server.address}/api")
        assert "the newest street is of 23 November 2026" in build(tmp_path, *words).output
        server.streets["osm3s"] = {"timestamp_osm_base": "2026-12-01T00:00:00Z"}
        assert "the newest street is of 23 November 2026" in build(tmp_path, *words).output
        assert "the newest street is of 1 December 2026" in build(tmp_path, *words, "--again").output


def test_a_bar_shows_on_a_terminal_how_far_the_networks_are(tmp_path: Path) -> None:
    osm = write_map(tmp_path / "town.osm")
    shown = build(tmp_path, str(osm), FORCE_COLOR="1", TERM="xterm", COLUMNS="200").output
    assert re.search(r"Making street networks .*━━━.*\d:\d\d:\d\d", shown)
    assert "Building the street network by car." in shown
    steps: list[tuple[int, int]] = []
    for _ in ("built", "stored"):
        load_streets(osm, cache_dir=tmp_path / "kept", say=lambda _: None, done=lambda *step: steps.append(step))
    assert steps == [(done, 6) for done in range(7)]


@pytest.mark.parametrize(
    ("out", "why", "remedy"),
    [
        ("town", "its name does not end in .osm.pbf", "toytown.osm.pbf"),
        ("town.osm", "its name does not end in .osm.pbf", "toytown.osm.pbf"),
        ("", "it is a folder", "toytown.osm.pbf"),
        ("none/town.osm.pbf", "No such file or directory", "a file in a folder that may be written to"),
        ("a file/town.osm.pbf", "Not a directory", "a file in a folder that may be written to"),
        ("/proc/town.osm.pbf", "", "a file in a folder that may be written to"),
    ],
)
def test_where_no_map_can_be_written_is_told_before_anything_is_fetched(
    tmp_path: Path, out: str, why: str, remedy: str
) -> None:
    folder = tmp_path / "maps [old]"
    folder.mkdir()
    (folder / "a file").touch()
    with map_server() as server:
        servers = ("--nominatim", server.address, "--overpass", f"{server.address}/api")
        result = build(tmp_path / "var", "Toytown", "--out", str(folder / out), *servers)
        assert server.asked == []
    assert result.exit_code == 2
    (sentence,) = result.output.strip().splitlines()
    assert sentence.startswith(f"Cannot write {folder / out}: {why}")
    assert remedy in sentence
    assert [file.name for file in folder.iterdir()] == ["a file"]


def test_a_map_is_written_where_it_is_asked_for_and_a_map_file_is_not_written_again(tmp_path: Path) -> None:
    out = tmp_path / "town.osm.pbf"
    with map_server() as server:
        servers = ("--nominatim", server.address, "--overpass", f"{server.address}/api")
        assert f"set ALLROUND_MAP={out}" in build(tmp_path, "Toytown", "--out", str(out), *servers).output
    refused = build(tmp_path, str(out), "--out", str(tmp_path / "other.osm.pbf"))
    assert refused.exit_code == 2
    assert refused.output == f"{out} names a map file, which is read and not written: drop --out, or name a place.\n"
    assert not (tmp_path / "other.osm.pbf").exists()


def test_names_with_brackets_and_colons_are_told_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "x [old]"
    folder.mkdir()
    osm = write_map(folder / "s[bold] :car:.osm")
    assert build(tmp_path, str(osm)).output.endswith(f"set ALLROUND_MAP={osm}\n")
    with map_server() as server:
        servers = ("--nominatim", server.address, "--overpass", f"{server.address}/api")
        result = build(tmp_path, "Foo [old] :car:", *servers)
    assert result.exit_code == 2
    assert "Looking up Foo [old] :car:, " in result.output
    assert result.stderr.startswith("Cannot find the streets of 'Foo [old] :car:': ")


def test_a_mode_without_streets_is_told_and_the_others_are_planned_with(tmp_path: Path) -> None:
    no_lorries = WAYS.replace('<tag k="highway"', '<tag k="hgv" v="no"/><tag k="highway"')
    osm = write_map(tmp_path / "s.osm", ways=no_lorries)
    result = build(tmp_path, str(osm))
    assert result.exit_code == 0, result.output
    *_, told, ready = filter(None, result.output.splitlines())
    assert told.startswith(f"The map {osm} has streets, but no streets that can be used by lorry. Use another map or")
    assert ready.startswith("Ready: ")
    kept = tmp_path / "cache" / "roads"
    others = set(TravelMode) - {TravelMode.LORRY}
    said: list[str] = []
    streets = load_streets(osm, cache_dir=kept, modes=others, say=said.append)
    assert set(streets.networks) == {NETWORK_OF[mode] for mode in others}
    assert said == []
    with pytest.raises(RoadsError, match="no streets that can be used by lorry"):
        load_streets(osm, cache_dir=kept, modes={TravelMode.CAR, TravelMode.LORRY}, say=said.append)


def test_a_map_without_streets_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "s.osm").write_text('<osm version="0.6"/>')
    result = build(tmp_path, str(tmp_path / "s.osm"))
    assert result.exit_code == 2
    (sentence,) = result.stderr.strip().splitlines()
    assert "Use an extract that holds ways" in sentence


def test_after_a_build_neither_planning_nor_a_route_waits_for_an_order_of_the_junctions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    osm = write_map(tmp_path / "town.osm")
    assert build(tmp_path, str(osm)).exit_code == 0

    def waits(_: object) -> None:
        raise AssertionError("an order is made anew")

    for who in ("hierarchy", "order_file", "ready"):
        monkeypatch.setattr(f"optimiser.roads.{who}.node_order", waits)
    streets = load_streets(osm, cache_dir=tmp_path / "cache" / "roads", say=waits)
    ends = [Place(uprn="1", lon=-1.900, lat=52.600), Place(uprn="2", lon=-1.890, lat=52.600)]
    assert int(journeys_between(streets, ends, say=lambda _: None).times.travel["lorry"].metres[0, 1]) > 600
    result = run(tmp_path, "route", str(osm), "-1.900,52.600", "-1.890,52.600", "--mode", "foot")
    assert result.exit_code == 0, result.output


def test_roads_of_a_map_file_that_is_not_there_are_told(tmp_path: Path) -> None:
    result = build(tmp_path, "town.osm.pbf")
    assert result.exit_code == 2
    assert "there is no such file. Give a whole OpenStreetMap file" in result.output


def test_roads_tell_how_old_the_map_is_and_with_which_speeds_to_plan(tmp_path: Path) -> None:
    dated = WAYS.replace('<way id="22" version="1"', '<way id="22" version="1" timestamp="2023-06-12T10:00:00Z"')
    osm, local = write_map(tmp_path / "dated.osm", ways=dated), tmp_path / "local.toml"
    local.write_text("[parking_s]\ncar = 90\n")
    result = build(tmp_path, str(osm), "--speeds", str(local))
    assert result.exit_code == 0, result.output
    ready = f"ODbL 1.0; the newest street is of 12 June 2023. To plan on it, set ALLROUND_MAP={osm}"
    assert f"{ready} and ALLROUND_SPEEDS={local}\n" in result.output
    # What is planned with these speeds finds its networks there; with others it makes them anew.
    again = build(tmp_path, str(osm), ALLROUND_SPEEDS=str(local))
    assert "Building" not in again.output
    plain = build(tmp_path, str(osm))
    assert "Building the street network by car" in plain.output
    assert plain.output.endswith(f"{ready}\n")


def test_local_speeds_that_are_no_good_are_told_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "local.toml").write_text("[parking_s]\ncar = -1\n")
    for given in (("--speeds", str(tmp_path / "local.toml")), ("--speeds", str(tmp_path / "none.toml"))):
        result = build(tmp_path, "Toytown", *given, "--nominatim", "http://127.0.0.1:9/")
        assert result.exit_code == 2
        (sentence,) = result.stderr.strip().splitlines()
        assert sentence.startswith(f"Cannot use the speeds of {given[1]}: ")

"""The streets of a named place come from servers (here one on loopback) into a map file."""

import inspect
import json
import os
import re
import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import pytest

from optimiser.roads import Mode, Network, access, hops, load_networks, speeds
from optimiser.roads.access import CONTRAFLOW_KEYS, KEYS
from optimiser.roads.errors import NoRoom, PlaceNotFound, ServerRefuses
from optimiser.roads.named import Servers, fetch_map, is_map_file
from optimiser.roads.named_file import TAGS
from optimiser.roads.network import DTYPES
from optimiser.roads.say import quiet
from optimiser.roads.way_tags import NODE_TAGS

from .map_server import NO_SLOTS, MapServer, map_server, outline
from .toy_map import NODES, STREET, WAYS, osm_xml, write_map


@pytest.fixture
def server() -> Iterator[MapServer]:
    with map_server() as served:
        yield served


def fetch(server: MapServer, folder: Path, place: str, *, again: bool = False) -> Path:
    file = folder / "maps" / "toytown.osm.pbf"
    servers = Servers(nominatim=server.address, overpass=f"{server.address}/api", timeout_s=5)
    fetch_map(place, file, servers=servers, answers=folder / "answers", again=again, say=quiet)
    return file


@pytest.fixture
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """OSMnx waits a second before it looks a place up, and a minute when it was turned away."""
    monkeypatch.setattr(time, "sleep", lambda _: None)


def kept(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / "answers").iterdir()}


def test_the_streets_of_a_named_place_make_the_networks_that_its_extract_makes(
    server: MapServer, tmp_path: Path, toy: dict[Mode, Network]
) -> None:
    networks = load_networks(fetch(server, tmp_path, "Toytown"), list(Mode), cache_dir=None)
    assert networks[Mode.CAR].source == "© OpenStreetMap contributors, ODbL 1.0"
    for mode in Mode:
        for name in DTYPES:
            assert getattr(networks[mode], name) == pytest.approx(getattr(toy[mode], name), abs=1e-6)


@pytest.mark.parametrize("oneway", ["yes", "-1", "reverse", "T"])
@pytest.mark.parametrize("more", [{}, {"oneway:bicycle": "-1"}, {"oneway:bicycle": "yes"}, {"hgv:forward": "no"}])
def test_streets_one_way_against_the_order_of_their_nodes_lead_as_in_the_extract(
    server: MapServer, tmp_path: Path, oneway: str, more: dict[str, str]
) -> None:
    way = STREET | {"oneway": oneway} | more
    nodes = [1 + list(NODES).index(name) for name in "CA"]
    server.streets["elements"].append({"type": "way", "id": 99, "nodes": nodes, "tags": way})
    fetched = load_networks(fetch(server, tmp_path, "Toytown"), list(Mode), cache_dir=None)
    extract = load_networks(write_map(tmp_path, osm_xml(ways=[*WAYS, ("CA", way)])), list(Mode), cache_dir=None)
    for mode in Mode:
        assert arcs(fetched[mode]) == arcs(extract[mode])


def arcs(network: Network) -> list[tuple[float, ...]]:
    """From, to and how long, of every edge, whatever order they are in."""
    lon, lat = network.lon.round(5), network.lat.round(5)
    ends = (lon[network.tail], lat[network.tail], lon[network.head], lat[network.head], network.centiseconds)
    return sorted(zip(*(column.tolist() for column in ends), strict=True))


def test_the_map_is_of_the_day_that_the_answer_is_of_and_of_none_where_it_does_not_say(
    server: MapServer, tmp_path: Path
) -> None:
    for _ in ("fetched", "kept"):
        networks = load_networks(fetch(server, tmp_path, "Toytown"), [Mode.CAR], cache_dir=None)
        assert networks[Mode.CAR].map_date == "2026-11-23"
    undated: tuple[dict[str, object], ...]
    undated = ({}, {"osm3s": {"timestamp_osm_base": "yesterday"}}, {"osm3s": {}}, {"osm3s": "2026"})
    for about in undated:
        server.streets = {"elements": server.streets["elements"]} | about
        networks = load_networks(fetch(server, tmp_path, "Toytown", again=True), [Mode.CAR], cache_dir=None)
        assert networks[Mode.CAR].map_date == ""


def test_a_place_is_asked_for_anew_and_older_answers_stay_until_the_new_ones_are_there(
    server: MapServer, tmp_path: Path
) -> None:
    fetch(server, tmp_path, "Toytown")
    before = {file.name: file.read_bytes() for file in (tmp_path / "answers").iterdir()}
    server.streets["osm3s"] = {"timestamp_osm_base": "2026-12-01T00:00:00Z"}
    server.streets["remark"] = "runtime error"
    with pytest.raises(ServerRefuses):
        fetch(server, tmp_path, "Toytown", again=True)
    assert {file.name: file.read_bytes() for file in (tmp_path / "answers").iterdir()} == before
    del server.streets["remark"]
    asked = len(server.asked)
    for again in (True, False):
        networks = load_networks(fetch(server, tmp_path, "Toytown", again=again), [Mode.CAR], cache_dir=None)
        assert networks[Mode.CAR].map_date == "2026-12-01"
        assert server.asked[asked:] == ["/search", *(["/api/status", "/api/interpreter"] * 2)]
    assert {file.name for file in (tmp_path / "answers").iterdir()} == set(before)


@pytest.mark.parametrize(
    "what", ["not-there.osm.pbf", "Town.OSM.PBF", "town.Osm", "town.osm.gz", "town.osm.BZ2", "maps/town", "./town", "/"]
)
def test_a_mistyped_name_of_a_map_file_is_no_place(what: str) -> None:
    assert is_map_file(what)


def test_a_file_is_a_map_file_whatever_its_name_and_a_folder_that_has_a_places_name_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("Toytown").mkdir()
    assert not is_map_file("Toytown")
    Path("streets").touch()
    assert is_map_file("streets")
    assert not is_map_file("Nowhere")
    assert not is_map_file("St. Albans, England")


def test_a_map_that_cannot_be_written_is_not_put_down_to_the_place(
    server: MapServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise ValueError("no such tag")

    monkeypatch.setattr("optimiser.roads.named_file.osmium.SimpleWriter", refuses)
    with pytest.raises(ValueError, match=r"^no such tag$"):
        fetch(server, tmp_path, "Toytown")
    assert list((tmp_path / "maps").iterdir()) == []


def test_what_was_answered_once_is_not_asked_for_again(server: MapServer, tmp_path: Path) -> None:
    fetch(server, tmp_path, "Toytown").unlink()
    assert server.asked == ["/search", *(["/api/status", "/api/interpreter"] * 2)]
    assert ["relation" in question for question in server.questions] == [False, True]
    assert fetch(server, tmp_path, "Toytown").is_file()
    assert len(server.asked) == 5


@pytest.mark.parametrize(
    ("place", "why"),
    [("Nowhere", "0 results"), ("The Well", "a point on the map"), (" ", "no name was given")],
)
def test_a_name_without_an_outline_is_told_with_the_remedy(
    server: MapServer, tmp_path: Path, place: str, why: str
) -> None:
    with pytest.raises(PlaceNotFound, match=rf"{why}.*Give the name of a town or district") as refusal:
        fetch(server, tmp_path, place)
    assert len(str(refusal.value).splitlines()) == 1
    assert not (tmp_path / "maps").exists()


def test_a_place_without_streets_is_told(server: MapServer, tmp_path: Path) -> None:
    server.streets = {"elements": []}
    with pytest.raises(PlaceNotFound, match="Cannot find the streets of 'Toytown'"):
        fetch(server, tmp_path, "Toytown")
    assert not (tmp_path / "maps").exists()


def test_a_server_that_fails_and_one_that_is_not_there_are_told(server: MapServer, tmp_path: Path) -> None:
    server.status = 500
    with pytest.raises(ServerRefuses, match="Try again later, name other servers, or give a map file"):
        fetch(server, tmp_path, "Toytown")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        server.address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(ServerRefuses, match="do not answer"):
            fetch(server, tmp_path, "Toytown")
    assert not (tmp_path / "maps").exists()


def test_half_an_answer_is_none_and_is_asked_for_again(server: MapServer, tmp_path: Path) -> None:
    whole = server.streets
    server.streets = whole | {"elements": whole["elements"][:9], "remark": "runtime error: Query timed out after 180 s"}
    with pytest.raises(ServerRefuses, match=r"not whole: runtime error: Query timed out.*Try again later"):
        fetch(server, tmp_path, "Toytown")
    assert not (tmp_path / "maps").exists()
    server.streets = whole
    assert fetch(server, tmp_path, "Toytown").is_file()


def test_an_answer_of_no_place_and_no_map_is_not_kept(server: MapServer, tmp_path: Path, no_waits: None) -> None:
    error: dict[str, object] = {"error": "no such door"}
    places, server.places = server.places, {"Toytown": error}
    with pytest.raises(ServerRefuses, match=r"cannot be read: .*Try again later"):
        fetch(server, tmp_path, "Toytown")
    server.places = {"Toytown": [error]}
    with pytest.raises(ServerRefuses, match="not of places"):
        fetch(server, tmp_path, "Toytown")
    server.places = places
    streets, server.streets = server.streets, error
    with pytest.raises(ServerRefuses, match="not of a map"):
        fetch(server, tmp_path, "Toytown")
    server.streets = streets
    asked = len(server.asked)
    assert fetch(server, tmp_path, "Toytown").is_file()
    assert server.asked[asked:] == ["/api/status", "/api/interpreter"] * 2


@pytest.mark.parametrize(
    "spoilt",
    [lambda whole: whole[: len(whole) // 2], lambda _: b"", lambda _: b"{}", lambda _: b"[3]", lambda _: b"\xff"],
)
def test_a_file_that_holds_no_whole_answer_is_as_none(
    server: MapServer, tmp_path: Path, no_waits: None, spoilt: Callable[[bytes], bytes]
) -> None:
    fetch(server, tmp_path, "Toytown")
    whole = kept(tmp_path)
    for name, answer in whole.items():
        asked = len(server.asked)
        (tmp_path / "answers" / name).write_bytes(spoilt(answer))
        assert fetch(server, tmp_path, "Toytown").is_file()
        assert server.asked[asked:] in (["/search"], ["/api/status", "/api/interpreter"])
        assert kept(tmp_path) == whole


def test_an_answer_is_kept_whole_or_not_at_all_when_its_writing_is_broken_off(
    server: MapServer, tmp_path: Path, no_waits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(file: Path, text: str, **_: object) -> None:
        file.write_bytes(text[: len(text) // 2].encode())
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Path, "write_text", break_off)
        with pytest.raises(KeyboardInterrupt):
            fetch(server, tmp_path, "Toytown")
    assert kept(tmp_path) == {}
    assert fetch(server, tmp_path, "Toytown").is_file()


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """In bytes: as on a full disk, after so many there is no room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize(("size", "whole"), [(10, 0), (900, 1)])
def test_without_room_for_an_answer_it_is_told_with_the_remedy_and_the_others_are_kept(
    server: MapServer, tmp_path: Path, no_waits: None, size: int, whole: int
) -> None:
    with no_file_larger_than(size), pytest.raises(NoRoom, match=r"Make room in .*answers, then ask again") as refusal:
        fetch(server, tmp_path, "Toytown")
    assert len(str(refusal.value).splitlines()) == 1
    assert len([json.loads(answer) for answer in kept(tmp_path).values()]) == whole
    assert fetch(server, tmp_path, "Toytown").is_file()


def test_folders_that_killed_processes_left_go_and_those_of_others_at_work_stay(
    server: MapServer, tmp_path: Path, no_waits: None
) -> None:
    folders: dict[str, list[Path]] = {"old": [], "new": []}
    for folder, prefix in (("answers", ".anew-"), ("maps", ".half-written-")):
        for age, of_age in folders.items():
            left = tmp_path / folder / f"{prefix}{age}"
            left.mkdir(parents=True)
            (left / "half.json").write_text('{"elem')
            of_age.append(left)
    for left in folders["old"]:
        os.utime(left / "half.json", (0, 0))
        os.utime(left, (0, 0))
    fetch(server, tmp_path, "Toytown")
    assert [left.exists() for left in folders["old"]] == [False, False]
    assert [left.exists() for left in folders["new"]] == [True, True]


@pytest.mark.parametrize("status", [429, 504])
def test_a_server_that_is_busy_is_asked_again_and_one_that_stays_busy_five_times(
    server: MapServer, tmp_path: Path, no_waits: None, status: int
) -> None:
    server.busy, server.busy_status = 5, status
    with pytest.raises(ServerRefuses, match=rf"busy 5 times in a row: {status} .*Try again later"):
        fetch(server, tmp_path, "Toytown")
    assert server.asked == ["/search"] * 5
    server.asked.clear()
    server.busy, server.turned_away = 4, 0
    assert fetch(server, tmp_path, "Toytown").is_file()
    assert server.asked == ["/search"] * 5 + ["/api/status", "/api/interpreter"] * 10
    server.asked.clear()
    server.busy = 5
    (tmp_path / "answers" / next(name for name, answer in kept(tmp_path).items() if b"elements" in answer)).unlink()
    with pytest.raises(ServerRefuses, match="busy 5 times in a row"):
        fetch(server, tmp_path, "Toytown")
    assert server.asked == ["/api/status", "/api/interpreter"] * 5


def test_a_server_that_names_no_slots_is_asked_all_the_same(server: MapServer, tmp_path: Path, no_waits: None) -> None:
    server.slots = NO_SLOTS
    assert fetch(server, tmp_path, "Toytown").is_file()
    assert server.asked == ["/search", *["/api/status"] * 12, "/api/interpreter", "/api/interpreter"]


def test_what_goes_wrong_within_osmnx_is_not_put_down_to_the_place(
    server: MapServer, tmp_path: Path, no_waits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_with(error: Exception) -> Callable[..., None]:
        def fail(*_: object, **__: object) -> None:
            raise error

        return fail

    for where in ("osmnx.geocode_to_gdf", "osmnx.graph_from_polygon", "osmnx._overpass._make_overpass_settings"):
        for error in (TypeError("too few arguments"), ValueError("no such column")):
            with monkeypatch.context() as broken:
                broken.setattr(where, fails_with(error))
                with pytest.raises(type(error), match=f"^{error}$"):
                    fetch(server, tmp_path, "Toytown")


def test_a_place_whose_streets_are_all_beyond_its_outline_is_told(
    server: MapServer, tmp_path: Path, no_waits: None
) -> None:
    server.places["Toytown"] = [outline([(60, 60), (61, 60), (61, 61), (60, 61)])]
    with pytest.raises(PlaceNotFound, match="Cannot find the streets of 'Toytown'"):
        fetch(server, tmp_path, "Toytown")


def test_every_tag_that_says_who_may_go_where_is_fetched() -> None:
    assert {*chain.from_iterable(KEYS.values()), *CONTRAFLOW_KEYS} <= set(TAGS)
    # What access and speeds ask for by name, in their own words.
    modules = [Path(inspect.getfile(module)).read_text(encoding="utf-8") for module in (access, speeds, hops)]
    asked = {tag for text in modules for tag in re.findall(r'tags(?:\.get\(|\[)"([a-z:]+)"', text)}
    assert {"highway", "oneway", "maxspeed", "motorroad"} <= asked <= {*TAGS, *NODE_TAGS}
    assert {*chain.from_iterable(KEYS.values()), "barrier", "crossing", "traffic_signals"} <= set(NODE_TAGS)


def test_osmnx_is_left_as_it_was(server: MapServer, tmp_path: Path) -> None:
    import osmnx
    from osmnx import _http, _nominatim, _overpass

    modules = (osmnx.settings, _http, _nominatim, _overpass)
    before, resolve = [dict(vars(module)) for module in modules], socket.getaddrinfo
    fetch(server, tmp_path, "Toytown")
    assert [vars(module) for module in modules] == before
    assert socket.getaddrinfo is resolve

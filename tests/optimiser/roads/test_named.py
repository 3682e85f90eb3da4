"""The streets of a named place come from servers (here one on loopback) into a map file."""

import inspect
import re
import socket
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from optimiser.roads import Mode, Network, access, hops, load_networks, speeds
from optimiser.roads.access import CONTRAFLOW_KEYS, KEYS
from optimiser.roads.errors import PlaceNotFound, ServerRefuses
from optimiser.roads.named import Servers, fetch_map, is_map_file
from optimiser.roads.named_file import TAGS
from optimiser.roads.network import DTYPES
from optimiser.roads.say import quiet
from optimiser.roads.way_tags import NODE_TAGS

from .map_server import MapServer, map_server
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


def test_a_folder_that_has_a_places_name_is_no_map_file(tmp_path: Path) -> None:
    (tmp_path / "Toytown").mkdir()
    assert not is_map_file(str(tmp_path / "Toytown"))
    (tmp_path / "streets").touch()
    assert is_map_file(str(tmp_path / "streets"))
    assert is_map_file("not-there.osm.pbf")


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


def test_every_tag_that_says_who_may_go_where_is_fetched() -> None:
    assert {*chain.from_iterable(KEYS.values()), *CONTRAFLOW_KEYS} <= set(TAGS)
    # What access and speeds ask for by name, in their own words.
    modules = [Path(inspect.getfile(module)).read_text(encoding="utf-8") for module in (access, speeds, hops)]
    asked = {tag for text in modules for tag in re.findall(r'tags(?:\.get\(|\[)"([a-z:]+)"', text)}
    assert {"highway", "oneway", "maxspeed", "motorroad"} <= asked <= {*TAGS, *NODE_TAGS}
    assert {*chain.from_iterable(KEYS.values()), "barrier", "crossing", "traffic_signals"} <= set(NODE_TAGS)


def test_osmnx_is_left_as_it_was(server: MapServer, tmp_path: Path) -> None:
    import osmnx

    before, resolve = dict(vars(osmnx.settings)), socket.getaddrinfo
    fetch(server, tmp_path, "Toytown")
    assert vars(osmnx.settings) == before
    assert socket.getaddrinfo is resolve

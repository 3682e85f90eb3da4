"""Turn restrictions of a named place, on the crossroads of test_turns.py, and where the outline cuts a street of it:

   N - q            X-E-o-q-N is one street, and o is beyond the outline: X-E and q-N are left of it
p  |     :
W -X- E  . o        E-r-S-t-W-p-N is another, and N-M a third
t  |  r
   S
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import osmnx
import pytest

from optimiser.roads import Mode, Network, load_network, load_networks, snap, travel_matrix
from optimiser.roads.errors import ServerRefuses
from optimiser.roads.graph import FORBIDDEN
from optimiser.roads.named import Servers, fetch_map
from optimiser.roads.network import DTYPES
from optimiser.roads.osm_file import OsmStreets, read_streets
from optimiser.roads.say import Say, quiet

from .conftest import Listener
from .map_server import MapServer, elements, map_server, outline, relations
from .test_turns import FROM_SOUTH_TO_EAST, MAIN, NO_RIGHT, NODES, WAYS, middle
from .toy_map import CENTRE, KM, STREET, Turns, osm_xml, write_map

RING = "pNqErStWp"
ONLY_RIGHT, ONLY_STRAIGHT = {"restriction": "only_right_turn"}, {"restriction": "only_straight_on"}
BY_WAY_OF_A_STREET = [("from", "SX"), ("via", "XE"), ("to", RING)]

FURTHER = {**NODES, "M": (CENTRE[0], 1.2 * KM), "o": (CENTRE[0] + 3 * KM, KM)}
CUT, AFTER = "XEoqN", "ErStWpN"
CUT_WAYS = {"SX": MAIN, "XN": MAIN, "WX": STREET, CUT: STREET, AFTER: STREET, "NM": STREET}
NARROW = [(-1.5, -1.5), (1.5, -1.5), (1.5, 1.5), (-1.5, 1.5)]


@pytest.fixture(scope="module")
def looked_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[MapServer, Path]]:
    """A server and its answers to where two places are, as OSMnx waits a second before it looks one up."""
    answers = tmp_path_factory.mktemp("answers")
    with map_server() as server:
        server.places["Smalltown"] = [outline(NARROW)]
        server.streets = {"elements": [], "remark": "none yet"}
        for place in ("Toytown", "Smalltown"):
            with pytest.raises(ServerRefuses):
                fetch(server, answers.parent, place, answers=answers)
        yield server, answers


@pytest.fixture
def server(looked_up: tuple[MapServer, Path], tmp_path: Path) -> MapServer:
    """It has the crossroads and no restrictions, and was not asked for more than where the places are."""
    server, answers = looked_up
    shutil.copytree(answers, tmp_path / "answers")
    serve(server, NODES, WAYS, [])
    server.turns_status = 200
    server.asked.clear()
    server.questions.clear()
    return server


def serve(
    server: MapServer, nodes: Mapping[str, tuple[float, float]], ways: Mapping[str, Mapping[str, str]], turns: Turns
) -> None:
    about = {"timestamp_osm_base": "2026-11-23T22:58:00Z"}
    server.streets = {"osm3s": about, "elements": elements(nodes, ways.items())}
    server.turns = {"elements": relations(nodes, ways.items(), turns)}


def fetch(
    server: MapServer, folder: Path, place: str, *, answers: Path | None = None, again: bool = False, say: Say = quiet
) -> Path:
    file = folder / "maps" / "town.osm.pbf"
    servers = Servers(nominatim=server.address, overpass=f"{server.address}/api", timeout_s=5)
    fetch_map(place, file, servers=servers, answers=answers or folder / "answers", again=again, say=say)
    return file


def assert_same(fetched: Path, extract: Path) -> None:
    ours, theirs = (load_networks(file, list(Mode), cache_dir=None) for file in (fetched, extract))
    for mode in Mode:
        for name in DTYPES:
            assert getattr(ours[mode], name) == pytest.approx(getattr(theirs[mode], name), abs=1e-6), (mode, name)


def bound(file: Path) -> set[Mode]:
    """Whom a turn is forbidden."""
    networks = load_networks(file, list(Mode), cache_dir=None)
    return {mode for mode, network in networks.items() if forbidden(network)}


def forbidden(network: Network) -> int:
    return int((network.turn_cs == FORBIDDEN).sum()) + len(network.via_to)


WHEELS = {Mode.CAR, Mode.VAN, Mode.LORRY, Mode.BICYCLE}


@pytest.mark.parametrize(
    ("tags", "members", "whom"),
    [
        (NO_RIGHT, FROM_SOUTH_TO_EAST, WHEELS),
        (ONLY_STRAIGHT, [("from", "SX"), ("via", "X"), ("to", "XN")], WHEELS),
        (NO_RIGHT, BY_WAY_OF_A_STREET, WHEELS),
        (ONLY_RIGHT, BY_WAY_OF_A_STREET, WHEELS),
        ({"restriction": "no_entry"}, [("from", "SX"), *FROM_SOUTH_TO_EAST, ("from", "WX")], WHEELS),
        ({"restriction": "no_entry"}, [("from", "??"), *FROM_SOUTH_TO_EAST], WHEELS),
        (NO_RIGHT | {"except": "bicycle;psv"}, FROM_SOUTH_TO_EAST, WHEELS - {Mode.BICYCLE}),
        ({"restriction:hgv": "no_right_turn"}, FROM_SOUTH_TO_EAST, {Mode.LORRY}),
    ],
)
def test_a_restriction_binds_as_that_of_an_extract_does(
    server: MapServer, tmp_path: Path, tags: dict[str, str], members: list[tuple[str, str]], whom: set[Mode]
) -> None:
    serve(server, NODES, WAYS, [(tags, members)])
    file = fetch(server, tmp_path, "Toytown")
    assert_same(file, write_map(tmp_path, osm_xml(NODES, WAYS.items(), turns=[(tags, members)])))
    assert bound(file) == whom


def test_the_way_leads_round_a_turn_that_is_forbidden(server: MapServer, tmp_path: Path) -> None:
    serve(server, NODES, WAYS, [(NO_RIGHT, FROM_SOUTH_TO_EAST)])
    network = load_network(fetch(server, tmp_path, "Toytown"), Mode.CAR, cache_dir=None)
    lon, lat = zip(*(middle(name) for name in "SEW"), strict=True)
    found = travel_matrix(network, snap(network, lon, lat, ["S", "E", "W"]))
    # To N and back, and left; to the west nothing has changed.
    assert found.metres[0].tolist() == [0, 3000, 1000]


@pytest.mark.parametrize(
    ("tags", "members"),
    [
        ({"restriction": "no_left_turn"}, [("from", CUT), ("via", "N"), ("to", "XN")]),
        (NO_RIGHT, [("from", "SX"), ("via", "X"), ("to", CUT)]),
        (NO_RIGHT, [("from", "SX"), ("via", CUT), ("to", AFTER)]),
        (ONLY_RIGHT, [("from", "SX"), ("via", CUT), ("to", AFTER)]),
    ],
)
def test_a_street_in_two_pieces_has_its_restriction_at_the_piece_that_it_is_about(
    server: MapServer, tmp_path: Path, tags: dict[str, str], members: list[tuple[str, str]]
) -> None:
    serve(server, FURTHER, CUT_WAYS, [(tags, members)])
    file = fetch(server, tmp_path, "Smalltown")
    # An extract keeps the number of a way that it has in two pieces.
    as_cut = {along.replace("o", "?"): of for along, of in CUT_WAYS.items()}
    turn = tags, [(role, what.replace("o", "?")) for role, what in members]
    inside = {name: at for name, at in FURTHER.items() if name != "o"}
    assert_same(file, write_map(tmp_path, osm_xml(inside, as_cut.items(), turns=[turn])))
    assert bound(file) == WHEELS
    # And no piece has a part in it but one.
    (found,) = read_streets(file).turns
    assert len({*found.from_ways, *found.via_ways, *found.to_ways}) == 2 + (CUT in dict(members)["via"])


def test_both_pieces_of_a_street_that_comes_back_to_a_junction_are_meant(server: MapServer, tmp_path: Path) -> None:
    ways = {"SX": MAIN, "WXNqEXr": STREET, "rS": STREET, "StW": STREET}
    turn = NO_RIGHT, [("from", "SX"), ("via", "X"), ("to", "WXNqEXr")]
    serve(server, NODES, ways, [turn])
    file = fetch(server, tmp_path, "Toytown")
    assert len(read_streets(file).way_id) == 5
    assert len(read_streets(file).turns[0].to_ways) == 2
    assert_same(file, write_map(tmp_path, osm_xml(NODES, ways.items(), turns=[turn])))
    assert bound(file) == WHEELS


def test_a_restriction_is_in_the_file_with_its_number_its_tags_and_pieces_that_meet(
    server: MapServer, tmp_path: Path, listener: Listener
) -> None:
    turns = [
        (NO_RIGHT | {"except": "psv"}, FROM_SOUTH_TO_EAST),
        (ONLY_RIGHT, BY_WAY_OF_A_STREET),
    ]
    serve(server, NODES, WAYS, turns)
    streets = read_streets(fetch(server, tmp_path, "Toytown", say=listener))
    assert [turn.tags for turn in streets.turns] == [{"type": "restriction", **tags} for tags, _ in turns]
    by_node, by_way = streets.turns
    x = 1 + list(NODES).index("X")
    assert by_node.via_nodes == (x,)
    assert x in nodes_of(streets, by_node.from_ways) & nodes_of(streets, by_node.to_ways)
    assert x in nodes_of(streets, by_way.from_ways) & nodes_of(streets, by_way.via_ways)
    assert 1 + list(NODES).index("E") in nodes_of(streets, by_way.via_ways) & nodes_of(streets, by_way.to_ways)
    assert listener.heard("town.osm.pbf, with 2 turn restrictions.")
    assert not listener.heard("left out")


@pytest.mark.parametrize("via", [[CUT, AFTER], [AFTER, CUT]])
def test_by_way_of_several_streets_only_the_pieces_on_the_way_are_meant(
    server: MapServer, tmp_path: Path, via: list[str]
) -> None:
    turn = NO_RIGHT, [("from", "SX"), *(("via", way) for way in via), ("to", "NM")]
    serve(server, FURTHER, CUT_WAYS, [turn])
    streets = read_streets(fetch(server, tmp_path, "Smalltown"))
    (found,) = streets.turns
    ids = {name: number for number, name in enumerate(FURTHER, start=1)}
    # From X to E and not from q to N, which touches both at N.
    assert [nodes_of(streets, (way,)) for way in found.via_ways] == [
        {ids[name] for name in ("XE" if way == CUT else way)} for way in via
    ]


def nodes_of(streets: OsmStreets, ways: tuple[int, ...]) -> set[int]:
    """The OSM ids of the nodes of one way."""
    (row,) = [row for row, way in enumerate(streets.way_id.tolist()) if way in ways]
    return set(streets.node_id[streets.node[streets.first[row] : streets.first[row + 1]]].tolist())


@pytest.mark.parametrize(
    "members",
    [
        [("from", "SX"), ("via", "X"), ("to", "??")],  # a street that is not there (any more)
        [("from", "SX"), ("via", "??"), ("to", "NM")],
        [("from", CUT), ("via", "o"), ("to", CUT)],  # beyond the outline
        [("from", "SX"), ("via", CUT), ("to", "NM")],  # cut between the two
        [("from", "WX"), ("via", CUT), ("via", "??"), ("to", "NM")],
        [("from", "SX"), ("via", CUT), ("to", "XN")],  # meets both where they meet, and there turns nobody into it
        [("from", "SX"), ("via", "N"), ("to", "NM")],  # never meets the others
        [("from", "SX"), ("to", "XN")],
        [],
    ],
)
def test_a_restriction_whose_streets_do_not_meet_within_the_outline_is_left_out_and_said(
    server: MapServer, tmp_path: Path, listener: Listener, members: list[tuple[str, str]]
) -> None:
    kept = NO_RIGHT, [("from", "SX"), ("via", "X"), ("to", "WX")]
    serve(server, FURTHER, CUT_WAYS, [(ONLY_STRAIGHT, members), kept])
    streets = read_streets(fetch(server, tmp_path, "Smalltown", say=listener))
    assert [turn.tags["restriction"] for turn in streets.turns] == ["no_right_turn"]
    assert listener.heard("with 1 turn restriction.")
    assert listener.heard("1 turn restriction is left out, with streets that do not meet within the outline.")


@pytest.mark.parametrize("tags", [{"restriction:conditional": "no_right_turn @ (07:00-09:00)"}, {}])
def test_what_forbids_nobody_we_know_of_is_not_counted(
    server: MapServer, tmp_path: Path, listener: Listener, tags: dict[str, str]
) -> None:
    serve(server, NODES, WAYS, [(tags, FROM_SOUTH_TO_EAST)])
    assert read_streets(fetch(server, tmp_path, "Toytown", say=listener)).turns == []
    assert listener.heard("with 0 turn restrictions.")
    assert not listener.heard("left out")


def test_restrictions_are_asked_for_within_the_outline(server: MapServer, tmp_path: Path) -> None:
    fetch(server, tmp_path, "Smalltown")
    asked = re.fullmatch(
        r"""\[out:json\]\[timeout:5\];relation\["type"="restriction"\]\(poly:'([-\d. ]+)'\);out;""",
        server.questions[-1],
    )
    assert asked
    numbers = [float(number) for number in asked[1].split()]
    points = zip(numbers[1::2], numbers[::2], strict=True)
    corners = {(round((lon - CENTRE[0]) / KM, 2), round(lat / KM, 2)) for lon, lat in points}
    assert corners == set(NARROW)


def test_of_a_large_place_each_restriction_is_there_once_whatever_answers_it_comes_in(
    server: MapServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(osmnx.settings, "max_query_area_size", 30e6)
    turn = NO_RIGHT, FROM_SOUTH_TO_EAST
    serve(server, NODES, WAYS, [turn])
    file = fetch(server, tmp_path, "Toytown")
    about_turns = [question for question in server.questions if "relation" in question]
    assert len(set(about_turns)) == len(about_turns) >= 4  # 100 square kilometres
    assert len(read_streets(file).turns) == 1
    assert_same(file, write_map(tmp_path, osm_xml(NODES, WAYS.items(), turns=[turn])))


Refusal = tuple[dict[str, Any] | bytes, int, str]
HALF = {"elements": [], "remark": "runtime error: Query timed out after 180 s"}
REFUSALS: list[Refusal] = [
    (HALF, 200, "not whole: runtime error: Query timed out"),
    (b'{"elements": [', 200, "cannot be read"),
    (b"<html>The server is busy.</html>", 500, "500 Server Error"),
    ({"elements": []}, 503, "503 Server Error"),
]


@pytest.mark.parametrize(("answer", "status", "why"), REFUSALS)
def test_without_its_restrictions_a_place_is_not_fetched_and_only_they_are_asked_for_next_time(
    server: MapServer, tmp_path: Path, answer: dict[str, Any] | bytes, status: int, why: str
) -> None:
    turns, server.turns, server.turns_status = server.turns, answer, status
    with pytest.raises(ServerRefuses, match=rf"{why}.*Try again later") as refusal:
        fetch(server, tmp_path, "Toytown")
    assert len(str(refusal.value).splitlines()) == 1
    assert not (tmp_path / "maps").exists()
    server.asked.clear()
    server.questions.clear()
    server.turns, server.turns_status = turns, 200
    assert fetch(server, tmp_path, "Toytown").is_file()
    assert server.asked == ["/api/status", "/api/interpreter"]
    assert "relation" in server.questions[0]


def test_an_answer_that_is_of_no_map_is_told_and_not_kept(server: MapServer, tmp_path: Path) -> None:
    turns, server.turns = server.turns, {"error": "no such door"}
    with pytest.raises(ServerRefuses, match="the answer is not of a map"):
        fetch(server, tmp_path, "Toytown")
    assert not (tmp_path / "maps").exists()
    server.questions.clear()
    server.turns = turns
    assert fetch(server, tmp_path, "Toytown").is_file()
    assert ["relation" in question for question in server.questions] == [True]


def test_asked_anew_streets_and_restrictions_come_together_or_not_at_all(server: MapServer, tmp_path: Path) -> None:
    file = fetch(server, tmp_path, "Toytown")
    before = {kept: kept.read_bytes() for kept in [file, *(tmp_path / "answers").iterdir()]}
    serve(server, NODES, WAYS, [(NO_RIGHT, FROM_SOUTH_TO_EAST)])
    server.turns, turns = HALF, server.turns
    with pytest.raises(ServerRefuses):
        fetch(server, tmp_path, "Toytown", again=True)
    assert {kept: kept.read_bytes() for kept in [file, *(tmp_path / "answers").iterdir()]} == before
    server.turns = turns
    server.questions.clear()
    assert read_streets(fetch(server, tmp_path, "Toytown", again=True)).turns != ()
    assert ["relation" in question for question in server.questions] == [False, True]


def test_the_map_is_of_the_day_of_the_older_answer(server: MapServer, tmp_path: Path) -> None:
    server.turns = {"elements": [], "osm3s": {"timestamp_osm_base": "2026-11-20T08:00:00Z"}}
    assert read_streets(fetch(server, tmp_path, "Toytown")).map_date == "2026-11-20"

"""Turn restrictions, barriers, lights and delays of a map, on a crossroads with a way round each corner:

   N
p  |  q          S-X-N  a main road (secondary), W-X-E a street, the ring p-N-q-E-r-S-t-W-p a street
W -X- E
t  |  r          X is a kilometre from N, E, S and W
   S
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from optimiser.roads import Dijkstra, Hierarchy, Mode, Network, load_network, snap, travel_matrix

from .conftest import Listener
from .toy_map import CENTRE, KM, STREET, Turns, osm_xml, write_map

EAST_NORTH = {
    "X": (0, 0),
    "N": (0, 1),
    "E": (1, 0),
    "S": (0, -1),
    "W": (-1, 0),
    "p": (-1, 1),
    "q": (1, 1),
    "r": (1, -1),
    "t": (-1, -1),
}
NODES = {name: (CENTRE[0] + east * KM, CENTRE[1] + north * KM) for name, (east, north) in EAST_NORTH.items()}
MAIN = {"highway": "secondary", "maxspeed": "30 mph"}
WAYS = {"SX": MAIN, "XN": MAIN, "WX": STREET, "XE": STREET, "pNqErStWp": STREET}
NO_RIGHT = {"restriction": "no_right_turn"}
FROM_SOUTH_TO_EAST = [("from", "SX"), ("via", "X"), ("to", "XE")]
# By car: 1 / 13.4112 of a second for a metre, and per kilometre 16 s on the main road and 40 s on the streets.
MAIN_KM_S, STREET_KM_S = 90.56, 114.56


def crossroads(
    tmp_path: Path,
    mode: Mode = Mode.CAR,
    *,
    turns: Turns = (),
    points: Mapping[str, Mapping[str, str]] | None = None,
    ways: Mapping[str, Mapping[str, str]] = WAYS,
    listener: Listener | None = None,
) -> Network:
    text = osm_xml(NODES, ways.items(), points=points or {}, turns=turns)
    return load_network(write_map(tmp_path, text), mode, cache_dir=None, say=listener or Listener())


def seconds(network: Network, origin: str, destination: str) -> float:
    """From half-way between X and one place to half-way between X and the other, by both engines; without parking."""
    lon, lat = zip(*(middle(name) for name in (origin, destination)), strict=True)
    snapped = snap(network, lon, lat, [origin, destination])
    found = [
        int(travel_matrix(network, snapped, engine=engine(network)).seconds[0, 1]) for engine in (Hierarchy, Dijkstra)
    ]
    assert found[0] == found[1]
    return found[0] - network.parking_s


def middle(name: str) -> tuple[float, float]:
    east, north = EAST_NORTH[name]
    return CENTRE[0] + east * KM / 2, CENTRE[1] + north * KM / 2


STRAIGHT_S = MAIN_KM_S
TURNED_S = (MAIN_KM_S + STREET_KM_S) / 2


def test_at_the_crossroads_one_waits_to_turn_right_and_gives_way_from_the_street(tmp_path: Path) -> None:
    network = crossroads(tmp_path)
    assert seconds(network, "S", "N") == pytest.approx(STRAIGHT_S, abs=1)
    assert seconds(network, "S", "W") == pytest.approx(TURNED_S, abs=1)  # left
    assert seconds(network, "S", "E") == pytest.approx(TURNED_S + 4, abs=1)  # right, across the traffic
    assert seconds(network, "E", "S") == pytest.approx(TURNED_S + 4, abs=1)  # left, out of the street
    assert seconds(network, "E", "N") == pytest.approx(TURNED_S + 4 + 4, abs=1)  # right, out of the street
    assert seconds(network, "E", "W") == pytest.approx(STREET_KM_S + 4, abs=1)


def test_with_lights_everybody_waits_for_them_and_for_nothing_else(tmp_path: Path) -> None:
    network = crossroads(tmp_path, points={"X": {"highway": "traffic_signals"}})
    assert seconds(network, "S", "N") == pytest.approx(STRAIGHT_S + 9, abs=1)
    assert seconds(network, "S", "E") == pytest.approx(TURNED_S + 9, abs=1)
    assert seconds(network, "E", "N") == pytest.approx(TURNED_S + 9, abs=1)


def test_a_crossing_with_lights_takes_less_and_a_zebra_nothing(tmp_path: Path) -> None:
    lit, zebra = ({"highway": "crossing", "crossing": kind} for kind in ("traffic_signals", "uncontrolled"))
    assert seconds(crossroads(tmp_path, points={"X": lit}), "S", "N") == pytest.approx(STRAIGHT_S + 3, abs=1)
    assert seconds(crossroads(tmp_path, points={"X": zebra}), "S", "N") == pytest.approx(STRAIGHT_S, abs=1)


def test_walkers_wait_for_nothing(tmp_path: Path) -> None:
    network = crossroads(tmp_path, Mode.FOOT, points={"X": {"highway": "traffic_signals"}})
    assert {seconds(network, "S", to) for to in "NEW"} == {750}


@pytest.mark.parametrize("mode", [Mode.CAR, Mode.VAN, Mode.LORRY, Mode.BICYCLE])
def test_where_turning_right_is_forbidden_one_goes_round(tmp_path: Path, mode: Mode) -> None:
    free, forbidden = (crossroads(tmp_path, mode, turns=turns) for turns in ([], [(NO_RIGHT, FROM_SOUTH_TO_EAST)]))
    # The quickest way round is to turn back into the main road, and left into the other end of the ring.
    assert seconds(forbidden, "S", "E") > seconds(free, "S", "E") + 100
    for other in [("S", "N"), ("S", "W"), ("E", "S"), ("N", "E"), ("W", "E")]:
        assert seconds(forbidden, *other) == seconds(free, *other)


def test_walkers_turn_as_they_like(tmp_path: Path) -> None:
    network = crossroads(tmp_path, Mode.FOOT, turns=[(NO_RIGHT, FROM_SOUTH_TO_EAST)])
    assert seconds(network, "S", "E") == 750


def test_who_must_go_straight_on_may_not_turn_either_way(tmp_path: Path) -> None:
    only = {"restriction": "only_straight_on"}
    members = [("from", "SX"), ("via", "X"), ("to", "XN")]
    free, forced = crossroads(tmp_path), crossroads(tmp_path, turns=[(only, members)])
    assert seconds(forced, "S", "N") == seconds(free, "S", "N")
    assert seconds(forced, "S", "E") > seconds(free, "S", "E") + 100
    assert seconds(forced, "S", "W") > seconds(free, "S", "W") + 100


@pytest.mark.parametrize(
    ("tags", "bound"),
    [
        (NO_RIGHT | {"except": "bicycle;psv"}, {Mode.CAR, Mode.VAN, Mode.LORRY}),
        (NO_RIGHT | {"except": "motorcar"}, {Mode.VAN, Mode.LORRY, Mode.BICYCLE}),
        ({"restriction:hgv": "no_right_turn"}, {Mode.LORRY}),
        ({"restriction:goods": "no_right_turn"}, {Mode.VAN}),
        ({"restriction": "give_way"}, set()),
        ({"restriction:conditional": "no_right_turn @ (07:00-09:00)"}, set()),
    ],
)
def test_a_restriction_binds_whom_it_names(tmp_path: Path, tags: dict[str, str], bound: set[Mode]) -> None:
    wheels = [Mode.CAR, Mode.VAN, Mode.LORRY, Mode.BICYCLE]
    for mode in wheels:
        free = seconds(crossroads(tmp_path, mode), "S", "E")
        found = seconds(crossroads(tmp_path, mode, turns=[(tags, FROM_SOUTH_TO_EAST)]), "S", "E")
        assert (found > free) is (mode in bound)


def test_straight_on_is_forbidden_where_the_third_arm_is_a_footway(tmp_path: Path) -> None:
    ways = {**WAYS, "WX": {"highway": "footway"}, "XE": {"highway": "footway"}}
    turn = {"restriction": "no_straight_on"}, [("from", "SX"), ("via", "X"), ("to", "XN")]
    free, forbidden = (crossroads(tmp_path, ways=ways, turns=turns) for turns in ([], [turn]))
    assert seconds(free, "S", "N") == pytest.approx(STRAIGHT_S, abs=1)
    assert seconds(forbidden, "S", "N") > STRAIGHT_S + 200
    assert seconds(forbidden, "N", "S") == pytest.approx(STRAIGHT_S, abs=1)


def test_one_way_only_by_way_of_a_street_leaves_no_other(tmp_path: Path) -> None:
    only = {"restriction": "only_right_turn"}, [("from", "SX"), ("via", "XE"), ("to", "pNqErStWp")]
    free, forced = crossroads(tmp_path), crossroads(tmp_path, turns=[only])
    for to in ("N", "W"):
        assert seconds(forced, "S", to) > seconds(free, "S", to) + 100
    assert seconds(forced, "S", "E") == seconds(free, "S", "E")
    assert seconds(forced, "W", "N") == seconds(free, "W", "N")


def test_lights_far_before_a_junction_are_not_the_junctions(tmp_path: Path) -> None:
    ways = {**{way: tags for way, tags in WAYS.items() if way != "XE"}, "XlE": STREET}
    at, lights = {"l": (CENTRE[0] + 0.2 * KM, 0.0)}, {"l": {"highway": "traffic_signals"}}
    text = osm_xml({**NODES, **at}, ways.items(), points=lights)
    network = load_network(write_map(tmp_path, text), Mode.CAR, cache_dir=None)
    assert seconds(network, "E", "W") == pytest.approx(STREET_KM_S + 9 / 2 + 4, abs=1)  # lights are half of this half


def test_turning_back_by_way_of_a_street_is_forbidden_and_the_street_is_not(tmp_path: Path) -> None:
    by_way_of = {"restriction": "no_right_turn"}, [("from", "SX"), ("via", "XE"), ("to", "pNqErStWp")]
    free, forbidden = crossroads(tmp_path), crossroads(tmp_path, turns=[by_way_of])
    for pair in [("S", "E"), ("S", "N"), ("W", "E")]:
        assert seconds(forbidden, *pair) == seconds(free, *pair)
    lon, lat = NODES["q"]
    ends = [NODES["S"], (lon, lat - KM / 2)]  # from the south by X and E to half-way between E and q
    lons, lats = zip(*ends, strict=True)
    found = [travel_matrix(n, snap(n, lons, lats, ["S", "Eq"])).metres[0, 1] for n in (free, forbidden)]
    assert found == [2500, 2500]  # round by r is as far: and taken


@pytest.mark.parametrize(
    "members",
    [
        [("from", "SX"), ("to", "XE")],
        [("via", "X"), ("to", "XE")],
        [("from", "SX"), ("via", "WX"), ("via", "XN"), ("to", "XE")],
    ],
)
def test_a_restriction_that_is_not_understood_is_said_and_passed_over(
    tmp_path: Path, listener: Listener, members: list[tuple[str, str]]
) -> None:
    network = crossroads(tmp_path, turns=[(NO_RIGHT, members)], listener=listener)
    assert listener.heard("By car, 1 turn restriction is not understood.")
    assert seconds(network, "S", "E") == seconds(crossroads(tmp_path), "S", "E")


def test_a_restriction_beyond_the_edge_of_the_map_is_none_of_it(tmp_path: Path, listener: Listener) -> None:
    crossroads(tmp_path, turns=[(NO_RIGHT, [("from", "SX"), ("via", "X"), ("to", "??")])], listener=listener)
    assert not listener.heard("not understood")


def test_a_bollard_stops_cars_and_both_sides_of_it_stay_streets(tmp_path: Path) -> None:
    ways = {**{way: tags for way, tags in WAYS.items() if way != "XE"}, "XbE": STREET}
    at = {"b": (CENTRE[0] + 0.75 * KM, CENTRE[1])}
    text = osm_xml({**NODES, **at}, ways.items(), points={"b": {"barrier": "bollard"}})
    path = write_map(tmp_path, text)
    car, bicycle = (load_network(path, mode, cache_dir=None) for mode in (Mode.CAR, Mode.BICYCLE))
    doors = [(CENTRE[0] + 0.5 * KM, CENTRE[1]), (CENTRE[0] + 0.9 * KM, CENTRE[1])]
    lon, lat = zip(*doors, strict=True)
    by_car, by_bicycle = (travel_matrix(n, snap(n, lon, lat, ["before", "behind"])) for n in (car, bicycle))
    assert by_bicycle.metres[0, 1] == 400
    assert by_car.metres[0, 1] == 500 + 1000 + 1000 + 1000 + 100  # X, N or S, the corner, E and back


def test_a_lorry_goes_round_a_low_bridge_and_a_van_under_it(tmp_path: Path) -> None:
    ways = {**WAYS, "XN": MAIN | {"maxheight": "10'6\""}}
    van, lorry = (crossroads(tmp_path, mode, ways=ways) for mode in (Mode.VAN, Mode.LORRY))
    assert seconds(van, "S", "N") == pytest.approx(STRAIGHT_S + 0.05 * 16, abs=1)
    lon, lat = zip(middle("S"), NODES["N"], strict=True)
    # 500 m back to S, 1 km to the corner, 2 km up the side, and 1 km to N; by X and E it is as far.
    assert travel_matrix(lorry, snap(lorry, lon, lat, ["S", "N"])).metres[0, 1] == 3500


def test_nobody_drives_through_a_street_for_access_only(tmp_path: Path) -> None:
    ways = {**WAYS, "XE": STREET | {"access": "destination"}}
    network = crossroads(tmp_path, ways=ways)
    assert seconds(network, "S", "E") == seconds(crossroads(tmp_path), "S", "E")  # to a door in it
    lon, lat = zip(middle("S"), NODES["E"], strict=True)
    assert travel_matrix(network, snap(network, lon, lat, ["S", "E"])).metres[0, 1] == 2500  # not by X


def test_the_day_of_the_newest_street_is_the_maps(tmp_path: Path) -> None:
    text = osm_xml(timestamp="2026-11-02T10:00:00Z")
    assert load_network(write_map(tmp_path, text), Mode.CAR, cache_dir=tmp_path / "kept").map_date == "2026-11-02"
    assert load_network(tmp_path / "toy.osm", Mode.CAR, cache_dir=tmp_path / "kept").map_date == "2026-11-02"
    assert load_network(write_map(tmp_path), Mode.CAR, cache_dir=None).map_date == ""


def test_whoever_turns_back_into_the_other_carriageway_turns_back(tmp_path: Path) -> None:
    """Two carriageways come together 20 m apart from X: as sharp a turn as into the street one came by."""
    apart = 0.02 * KM
    nodes = {"X": CENTRE, "a": (CENTRE[0] - apart / 2, -0.1 * KM), "b": (CENTRE[0] + apart / 2, -0.1 * KM)}
    nodes |= {"N": NODES["N"], "c": (CENTRE[0] - apart / 2, -KM), "d": (CENTRE[0] + apart / 2, -KM)}
    ways = [("caX", MAIN | {"oneway": "yes"}), ("Xbd", MAIN | {"oneway": "yes"}), ("XN", MAIN), ("cd", MAIN)]
    network = load_network(write_map(tmp_path, osm_xml(nodes, ways)), Mode.CAR, cache_dir=None)
    assert MAIN_KM_S > 20  # the way round by N and back takes longer than turning here
    doors = [((nodes["a"][0] + nodes["c"][0]) / 2, -0.5 * KM), ((nodes["b"][0] + nodes["d"][0]) / 2, -0.5 * KM)]
    lon, lat = zip(*doors, strict=True)
    matrix = travel_matrix(network, snap(network, lon, lat, ["up", "down"]))
    assert matrix.metres[0, 1] == pytest.approx(1000, abs=4)
    assert matrix.seconds[0, 1] - network.parking_s == pytest.approx(MAIN_KM_S + 20, abs=2)

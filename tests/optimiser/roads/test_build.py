"""What becomes a network, on the toy map."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from optimiser.roads import Dijkstra, EmptyNetwork, Hierarchy, Mode, Network, load_network, load_networks

from .at import between, junction
from .conftest import Listener
from .toy_map import CENTRE, KM, NODES, STREET, WAYS, osm_xml, write_map

CAR_KM_CS = 11_456  # 1000 / 13.4112 + 40 seconds


def test_a_car_takes_the_hand_computed_time_and_metres(toy: dict[Mode, Network]) -> None:
    matrix = between(toy[Mode.CAR], "AC")
    assert matrix.metres[0, 1] == 2000
    assert matrix.seconds[0, 1] == 290  # 2 x 114.56 and 60 to park, rounded up


def test_a_car_respects_a_one_way_street(toy: dict[Mode, Network]) -> None:
    matrix = between(toy[Mode.CAR], "CB")
    assert matrix.metres.tolist() == [[0, 1414 + 1000], [1000, 0]]


def test_a_bicycle_respects_a_one_way_street(toy: dict[Mode, Network]) -> None:
    matrix = between(toy[Mode.BICYCLE], "CB")
    assert matrix.seconds.tolist() == [[0, 564], [245, 0]]  # 2.414 km and 1 km at 16 km/h, 20 to lock up


def test_a_walker_may_go_against_a_one_way_street(toy: dict[Mode, Network]) -> None:
    matrix = between(toy[Mode.FOOT], "CB")
    assert matrix.seconds.tolist() == [[0, 750], [750, 0]]


def test_a_footpath_is_a_short_cut_for_walkers_only(toy: dict[Mode, Network]) -> None:
    assert between(toy[Mode.FOOT], "AD").metres[0, 1] == 1414
    assert between(toy[Mode.BICYCLE], "AD").metres[0, 1] == 2000
    assert between(toy[Mode.CAR], "AD").metres[0, 1] == 2000


def test_a_mode_without_streets_is_said_and_does_not_stop_the_others(tmp_path: Path, listener: Listener) -> None:
    path = write_map(tmp_path, osm_xml(ways=[(along, tags | {"hgv": "no"}) for along, tags in WAYS]))
    networks = load_networks(path, list(Mode), cache_dir=tmp_path / "kept", skip_empty=True, say=listener)
    assert list(networks) == [Mode.CAR, Mode.VAN, Mode.BICYCLE, Mode.FOOT]
    last = listener.sentences[-1]
    assert last.startswith(f"The map {path} has streets, but no streets that can be used by lorry. Use another map")
    with pytest.raises(EmptyNetwork, match="by lorry"):
        load_networks(path, list(Mode), cache_dir=tmp_path / "kept")


def test_a_map_that_no_mode_may_use_is_refused(tmp_path: Path, listener: Listener) -> None:
    path = write_map(tmp_path, osm_xml(ways=[("AB", STREET | {"access": "no"})]))
    with pytest.raises(EmptyNetwork, match="has streets, but no streets that can be used by car"):
        load_networks(path, list(Mode), cache_dir=None, skip_empty=True, say=listener)


def test_a_street_that_cannot_be_left_again_and_a_pocket_are_dropped_and_said(
    tmp_path: Path, listener: Listener
) -> None:
    network = load_network(write_map(tmp_path), Mode.CAR, cache_dir=None, say=listener)
    assert network.junctions == 3
    assert listener.heard("3 left out")  # E, P and Q


def test_a_walker_gets_out_of_the_one_way_dead_end(toy: dict[Mode, Network]) -> None:
    assert toy[Mode.FOOT].junctions == 3
    assert junction(toy[Mode.FOOT], "E") >= 0


def test_what_is_left_out_keeps_its_lines(toy: dict[Mode, Network]) -> None:
    car = toy[Mode.CAR]
    lines = [car.left_out_lon[a:b] for a, b in itertools.pairwise(car.left_out_start)]
    expected = [[NODES["B"][0], NODES["E"][0]], [NODES["P"][0], NODES["Q"][0]]]  # once, not once each way
    assert [line.tolist() for line in lines] == [pytest.approx(ends, abs=1e-6) for ends in expected]


def test_a_bend_is_no_junction_but_stays_in_the_line(tmp_path: Path) -> None:
    nodes = {"A": CENTRE, "x": (CENTRE[0] + 0.04 * KM, 0.03 * KM), "B": (CENTRE[0] + 0.08 * KM, 0.0)}
    network = load_network(write_map(tmp_path, osm_xml(nodes, [("AxB", STREET)])), Mode.CAR, cache_dir=None)
    assert network.junctions == 2
    assert network.metres.tolist() == [100, 100]  # 30-40-50 triangles: 50 m up and 50 m down
    assert np.isclose(network.line_lon, nodes["x"][0], rtol=0, atol=1e-6).sum() == 2  # once in each direction


def test_seconds_of_merged_pieces_with_different_limits_add_up(tmp_path: Path) -> None:
    halfway = {"A": NODES["A"], "h": (CENTRE[0] - KM + 0.05 * KM, 0.0), "B": (CENTRE[0] - KM + 0.09 * KM, 0.0)}
    ways = [("Ah", STREET), ("hB", STREET | {"maxspeed": "20 mph"})]
    network = load_network(write_map(tmp_path, osm_xml(halfway, ways)), Mode.CAR, cache_dir=None)
    assert network.edges == 2
    # 50 m at 30 mph and 40 m at 20 mph, both with 40 s per km for bends: 5.728 s + 6.074 s
    assert network.centiseconds == pytest.approx([1180, 1180], abs=1)


def test_a_way_cut_at_the_edge_of_the_extract_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    ways = [("AB?", STREET), *WAYS[1:]]  # the third node is not in the file
    network = load_network(write_map(tmp_path, osm_xml(ways=ways)), Mode.CAR, cache_dir=None)
    assert junction(network, "A") >= 0


def test_of_two_ways_on_the_same_ground_the_faster_counts(tmp_path: Path) -> None:
    ways = [*WAYS, ("AB", STREET | {"maxspeed": "20 mph"})]
    network = load_network(write_map(tmp_path, osm_xml(ways=ways)), Mode.CAR, cache_dir=None)
    assert network.edges == 5
    assert network.centiseconds[network.tail == junction(network, "A")].tolist() == [CAR_KM_CS]


def test_two_streets_between_the_same_junctions_both_stay_and_the_faster_counts(tmp_path: Path) -> None:
    nodes = NODES | {"x": (NODES["A"][0] + 0.5 * KM, 0.1 * KM)}
    ways = [*WAYS, ("AP", STREET), ("AxB", STREET | {"maxspeed": "20 mph"})]
    network = load_network(write_map(tmp_path, osm_xml(nodes, ways)), Mode.CAR, cache_dir=None)
    assert network.edges == 9
    for engine in (Hierarchy, Dijkstra):
        assert between(network, "AB", engine).seconds[0, 1] == 60 + 115


def test_both_directions_of_a_street_are_twins(toy: dict[Mode, Network]) -> None:
    car = toy[Mode.CAR]
    one_way = np.flatnonzero(car.twin < 0)
    assert [(car.tail[i], car.head[i]) for i in one_way] == [(junction(car, "B"), junction(car, "C"))]


def test_a_ring_is_a_street_from_its_junction_to_itself(tmp_path: Path) -> None:
    ring = ("BCDB", STREET)
    network = load_network(write_map(tmp_path, osm_xml(ways=[("AB", STREET), ring])), Mode.CAR, cache_dir=None)
    assert sorted(zip(network.tail.tolist(), network.head.tolist(), strict=True)) == [(0, 1), (1, 0), (1, 1), (1, 1)]


def test_a_real_extract_thanks_openstreetmap(toy: dict[Mode, Network]) -> None:
    assert toy[Mode.CAR].source == "© OpenStreetMap contributors, ODbL 1.0"


def test_the_made_up_town_thanks_nobody_else(tmp_path: Path) -> None:
    path = write_map(tmp_path, osm_xml(generator="allround fixtures"))
    assert load_network(path, Mode.CAR, cache_dir=None).source == "Made-up town, generated by Allround"


def test_the_same_map_gives_the_same_arrays_in_the_same_order(tmp_path: Path, toy: dict[Mode, Network]) -> None:
    again = load_network(write_map(tmp_path), Mode.CAR, cache_dir=None)
    for field in ("lon", "lat", "tail", "head", "centiseconds", "metres", "line_start", "line_lon", "line_lat"):
        assert getattr(again, field).tolist() == getattr(toy[Mode.CAR], field).tolist()
    assert again.map_sha256 == toy[Mode.CAR].map_sha256


def test_a_kilometre_by_car_is_the_same_number_of_centiseconds_everywhere(toy: dict[Mode, Network]) -> None:
    car = toy[Mode.CAR]
    assert set(car.centiseconds[car.metres == 1000].tolist()) == {CAR_KM_CS}

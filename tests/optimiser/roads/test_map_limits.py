"""Limits by class as the map has them: OSMnx's way of filling them in."""

import random
from dataclasses import replace
from pathlib import Path

import networkx
import numpy as np
import osmnx
import pytest

from optimiser.roads import Mode, load_network
from optimiser.roads.errors import UnusableSpeeds
from optimiser.roads.map_limits import mean_limits_km_h, with_map_limits
from optimiser.roads.osm_file import OsmStreets, read_streets
from optimiser.roads.speeds import KM_PER_MILE, shipped_speeds
from tests.optimiser.roads.toy_map import KM, osm_xml, write_map

CLASSES = ("primary", "tertiary", "unclassified", "residential", "service")


def streets_of(
    tmp_path: Path, ways: list[tuple[str, dict[str, str]]], nodes: dict[str, tuple[float, float]]
) -> OsmStreets:
    file = tmp_path / "limits.osm"
    file.write_text(osm_xml(nodes, ways), encoding="utf-8")
    return read_streets(file)


def local_speeds(tmp_path: Path, *classes: str) -> Path:
    file = tmp_path / "local.toml"
    file.write_text("".join(f'[car.{road}]\nlimit_mph = "map"\n' for road in classes), encoding="utf-8")
    return file


@pytest.mark.parametrize("seed", range(20))
def test_on_streets_of_one_length_they_are_those_of_osmnx(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    nodes = {chr(0x4E00 + number): (10.0 + number * KM, 0.0) for number in range(40)}
    names = list(nodes)
    ways: list[tuple[str, dict[str, str]]] = []
    graph = networkx.MultiDiGraph(crs="epsg:4326")
    for number, name in enumerate(names):
        graph.add_node(number, x=nodes[name][0], y=nodes[name][1])
    with_some = chance.sample(CLASSES, chance.randint(1, len(CLASSES)))
    for number in range(len(names) - 1):
        road = chance.choice(CLASSES)
        tags = {"highway": road}
        if road in with_some and chance.random() < 0.7:
            tags["maxspeed"] = chance.choice(("20 mph", "30 mph", "60 mph", "50"))
        ways.append((names[number] + names[number + 1], tags))
        graph.add_edge(number, number + 1, length=1000.0, **tags)
    if not any("maxspeed" in tags for _, tags in ways):
        ways[0][1]["maxspeed"] = graph.edges[0, 1, 0]["maxspeed"] = "40 mph"
    theirs = osmnx.add_edge_speeds(graph)
    speeds = with_map_limits(shipped_speeds(local_speeds(tmp_path, *CLASSES)), streets_of(tmp_path, ways, nodes))
    for number, (_, tags) in enumerate(ways):
        if "maxspeed" not in tags:
            ours_km_h = speeds.car_limit_km_h[tags["highway"]]
            assert ours_km_h == pytest.approx(theirs.edges[number, number + 1, 0]["speed_kph"], rel=1e-5)


def test_a_long_street_counts_for_more_than_a_short_one(tmp_path: Path) -> None:
    nodes = {"A": (10.0, 0.0), "B": (10.0 + 3 * KM, 0.0), "C": (10.0 + 4 * KM, 0.0), "D": (10.0 + 9 * KM, 0.0)}
    ways = [
        ("AB", {"highway": "tertiary", "maxspeed": "20"}),
        ("BC", {"highway": "tertiary", "maxspeed": "60"}),
        ("CD", {"highway": "tertiary"}),
    ]
    assert mean_limits_km_h(streets_of(tmp_path, ways, nodes)) == {"tertiary": pytest.approx((3 * 20 + 60) / 4)}


def test_only_classes_that_are_left_to_the_map_change_and_the_network_is_driven_so(tmp_path: Path) -> None:
    file = write_map(tmp_path)
    streets = read_streets(file)
    lent = shipped_speeds(local_speeds(tmp_path, "residential"))
    fitted = with_map_limits(lent, streets)
    shipped = shipped_speeds()
    assert fitted.car_limit_km_h == {**shipped.car_limit_km_h, "residential": pytest.approx(30 * KM_PER_MILE)}
    assert with_map_limits(shipped, streets) is shipped
    slower = tmp_path / "slower.osm"
    text = file.read_text(encoding="utf-8")
    limit = '<tag k="maxspeed" v="30 mph"/>'
    first, *others = text.split(limit)
    slower.write_text(first + limit.replace("30", "20") + "".join(others), encoding="utf-8")
    network = load_network(slower, Mode.CAR, cache_dir=None, speeds=lent)
    by_hand = load_network(
        slower,
        Mode.CAR,
        cache_dir=None,
        speeds=replace(shipped, car_limit_km_h={**shipped.car_limit_km_h, "residential": 20 * KM_PER_MILE}),
    )
    np.testing.assert_allclose(network.centiseconds, by_hand.centiseconds, atol=1)
    assert network.centiseconds.sum() > load_network(slower, Mode.CAR, cache_dir=None).centiseconds.sum()


def test_a_map_without_any_limit_is_told_with_the_file_of_speeds(tmp_path: Path) -> None:
    file = tmp_path / "bare.osm"
    file.write_text(write_map(tmp_path).read_text(encoding="utf-8").replace("maxspeed", "name"), encoding="utf-8")
    local = local_speeds(tmp_path, "residential", "service")
    with pytest.raises(UnusableSpeeds, match="no street of the map has a limit") as refusal:
        load_network(file, Mode.CAR, cache_dir=None, speeds=shipped_speeds(local))
    assert str(local) in str(refusal.value)
    assert "residential" in str(refusal.value)
    assert load_network(
        file, Mode.FOOT, cache_dir=None, speeds=shipped_speeds(local)
    ).junctions  # has no use for limits

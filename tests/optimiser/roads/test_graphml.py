"""A graph that OSMnx saved gives the network that the map it was made from gives."""

from pathlib import Path
from typing import Any

import numpy as np
import osmnx
import pytest

from optimiser.roads import EmptyNetwork, Mode, Network, UnreadableMap, load_network

from .toy_map import CENTRE, KM, NODES, STREET, WAYS, osm_xml, write_map

BENT = NODES | {"x": (CENTRE[0] - 0.5 * KM, 0.1 * KM)}
STREETS = [("AxB", STREET), *WAYS[1:-1]]


@pytest.fixture
def graph(tmp_path: Path) -> Any:
    return osmnx.graph_from_xml(write_map(tmp_path, osm_xml(BENT, STREETS)), simplify=False, retain_all=True)


def loaded(graph: Any, folder: Path) -> Network:
    file = folder / "toy.graphml"
    osmnx.save_graphml(graph, file)
    return load_network(file, Mode.CAR, cache_dir=folder / "kept")


@pytest.mark.parametrize("merged", [False, True])
def test_it_is_the_network_of_the_map_itself(graph: Any, tmp_path: Path, merged: bool) -> None:
    network = loaded(osmnx.simplify_graph(graph) if merged else graph, tmp_path)
    expected = load_network(tmp_path / "toy.osm", Mode.CAR, cache_dir=None)
    assert network.source == "© OpenStreetMap contributors, ODbL 1.0"
    assert edges_of(network) == edges_of(expected)


POINTS = {"B": {"highway": "traffic_signals"}, "x": {"barrier": "bollard"}}


@pytest.fixture
def furnished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The graph with what stands on its nodes, as OSMnx makes it when told to keep barriers too."""
    monkeypatch.setattr(osmnx.settings, "useful_tags_node", ["highway", "barrier"])
    path = write_map(tmp_path, osm_xml(BENT, STREETS, points=POINTS))
    return osmnx.graph_from_xml(path, simplify=False, retain_all=True)


@pytest.mark.parametrize("merged", [False, True])
def test_lights_and_barriers_count_where_the_graph_has_them(furnished: Any, tmp_path: Path, merged: bool) -> None:
    kept = osmnx.simplify_graph(furnished, node_attrs_include=["highway", "barrier"]) if merged else furnished
    expected = load_network(tmp_path / "toy.osm", Mode.CAR, cache_dir=None)
    network = loaded(kept, tmp_path)
    assert edges_of(network) == edges_of(expected)
    assert sorted(network.wait_cs) == sorted(expected.wait_cs)
    assert network.wait_cs.any()
    assert network.line_lon.min() == pytest.approx(BENT["x"][0])  # nobody gets past the bollard, and so to A


def test_what_was_merged_away_is_lost(furnished: Any, tmp_path: Path) -> None:
    network = loaded(osmnx.simplify_graph(furnished), tmp_path)
    assert network.line_lon.min() == pytest.approx(BENT["A"][0])  # past the bollard
    assert network.wait_cs.any()  # the lights are at a junction, which stays


@pytest.mark.parametrize("highway", ["", [], ["", ""], 5])
def test_an_edge_of_no_class_is_no_street(graph: Any, tmp_path: Path, highway: object) -> None:
    expected = loaded(graph, tmp_path)
    graph.add_edge(*list(graph)[:2], highway=highway, length=1.0, oneway=False)
    assert edges_of(loaded(graph, tmp_path)) == edges_of(expected)


def edges_of(network: Network) -> list[tuple[object, ...]]:
    """Where each begins and ends, and what it takes: junctions have numbers of their own here."""
    ends = [np.round(at[end], 6) for end in (network.tail, network.head) for at in (network.lon, network.lat)]
    lengths = np.diff(network.line_start)
    return sorted(zip(*ends, network.centiseconds, network.metres, lengths, network.twin < 0, strict=True))


def test_a_merged_edge_that_is_partly_a_footpath_is_closed_to_cars(tmp_path: Path) -> None:
    path = write_map(tmp_path, osm_xml(ways=[("PA", STREET), ("AB", STREET), ("BD", {"highway": "footway"})]))
    graph = osmnx.simplify_graph(osmnx.graph_from_xml(path, simplify=False, retain_all=True))
    with pytest.raises(EmptyNetwork, match="no streets that can be used by car"):
        loaded(graph, tmp_path)


def test_a_projected_graph_is_refused(graph: Any, tmp_path: Path) -> None:
    with pytest.raises(UnreadableMap, match="no longitudes and latitudes"):
        loaded(osmnx.project_graph(graph), tmp_path)


@pytest.mark.parametrize("text", ["", "Dear Sir or Madam", "<graphml/>", "<osm/>"])
def test_what_is_no_graph_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "letter.graphml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableMap, match="Cannot read the map") as refusal:
        load_network(file, Mode.CAR, cache_dir=None)
    assert len(str(refusal.value).splitlines()) == 1

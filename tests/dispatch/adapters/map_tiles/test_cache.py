"""Archives are made once per map."""

from pathlib import Path

import pytest

from dispatch.adapters.map_tiles import UnreadableMap, open_tiles, tiles_for
from tests.dispatch.adapters.map_tiles.edge_map import WAYS, write_edge_map


def test_the_second_start_finds_the_archive_and_says_nothing(tmp_path: Path) -> None:
    osm, said = write_edge_map(tmp_path / "edge.osm"), list[str]()
    first = tiles_for(osm, tmp_path / "cache", said.append)
    assert said[0] == "Reading the map edge.osm to draw it."
    assert said[-1] == "Drawing the map at zoom 15 of 15 (2 tiles)."
    said.clear()
    assert tiles_for(osm, tmp_path / "cache", said.append) == first
    assert said == []


def test_a_copy_elsewhere_has_the_same_key_and_a_changed_map_another(tmp_path: Path) -> None:
    def key(path: Path) -> str:
        return tiles_for(path, tmp_path / "cache", lambda _: None).stem.split("-")[-1]

    osm = write_edge_map(tmp_path / "edge.osm")
    copy = write_edge_map(tmp_path / "copy.osm")
    changed = write_edge_map(tmp_path / "changed.osm", ways={101: WAYS[101]})
    assert key(osm) == key(copy)
    assert key(osm) != key(changed)


def test_a_damaged_archive_is_made_again_and_that_is_said(tmp_path: Path) -> None:
    osm, said = write_edge_map(tmp_path / "edge.osm"), list[str]()
    path = tiles_for(osm, tmp_path, said.append)
    whole = path.read_bytes()
    path.write_bytes(whole[:500])
    said.clear()
    assert tiles_for(osm, tmp_path, said.append) == path
    assert said[0].endswith("is broken and is made again.")
    assert path.read_bytes() == whole
    assert open_tiles(path).max_zoom == 15


def test_a_map_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMap, match=r"missing\.osm"):
        tiles_for(tmp_path / "missing.osm", tmp_path, lambda _: None)

"""One archive for the tests that only read it."""

from pathlib import Path

import pytest

from dispatch.adapters.map_tiles import TileArchive, make_tiles, open_tiles
from tests.dispatch.adapters.map_tiles.edge_map import write_edge_map


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> TileArchive:
    """The edge map's archive."""
    folder: Path = tmp_path_factory.mktemp("tiles")
    make_tiles(write_edge_map(folder / "edge.osm"), folder / "edge.pmtiles", say=lambda _: None)
    return open_tiles(folder / "edge.pmtiles")

"""A real city's map, where its file is at hand."""

from pathlib import Path

import pytest

from dispatch.adapters.map_tiles import open_tiles, tiles_for
from tests.dispatch.adapters.map_tiles.edge_map import layer

NEWPORT = Path(__file__).parents[5] / "shared" / "data" / "osm" / "newport.osm.pbf"


@pytest.mark.slow
@pytest.mark.skipif(not NEWPORT.exists(), reason="the Newport extract is not at ../shared/data/osm/newport.osm.pbf")
def test_newport_has_its_streets_by_name_its_houses_and_whom_to_thank(tmp_path: Path) -> None:
    archive = open_tiles(tiles_for(NEWPORT, tmp_path, lambda _: None))
    assert archive.attribution == "© OpenStreetMap contributors, ODbL 1.0"
    west, south, east, north = archive.bounds
    assert (west, south, east, north) == pytest.approx((-3.13, 51.50, -2.87, 51.61), abs=0.05)
    city_centre = (15, 16111, 10884)  # 2.995 west, 51.587 north
    names = {one["properties"].get("name") for one in layer(archive, city_centre, "streets")}
    assert "Commercial Street" in names
    assert len(layer(archive, city_centre, "buildings")) > 100
    assert 500_000 < archive.path.stat().st_size < 5_000_000

"""A map on the edge of two tiles: a one-way street across it, a river, a park with a pond in it, a house, an alley."""

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]

from dispatch.adapters.map_tiles import TileArchive

# At zoom 15 a tile is 360 / 32768 = 0.010986328125 degrees wide, and columns 16211 and 16212 meet at 1.88964844 west.
# By the usual formula 52.6 north is in row 10734.
EDGE_LON = 16212 * 360 / 32768 - 180
WEST_TILE, EAST_TILE = (15, 16211, 10734), (15, 16212, 10734)

Way = tuple[tuple[int, ...], dict[str, str]]  # its nodes and its tags

NODES = {
    1: (EDGE_LON - 0.004, 52.600),
    2: (EDGE_LON - 0.002, 52.600),
    3: (EDGE_LON + 0.004, 52.600),
    4: (EDGE_LON - 0.002, 52.602),
    10: (EDGE_LON - 0.003, 52.5985),  # the park, about 135 by 110 metres
    11: (EDGE_LON - 0.001, 52.5985),
    12: (EDGE_LON - 0.001, 52.5995),
    13: (EDGE_LON - 0.003, 52.5995),
    20: (EDGE_LON - 0.0022, 52.5988),  # the pond in it
    21: (EDGE_LON - 0.0018, 52.5988),
    22: (EDGE_LON - 0.0018, 52.5992),
    23: (EDGE_LON - 0.0022, 52.5992),
    30: (EDGE_LON - 0.0040, 52.6005),  # the house, about 14 by 11 metres
    31: (EDGE_LON - 0.0038, 52.6005),
    32: (EDGE_LON - 0.0038, 52.6006),
    33: (EDGE_LON - 0.0040, 52.6006),
    40: (EDGE_LON - 0.050, 52.6015),  # the river runs on far out of the map
    41: (EDGE_LON + 0.050, 52.6015),
}
WAYS: Mapping[int, Way] = {
    101: ((1, 2), {"highway": "residential", "name": "Mill Lane", "oneway": "yes"}),
    102: ((2, 3), {"highway": "residential", "name": "Mill Lane", "oneway": "yes"}),
    103: ((2, 4), {"highway": "service", "service": "alley"}),
    104: ((10, 11, 12, 13, 10), {}),
    105: ((20, 21, 22, 23, 20), {}),
    106: ((30, 31, 32, 33, 30), {"building": "house"}),
    107: ((40, 41), {"waterway": "river", "name": "Toy"}),
}
PARK = """<relation id="201" version="1"><member type="way" ref="104" role="outer"/>
<member type="way" ref="105" role="inner"/><tag k="type" v="multipolygon"/><tag k="leisure" v="park"/></relation>
"""


def write_edge_map(path: Path, *, ways: Mapping[int, Way] = WAYS, generator: str = "a survey") -> Path:
    """Writes the map and returns its path."""
    nodes = "".join(
        f'<node id="{n}" version="1" lon="{lon:.7f}" lat="{lat:.7f}"/>\n' for n, (lon, lat) in NODES.items()
    )
    lines = "".join(_way_xml(n, way) for n, way in ways.items())
    park = PARK if {104, 105} <= set(ways) else ""
    head = f'<?xml version="1.0"?>\n<osm version="0.6" generator="{generator}">\n'
    path.write_text(f"{head}{nodes}{lines}{park}</osm>\n", encoding="utf-8")
    return path


def _way_xml(number: int, way: Way) -> str:
    refs = "".join(f'<nd ref="{ref}"/>' for ref in way[0])
    tags = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in way[1].items())
    return f'<way id="{number}" version="1">{refs}{tags}</way>\n'


def layer(archive: TileArchive, tile: tuple[int, int, int], name: str) -> list[dict[str, Any]]:
    """The features of a layer of a tile (geometry as GeoJSON in units from the top left corner, y down)."""
    content = archive.tile(*tile)
    assert content is not None
    decoded = mapbox_vector_tile.decode(gzip.decompress(content), default_options={"y_coord_down": True})
    features: list[dict[str, Any]] = decoded.get(name, {}).get("features", [])
    return features

"""What an archive says of itself: the PMTiles header and metadata, https://github.com/protomaps/PMTiles spec v3."""

from typing import Any

import numpy as np
from pmtiles.tile import Compression, TileType

from dispatch.adapters.map_tiles.layers import BUILDINGS, LAND, MAX_ZOOM, MIN_ZOOM, RAIL, STREETS, WATER
from dispatch.adapters.map_tiles.mercator import to_degrees

E7 = 10_000_000  # the header counts degrees in ten-millionths

FIELDS = {
    LAND: {"class": "String"},
    WATER: {"class": "String", "name": "String"},
    RAIL: {"class": "String", "name": "String"},
    STREETS: {"class": "String", "name": "String", "oneway": "Boolean"},
    BUILDINGS: {"class": "String"},
}


def header(box: tuple[float, float, float, float]) -> dict[str, Any]:
    """`box` is (least x, least y, greatest x, greatest y) on the Mercator square."""
    left, top, right, bottom = box
    (west, north), (east, south) = to_degrees(np.array([(left, top), (right, bottom)]))
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": round(west * E7),
        "min_lat_e7": round(south * E7),
        "max_lon_e7": round(east * E7),
        "max_lat_e7": round(north * E7),
        "center_zoom": (MIN_ZOOM + MAX_ZOOM) // 2,
    }


def metadata(attribution: str) -> dict[str, Any]:
    """Whom to thank, and the layers as tools for such archives list them."""
    return {
        "attribution": attribution,
        "vector_layers": [
            {"id": name, "fields": fields, "minzoom": MIN_ZOOM, "maxzoom": MAX_ZOOM} for name, fields in FIELDS.items()
        ],
    }

"""Keeps the tile archives of maps: made once, found again as long as the map's content is the same."""

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from dispatch.adapters.map_tiles.archive import open_tiles
from dispatch.adapters.map_tiles.errors import BrokenTiles
from dispatch.adapters.map_tiles.make import make_tiles
from optimiser.roads.load import file_sha256

# Raise by one whenever a change in this package, or in the scenery it reads, makes other tiles of the same map.
FORMAT_VERSION = 1
LIBRARIES = ("mapbox-vector-tile", "pmtiles", "shapely")


def tiles_for(osm: Path, cache_dir: Path, say: Callable[[str], None]) -> Path:
    """The archive of the map `osm` in `cache_dir`, made where it is missing or damaged.

    A changed map has an archive of another name, so that addresses with that name in them may be kept for ever.
    Raises UnreadableMap or TilesNotStored.
    """
    path = cache_dir / stored_name(osm)
    if path.exists():
        try:
            open_tiles(path)
        except BrokenTiles:
            say(f"The stored map {path} is broken and is made again.")
        else:
            return path
    make_tiles(osm, path, say=say)
    return path


def stored_name(osm: Path) -> str:
    """A file name that changes with everything that decides what the tiles hold; raises UnreadableMap."""
    ingredients = [file_sha256(osm), str(FORMAT_VERSION), *(f"{name} {version(name)}" for name in LIBRARIES)]
    key = hashlib.sha256("\n".join(ingredients).encode()).hexdigest()[:20]
    return f"{osm.name.split('.')[0]}-{key}.pmtiles"

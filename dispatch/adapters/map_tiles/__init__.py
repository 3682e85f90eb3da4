"""Our own map: tiles cut from an OpenStreetMap file into one archive, and the style that browsers draw them with."""

from dispatch.adapters.map_tiles.archive import TileArchive, open_tiles
from dispatch.adapters.map_tiles.cache import tiles_for
from dispatch.adapters.map_tiles.errors import BrokenTiles, MapTilesError, TilesNotStored
from dispatch.adapters.map_tiles.make import make_tiles
from dispatch.adapters.map_tiles.style import map_style
from optimiser.roads import UnreadableMap

__all__ = [
    "BrokenTiles",
    "MapTilesError",
    "TileArchive",
    "TilesNotStored",
    "UnreadableMap",
    "make_tiles",
    "map_style",
    "open_tiles",
    "tiles_for",
]

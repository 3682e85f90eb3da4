"""Reads a tile archive: one tile at a time, from the file as it was when opened."""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pmtiles.tile import (
    Compression,
    Entry,
    HeaderDict,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_directory,
    find_tile,
    zxy_to_tileid,
)

from dispatch.adapters.map_tiles.errors import BrokenTiles
from dispatch.adapters.map_tiles.pmtiles_typed import ContentAt, header_and_metadata, mapped

# What Python and the library raise for a file cut short or written over; bad gzip is an OSError.
DAMAGED = (
    MagicNumberNotFound,
    SpecVersionUnsupported,
    OSError,
    EOFError,
    zlib.error,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    OverflowError,
    MemoryError,
)
DIRECTORIES_KEPT = 64
MOST_LEVELS = 4  # of directories, by the specification


@dataclass(frozen=True, slots=True, kw_only=True)
class TileArchive:
    """A map's tiles; any number of threads may ask at once.

    bounds       (west, south, east, north) in degrees
    attribution  whom to name beside the map
    encoding     of each tile's content, as HTTP's Content-Encoding names it
    media_type   of each tile's content, as HTTP's Content-Type names it
    """

    path: Path
    bounds: tuple[float, float, float, float]
    min_zoom: int
    max_zoom: int
    attribution: str
    encoding: str = "gzip"
    media_type: str = "application/vnd.mapbox-vector-tile"
    _content_at: ContentAt
    _directory_at: Callable[[int, int], list[Entry]]
    _header: HeaderDict

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """The tile's gzipped content, None where the archive has none. Raises BrokenTiles when it is damaged.

        Columns count from the west, rows from the north, as in every z/x/y address of a map tile.
        """
        side = 1 << zoom if self.min_zoom <= zoom <= self.max_zoom else 0
        if not (0 <= column < side and 0 <= row < side):
            return None
        try:
            content = self._found(zxy_to_tileid(zoom, column, row))
            if content is not None:
                gzip.decompress(content)  # checks its sum: a browser would leave a damaged tile blank and say nothing
        except DAMAGED as error:
            raise BrokenTiles(self.path, f"tile {zoom}/{column}/{row} is damaged") from error
        return content

    def _found(self, tile_id: int) -> bytes | None:
        offset, length = self._header["root_offset"], self._header["root_length"]
        for _ in range(MOST_LEVELS):
            entry = find_tile(self._directory_at(offset, length), tile_id)
            if entry is None:
                return None
            if entry.run_length:
                return self._content_at(self._header["tile_data_offset"] + entry.offset, entry.length)
            offset, length = self._header["leaf_directory_offset"] + entry.offset, entry.length
        raise ValueError("its directories go too deep")


def open_tiles(path: Path) -> TileArchive:
    """Opens an archive that `make_tiles` wrote; raises BrokenTiles."""
    try:
        with path.open("rb") as file:
            content_at = mapped(file)
        return _opened(path, content_at)
    except FileNotFoundError as error:
        raise BrokenTiles(path, "there is no such file") from error
    except IsADirectoryError as error:
        raise BrokenTiles(path, "it is a folder") from error
    except DAMAGED as error:
        raise BrokenTiles(path, "it is not a whole tile archive") from error


def _opened(path: Path, content_at: ContentAt) -> TileArchive:
    header, metadata = header_and_metadata(content_at)
    if (header["tile_type"], header["tile_compression"]) != (TileType.MVT, Compression.GZIP):
        raise ValueError("its tiles are of another kind")
    end = header["tile_data_offset"] + header["tile_data_length"]
    if path.stat().st_size != end:
        raise ValueError("it is cut short")

    @lru_cache(maxsize=DIRECTORIES_KEPT)
    def directory_at(offset: int, length: int) -> list[Entry]:
        return deserialize_directory(content_at(offset, length))

    directory_at(header["root_offset"], header["root_length"])  # fails now rather than at the first tile
    sides = (header["min_lon_e7"], header["min_lat_e7"], header["max_lon_e7"], header["max_lat_e7"])
    west, south, east, north = (side / 1e7 for side in sides)
    return TileArchive(
        path=path,
        bounds=(west, south, east, north),
        min_zoom=header["min_zoom"],
        max_zoom=header["max_zoom"],
        attribution=str(metadata["attribution"]),
        _content_at=content_at,
        _directory_at=directory_at,
        _header=header,
    )

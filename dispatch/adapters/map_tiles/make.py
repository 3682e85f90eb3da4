"""Makes the tile archive of a map: one PMTiles (version 3) file, written beside its place and then put there."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pmtiles.tile import zxy_to_tileid

from dispatch.adapters.map_tiles.about import header, metadata
from dispatch.adapters.map_tiles.cut import cut
from dispatch.adapters.map_tiles.encode import encoded
from dispatch.adapters.map_tiles.errors import TilesNotStored
from dispatch.adapters.map_tiles.layers import MAX_ZOOM, MIN_ZOOM
from dispatch.adapters.map_tiles.mercator import TileRange
from dispatch.adapters.map_tiles.pmtiles_typed import TileWriter, writer_to
from dispatch.adapters.map_tiles.shapes import Shapes, box_around
from dispatch.adapters.map_tiles.source import map_source
from dispatch.adapters.scenery_from_osm import read_buildings, read_scenery
from optimiser.roads import UnreadableMap

Say = Callable[[str], None]


def make_tiles(osm: Path, out: Path, *, say: Say) -> None:
    """Writes the archive of the map `osm` to `out`; the same map gives the same bytes.

    `out` is either left as it was or whole. Every tile from MIN_ZOOM to MAX_ZOOM that the box around the map's streets
    touches is in it, also where nothing is drawn, so that a browser never asks for one that is not there.
    Raises UnreadableMap or TilesNotStored.
    """
    attribution = map_source(osm)
    say(f"Reading the map {osm.name} to draw it.")
    scenery = read_scenery(osm)
    areas, lines = Shapes.areas((*scenery, *read_buildings(osm))), Shapes.lines(scenery)
    box = box_around(areas, lines)
    if box is None:
        raise UnreadableMap(osm, "it holds no streets, water or land to draw")
    ranges = [TileRange.over(zoom, box) for zoom in range(MIN_ZOOM, MAX_ZOOM + 1)]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.stem}-") as folder:
            part = Path(folder) / out.name
            with part.open("wb") as file:
                writer = writer_to(file)
                _draw(writer, areas, lines, ranges, say)
                writer.finalize(header(box), metadata(attribution))
            part.replace(out)
    except OSError as error:
        raise TilesNotStored(out, error.strerror or "the disk refuses") from error


def _draw(writer: TileWriter, areas: Shapes, lines: Shapes, ranges: Sequence[TileRange], say: Say) -> None:
    for tiles in ranges:
        say(f"Drawing the map at zoom {tiles.zoom} of {MAX_ZOOM} ({tiles.count:,} tiles).")
        found = ((zxy_to_tileid(tiles.zoom, x, y), encoded(pieces)) for x, y, pieces in cut(areas, lines, tiles))
        # In the archive's own order (along a Hilbert curve), so that neighbours lie together and empty ones share.
        for tile_id, content in sorted(found):
            writer.write_tile(tile_id, content)

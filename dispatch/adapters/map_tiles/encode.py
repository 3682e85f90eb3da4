"""The pieces of one tile as a Mapbox Vector Tile (specification 2.1), gzipped."""

import gzip
from collections.abc import Sequence

import mapbox_vector_tile  # type: ignore[import-untyped] # because it ships no types

from dispatch.adapters.map_tiles.cut import EXTENT, TilePiece
from dispatch.adapters.map_tiles.layers import LAYER_OF, LAYERS

# The pieces come valid and wound as the specification wants, counted from the top left corner; the library would
# check each again at ten times the cost.
OPTIONS = {"y_coord_down": True, "extents": EXTENT, "check_winding_order": False}


def encoded(pieces: Sequence[TilePiece]) -> bytes:
    """The tile's content; the same pieces give the same bytes, and layers without pieces are left out."""
    by_layer: dict[str, list[dict[str, object]]] = {name: [] for name in LAYERS}
    for piece in pieces:
        feature = {"geometry": piece.geometry, "properties": piece.look.properties}
        by_layer[LAYER_OF[piece.look.kind].name].append(feature)
    layers = [{"name": name, "features": features} for name, features in by_layer.items() if features]
    # mtime: the hour of making would make every archive another.
    return gzip.compress(mapbox_vector_tile.encode(layers, default_options=OPTIONS), compresslevel=9, mtime=0)

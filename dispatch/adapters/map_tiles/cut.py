"""Cuts shapes into the tiles of one zoom: made simpler as far as no eye can tell, small things left out, clipped."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from dispatch.adapters.map_tiles.layers import MAX_ZOOM, NAMES_FROM_ZOOM, Look
from dispatch.adapters.map_tiles.mercator import TileRange
from dispatch.adapters.map_tiles.shapes import Geometries, Shapes, polygons_of, valid_areas

# Units of a tile's side; a browser draws it 512 pixels wide, so that 8 units are a pixel.
EXTENT = 4096
UNITS_PER_PIXEL = EXTENT // 512
# Each tile also holds what lies this close outside it, or wide lines would be cut off at its edge.
MARGIN = 16 * UNITS_PER_PIXEL

TOLERANCE = UNITS_PER_PIXEL / 2
# The last zoom is also drawn enlarged, up to eight times.
LAST_TOLERANCE = 1.0
LEAST_AREA = (2.0 * UNITS_PER_PIXEL) ** 2
LEAST_LENGTH = 1.0 * UNITS_PER_PIXEL


@dataclass(frozen=True, slots=True)
class TilePiece:
    """A shape as far as it lies in one tile: units from the tile's top left corner, y downwards."""

    look: Look
    geometry: Any


def cut(areas: Shapes, lines: Shapes, tiles: TileRange) -> Iterator[tuple[int, int, list[TilePiece]]]:
    """(column, row, pieces) of every tile in the range, areas before lines; the pieces may be none."""
    last = tiles.zoom == MAX_ZOOM
    areas = _simple_areas(_enlarged(areas.at(tiles.zoom), tiles.zoom), last=last)
    lines = lines.at(tiles.zoom)
    if tiles.zoom < NAMES_FROM_ZOOM:
        lines = lines.without_names()
    lines = _simple_lines(_enlarged(lines, tiles.zoom), last=last)
    area_tree, line_tree = shapely.STRtree(areas.geometries), shapely.STRtree(lines.geometries)
    for column, row in tiles:
        left, top = column * EXTENT, row * EXTENT
        box = shapely.box(left - MARGIN, top - MARGIN, left + EXTENT + MARGIN, top + EXTENT + MARGIN)
        pieces = [
            TilePiece(shapes.looks[n], geometry)
            for shapes, tree, clip in ((areas, area_tree, _clipped_areas), (lines, line_tree, _clipped_lines))
            for n, geometry in _pieces(shapes, np.sort(tree.query(box)), box, clip, (left, top))
        ]
        yield column, row, pieces


def _enlarged(shapes: Shapes, zoom: int) -> Shapes:
    scale = float(EXTENT << zoom)
    geometries = shapely.transform(shapes.geometries, lambda points: points * scale)
    return Shapes(geometries=geometries, looks=shapes.looks)


def _simple_areas(shapes: Shapes, *, last: bool) -> Shapes:
    shapes = shapes.chosen(shapely.area(shapes.geometries) >= (0.0 if last else LEAST_AREA))
    simple = shapely.simplify(shapes.geometries, LAST_TOLERANCE if last else TOLERANCE)
    return Shapes(geometries=valid_areas(simple), looks=shapes.looks)


def _simple_lines(shapes: Shapes, *, last: bool) -> Shapes:
    shapes = shapes.chosen(shapely.length(shapes.geometries) >= (0.0 if last else LEAST_LENGTH))
    simple = shapely.simplify(shapes.geometries, LAST_TOLERANCE if last else TOLERANCE)
    return Shapes(geometries=simple, looks=shapes.looks)


def _pieces(shapes: Shapes, found: Any, box: Any, clip: Any, corner: tuple[int, int]) -> Iterator[tuple[int, Any]]:
    if not len(found):
        return
    clipped = clip(shapes.geometries[found], box)
    moved = shapely.transform(clipped, lambda points: points - corner)
    for n, geometry in zip(found, moved, strict=True):
        if not geometry.is_empty:
            yield int(n), geometry


def _clipped_lines(geometries: Geometries, box: Any) -> Geometries:
    clipped: Geometries = shapely.clip_by_rect(geometries, *box.bounds)
    return clipped


def _clipped_areas(geometries: Geometries, box: Any) -> Geometries:
    shapely.prepare(box)
    crossing = ~shapely.contains_properly(box, geometries)
    clipped = geometries.copy()
    clipped[crossing] = [polygons_of(one) for one in shapely.intersection(geometries[crossing], box)]
    wound: Geometries = shapely.orient_polygons(clipped)
    return wound

"""Scenery as Shapely geometries on the Mercator square, with what each is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import shapely

from dispatch.adapters.map_tiles.layers import LAYER_OF, STREETS, Look
from dispatch.adapters.map_tiles.mercator import to_square
from dispatch.adapters.scenery_from_osm import Ring, Scenery

Geometries = npt.NDArray[Any]  # of Shapely geometries


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """Geometry n looks like looks[n]. Areas are valid polygons, one or many each; lines are single lines."""

    geometries: Geometries
    looks: tuple[Look, ...]

    @classmethod
    def areas(cls, scenery: Iterable[Scenery]) -> Self:
        """Of those that are areas; names are dropped, as no area is labelled."""
        chosen = [one for one in scenery if LAYER_OF[one.kind].is_area and len(one.rings[0]) > 3]
        geometries = np.array([_area(one.rings) for one in chosen], dtype=object)
        return cls(geometries=valid_areas(geometries), looks=tuple(Look(one.kind) for one in chosen))

    @classmethod
    def lines(cls, scenery: Iterable[Scenery]) -> Self:
        """Of those that are lines, joined where the same street goes on, as a map may cut it at every side street."""
        chosen = [one for one in scenery if not LAYER_OF[one.kind].is_area]
        lines = [shapely.linestrings(to_square(np.array(one.rings[0]))) for one in chosen]
        return cls.joined(lines, [Look(one.kind, one.name, one.one_way) for one in chosen])

    @classmethod
    def joined(cls, lines: Sequence[Any], looks: Sequence[Look]) -> Self:
        """Lines of one look that meet end to end become one; those of one-way streets keep their direction."""
        groups: dict[Look, list[Any]] = {}
        for line, look in zip(lines, looks, strict=True):
            groups.setdefault(look, []).append(line)
        parts: list[Any] = []
        names: list[Look] = []
        for look in sorted(groups):
            merged = shapely.line_merge(shapely.multilinestrings(groups[look]), directed=look.one_way)
            found = shapely.get_parts(merged)
            parts.extend(found)
            names.extend([look] * len(found))
        return cls(geometries=np.array(parts, dtype=object), looks=tuple(names))

    def without_names(self) -> Self:
        """Lines joined by their kind alone, for zooms where nothing else shows."""
        return self.joined(list(self.geometries), [Look(look.kind) for look in self.looks])

    def at(self, zoom: int) -> Self:
        """Those that show at this zoom."""
        return self.chosen(np.array([LAYER_OF[look.kind].from_zoom <= zoom for look in self.looks], dtype=bool))

    def chosen(self, keep: npt.NDArray[np.bool_]) -> Self:
        """Those whose flag is set."""
        looks = tuple(look for look, kept in zip(self.looks, keep, strict=True) if kept)
        return type(self)(geometries=self.geometries[keep], looks=looks)


def box_around(areas: Shapes, lines: Shapes) -> tuple[float, float, float, float] | None:
    """The streets' (least x, least y, greatest x, greatest y), as a river may run far out of the map.

    Around everything where there is no street; None where there is nothing.
    """
    streets = np.array([LAYER_OF[look.kind].name == STREETS for look in lines.looks], dtype=bool)
    lined = lines.geometries[streets] if streets.any() else np.concatenate([areas.geometries, lines.geometries])
    if not len(lined):
        return None
    left, top, right, bottom = (float(side) for side in shapely.total_bounds(lined))
    return left, top, right, bottom


def valid_areas(geometries: Geometries) -> Geometries:
    """The same with crossing outlines mended: a map is drawn by many hands, and cutting needs sound polygons."""
    broken = ~shapely.is_valid(geometries)
    if broken.any():
        geometries = geometries.copy()
        geometries[broken] = [polygons_of(one) for one in shapely.make_valid(geometries[broken])]
    return geometries


def polygons_of(geometry: Any) -> Any:
    """What of the geometry has an area, as one multipolygon; mending and cutting leave stray lines and points."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])


def _area(rings: Sequence[Ring]) -> Any:
    squares = [to_square(np.array(ring)) for ring in rings if len(ring) > 3]
    if len(squares) == 1:
        return shapely.polygons(squares[0])
    # Outer and inner rings stand in one list; which lies inside which is found again from the rings.
    return shapely.build_area(shapely.multilinestrings([shapely.linestrings(square) for square in squares]))

"""Water, parks and streets of an OpenStreetMap file as shapes, for the look of a map; nothing is planned by them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import osmium

from optimiser.roads import UnreadableMap
from optimiser.roads.osm_file import OSMIUM_ERRORS

Ring = tuple[tuple[float, float], ...]


class SceneryKind(StrEnum):
    """What to colour it as."""

    WATER = "water"
    GREEN = "green"
    BUILT = "built"
    RIVER = "river"
    CANAL = "canal"
    RAIL = "rail"
    MAIN_ROAD = "main_road"
    ROAD = "road"
    STREET = "street"
    PATH = "path"


AREAS = {
    ("natural", "water"): SceneryKind.WATER,
    ("waterway", "riverbank"): SceneryKind.WATER,
    ("waterway", "dock"): SceneryKind.WATER,
    ("leisure", "park"): SceneryKind.GREEN,
    ("leisure", "recreation_ground"): SceneryKind.GREEN,
    ("leisure", "nature_reserve"): SceneryKind.GREEN,
    ("landuse", "recreation_ground"): SceneryKind.GREEN,
    ("landuse", "grass"): SceneryKind.GREEN,
    ("landuse", "meadow"): SceneryKind.GREEN,
    ("landuse", "forest"): SceneryKind.GREEN,
    ("natural", "wood"): SceneryKind.GREEN,
    ("landuse", "cemetery"): SceneryKind.GREEN,
    ("landuse", "allotments"): SceneryKind.GREEN,
    ("landuse", "industrial"): SceneryKind.BUILT,
    ("landuse", "retail"): SceneryKind.BUILT,
}
LINES = {
    ("waterway", "river"): SceneryKind.RIVER,
    ("waterway", "canal"): SceneryKind.CANAL,
    ("railway", "rail"): SceneryKind.RAIL,
    **{
        ("highway", road): kind
        for kind, roads in (
            (SceneryKind.MAIN_ROAD, ("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link")),
            (SceneryKind.ROAD, ("secondary", "secondary_link", "tertiary", "tertiary_link")),
            (SceneryKind.STREET, ("unclassified", "residential", "living_street", "pedestrian")),
            (SceneryKind.PATH, ("footway", "path", "cycleway", "steps", "bridleway", "track")),
        )
        for road in roads
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenery:
    """An area (outer and inner rings) or, for rivers, rails and streets, one line; (lon, lat) each."""

    kind: SceneryKind
    rings: tuple[Ring, ...]


def read_scenery(path: Path) -> tuple[Scenery, ...]:
    """All scenery in the file's order. Raises UnreadableMap."""
    try:
        return tuple(_scenery(path))
    except OSMIUM_ERRORS as error:
        raise UnreadableMap(path, str(error)) from error


def _scenery(path: Path) -> Iterator[Scenery]:
    wanted = osmium.filter.TagFilter(*AREAS, *LINES)
    thing: Any
    for thing in osmium.FileProcessor(str(path)).with_areas(wanted).with_filter(wanted):
        tags = {(tag.k, tag.v) for tag in thing.tags}
        if thing.is_area():
            kind = next((kind for tag, kind in AREAS.items() if tag in tags), None)
            if kind is not None:
                rings = [ring for outer in thing.outer_rings() for ring in (outer, *thing.inner_rings(outer))]
                yield Scenery(kind=kind, rings=tuple(tuple((n.lon, n.lat) for n in ring) for ring in rings))
        elif thing.is_way():
            kind = next((kind for tag, kind in LINES.items() if tag in tags), None)
            line = tuple((node.lon, node.lat) for node in thing.nodes if node.location.valid())
            if kind is not None and len(line) > 1:
                yield Scenery(kind=kind, rings=(line,))

"""Water, parks, streets and houses of an OpenStreetMap file as shapes, for a map's look; nothing is planned by them."""

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
    LANE = "lane"
    PATH = "path"
    BUILDING = "building"


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
            (SceneryKind.LANE, ("service",)),
            (SceneryKind.PATH, ("footway", "path", "cycleway", "steps", "bridleway", "track")),
        )
        for road in roads
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenery:
    """An area (outer and inner rings) or, for rivers, rails and streets, one line; (lon, lat) each.

    `name` is empty where the map has none. A one-way street's line runs the way it may be driven.
    """

    kind: SceneryKind
    rings: tuple[Ring, ...]
    name: str = ""
    one_way: bool = False


def read_scenery(path: Path) -> tuple[Scenery, ...]:
    """All scenery but the buildings, in the file's order. Raises UnreadableMap."""
    try:
        return tuple(_scenery(path))
    except OSMIUM_ERRORS as error:
        raise UnreadableMap(path, str(error)) from error


def read_buildings(path: Path) -> tuple[Scenery, ...]:
    """The outlines of all buildings, in the file's order; apart, as a town has many. Raises UnreadableMap."""
    wanted = osmium.filter.KeyFilter("building")
    try:
        areas: Any = osmium.FileProcessor(str(path)).with_areas(wanted).with_filter(wanted)
        outlines = (_rings(area) for area in areas if area.is_area() and area.tags.get("building") != "no")
        return tuple(Scenery(kind=SceneryKind.BUILDING, rings=rings) for rings in outlines if rings)
    except OSMIUM_ERRORS as error:
        raise UnreadableMap(path, str(error)) from error


def _scenery(path: Path) -> Iterator[Scenery]:
    wanted = osmium.filter.TagFilter(*AREAS, *LINES)
    thing: Any
    for thing in osmium.FileProcessor(str(path)).with_areas(wanted).with_filter(wanted):
        tags = {(tag.k, tag.v) for tag in thing.tags}
        if thing.is_area():
            kind = next((kind for tag, kind in AREAS.items() if tag in tags), None)
            rings = _rings(thing)
            if kind is not None and rings:
                yield Scenery(kind=kind, rings=rings, name=thing.tags.get("name", ""))
        elif thing.is_way():
            kind = next((kind for tag, kind in LINES.items() if tag in tags), None)
            line = tuple((node.lon, node.lat) for node in thing.nodes if node.location.valid())
            if kind is not None and len(line) > 1:
                one_way = thing.tags.get("oneway", "no")
                yield Scenery(
                    kind=kind,
                    rings=(line[::-1] if one_way == "-1" else line,),
                    name=thing.tags.get("name", ""),
                    one_way=one_way in ("yes", "true", "1", "-1"),
                )


def _rings(area: Any) -> tuple[Ring, ...]:
    """None where the outline crosses itself or is not closed: pyosmium then yields the area without any ring."""
    rings = [ring for outer in area.outer_rings() for ring in (outer, *area.inner_rings(outer))]
    return tuple(tuple((node.lon, node.lat) for node in ring) for ring in rings)

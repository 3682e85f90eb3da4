"""The map's style as plain data, in MapLibre's form (style specification 8): calm ground, legible roads, names."""

from collections.abc import Sequence
from typing import Any

from dispatch.adapters.map_tiles import colours
from dispatch.adapters.map_tiles.by_zoom import by_zoom
from dispatch.adapters.map_tiles.layers import BUILDINGS, LAND, MAX_ZOOM, MIN_ZOOM, RAIL, WATER
from dispatch.adapters.map_tiles.style_streets import street_layers, street_names

SOURCE = "map"


def map_style(
    *,
    tiles_url: str,
    bounds: Sequence[float],
    attribution: str,
    min_zoom: int = MIN_ZOOM,
    max_zoom: int = MAX_ZOOM,
) -> dict[str, Any]:
    """`tiles_url` has {z}, {x} and {y} in it; `bounds` are west, south, east and north in degrees.

    There is no `glyphs` and no `sprite` on purpose: without them MapLibre draws letters from the fonts of the machine
    it runs on and asks no server for any. The map opens on its bounds, which `metadata` repeats for the page.
    """
    west, south, east, north = bounds
    return {
        "version": 8,
        "name": "Allround",
        "metadata": {"bounds": [west, south, east, north], "attribution": attribution},
        "center": [(west + east) / 2, (south + north) / 2],
        "zoom": 12,
        "sources": {
            SOURCE: {
                "type": "vector",
                "tiles": [tiles_url],
                "bounds": [west, south, east, north],
                "minzoom": min_zoom,
                "maxzoom": max_zoom,
                "attribution": attribution,
            }
        },
        "layers": [
            {"id": "ground", "type": "background", "paint": {"background-color": colours.GROUND}},
            _area("built", LAND, colours.BUILT),
            _area("green", LAND, colours.GREEN),
            _area("water", WATER, colours.WATER, edge=colours.WATER_EDGE),
            _line("river", WATER, colours.WATER, {9: 1, 12: 2, 15: 10, 18: 60}),
            _line("canal", WATER, colours.WATER, {12: 1, 15: 4, 18: 20}),
            _area("building", BUILDINGS, colours.BUILDING, edge=colours.BUILDING_EDGE),
            *street_layers(SOURCE),
            _line("rail", RAIL, colours.RAIL, {10: 0.6, 13: 1.2, 16: 2.5}, dashes=(4, 1.5)),
            *street_names(SOURCE),
        ],
    }


def _area(kind: str, layer: str, colour: str, *, edge: str | None = None) -> dict[str, Any]:
    return {
        "id": kind,
        "type": "fill",
        "source": SOURCE,
        "source-layer": layer,
        "filter": ["all", ["==", ["geometry-type"], "Polygon"], ["==", ["get", "class"], kind]],
        "paint": {"fill-color": colour, **({"fill-outline-color": edge} if edge else {})},
    }


def _line(
    kind: str, layer: str, colour: str, width: dict[int, float], *, dashes: tuple[float, ...] = ()
) -> dict[str, Any]:
    """`width` is in pixels by zoom."""
    return {
        "id": kind,
        "type": "line",
        "source": SOURCE,
        "source-layer": layer,
        "filter": ["==", ["get", "class"], kind],
        "layout": {"line-join": "round"} if dashes else {"line-join": "round", "line-cap": "round"},
        "paint": {
            "line-color": colour,
            "line-width": by_zoom(width),
            **({"line-dasharray": list(dashes)} if dashes else {}),
        },
    }

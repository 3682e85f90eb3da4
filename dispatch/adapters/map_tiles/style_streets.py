"""How streets are drawn: every edge first and then every filling, so that crossings are open; names on top."""

from dataclasses import dataclass
from typing import Any

from dispatch.adapters.map_tiles import colours
from dispatch.adapters.map_tiles.by_zoom import by_zoom
from dispatch.adapters.map_tiles.layers import LAYER_OF, STREETS
from dispatch.adapters.scenery_from_osm import SceneryKind

# A family that the platform itself chooses; MapLibre hands it to the browser's own text drawing.
FONT = ["sans-serif"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """Colours and widths (pixels by zoom) of a class of streets; without an edge it is one plain line."""

    kind: SceneryKind
    colour: str
    width: dict[int, float]
    edge: str | None = None
    names_from: int
    name_size: float


# From the least to the most important: what comes later lies on top.
CLASSES = (
    Street(
        kind=SceneryKind.PATH,
        colour=colours.PATH,
        width={14: 0.6, 16: 1.5, 18: 4},
        names_from=17,
        name_size=10.5,
    ),
    Street(
        kind=SceneryKind.LANE,
        colour=colours.STREET,
        edge=colours.STREET_EDGE,
        width={14: 0.6, 15: 1.6, 16: 3, 18: 11},
        names_from=16,
        name_size=10.5,
    ),
    Street(
        kind=SceneryKind.STREET,
        colour=colours.STREET,
        edge=colours.STREET_EDGE,
        width={12: 0.8, 14: 2.2, 16: 7, 18: 24},
        names_from=15,
        name_size=11,
    ),
    Street(
        kind=SceneryKind.ROAD,
        colour=colours.STREET,
        edge=colours.STREET_EDGE,
        width={10: 0.9, 12: 1.9, 14: 4.2, 16: 11, 18: 32},
        names_from=14,
        name_size=11.5,
    ),
    Street(
        kind=SceneryKind.MAIN_ROAD,
        colour=colours.MAIN_ROAD,
        edge=colours.MAIN_ROAD_EDGE,
        width={9: 1, 12: 2.8, 14: 5.5, 16: 14, 18: 38},
        names_from=13,
        name_size=12,
    ),
)
EDGE = 0.9  # pixels on each side


def street_layers(source: str) -> list[dict[str, Any]]:
    """Lines, edges before fillings."""
    edges = [_edge(source, street, street.edge) for street in CLASSES if street.edge is not None]
    return [*edges, *(_filling(source, street) for street in CLASSES)]


def street_names(source: str) -> list[dict[str, Any]]:
    """Arrows along one-way streets and names, the most important last, so that they win the room."""
    return [_arrows(source), *(_names(source, street) for street in CLASSES)]


def _edge(source: str, street: Street, colour: str) -> dict[str, Any]:
    width = by_zoom({zoom: width + 2 * EDGE for zoom, width in street.width.items()})
    return _line(source, street, f"{street.kind.value}-edge", colour, width)


def _filling(source: str, street: Street) -> dict[str, Any]:
    return _line(source, street, street.kind.value, street.colour, by_zoom(street.width))


def _line(source: str, street: Street, name: str, colour: str, width: list[Any]) -> dict[str, Any]:
    return {
        "id": name,
        "type": "line",
        "source": source,
        "source-layer": STREETS,
        "minzoom": LAYER_OF[street.kind].from_zoom,
        "filter": ["==", ["get", "class"], street.kind.value],
        "layout": {"line-cap": "round", "line-join": "round"},
        "paint": {"line-color": colour, "line-width": width},
    }


def _arrows(source: str) -> dict[str, Any]:
    return {
        "id": "one-way",
        "type": "symbol",
        "source": source,
        "source-layer": STREETS,
        "minzoom": 16,
        "filter": ["==", ["get", "oneway"], True],
        "layout": {
            "symbol-placement": "line",
            "symbol-spacing": 120,
            "text-field": "→",
            "text-font": FONT,
            "text-size": 13,
            "text-keep-upright": False,  # or half of them would point against the traffic
        },
        "paint": {"text-color": colours.ARROW},
    }


def _names(source: str, street: Street) -> dict[str, Any]:
    return {
        "id": f"{street.kind.value}-names",
        "type": "symbol",
        "source": source,
        "source-layer": STREETS,
        "minzoom": street.names_from,
        "filter": ["all", ["==", ["get", "class"], street.kind.value], ["has", "name"]],
        "layout": {
            "symbol-placement": "line",
            "symbol-spacing": 320,
            "text-field": ["get", "name"],
            "text-font": FONT,
            "text-size": by_zoom({street.names_from: street.name_size, 18: street.name_size + 3}),
            "text-max-angle": 35,
        },
        "paint": {"text-color": colours.NAME, "text-halo-color": colours.HALO, "text-halo-width": 1.5},
    }

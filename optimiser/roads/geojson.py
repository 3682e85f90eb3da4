"""Named lines and points as GeoJSON (RFC 7946), with whom to thank for the map."""

from collections.abc import Iterable, Sequence
from typing import Any

from optimiser.roads.drawn import DECIMALS, NamedLine, NamedPoint, Value, legible


def to_geojson(
    lines: Iterable[NamedLine], points: Iterable[NamedPoint], *, attribution: str, **members: Any
) -> dict[str, Any]:
    """A FeatureCollection: the lines, then the points, each with its name among its properties.

    `attribution` and `members` (plain values) stand beside the features, as foreign members (section 6.1 of the RFC).
    """
    return {
        "type": "FeatureCollection",
        "attribution": legible(attribution),
        **members,
        "features": [
            *(_feature(one, "LineString", [_position(lon, lat) for lon, lat in one.line]) for one in lines),
            *(_feature(one, "Point", _position(one.lon, one.lat)) for one in points),
        ],
    }


def _feature(one: NamedLine | NamedPoint, geometry: str, coordinates: list[Any]) -> dict[str, Any]:
    told = {"name": one.name, **one.properties}
    return {
        "type": "Feature",
        "geometry": {"type": geometry, "coordinates": coordinates},
        "properties": {legible(key): _value(value) for key, value in told.items()},
    }


def _position(lon: float, lat: float) -> list[float]:
    return [round(lon, DECIMALS), round(lat, DECIMALS)]


def _value(value: Value) -> Value:
    if isinstance(value, str):
        return legible(value)
    return [legible(one) for one in value] if isinstance(value, Sequence) else value

"""Straight-line distance on the ground."""

from math import cos, hypot, radians

EARTH_RADIUS_M = 6_371_008.8  # mean radius, International Union of Geodesy and Geophysics


def distance_m(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Metres between two (lon, lat) points at most some kilometres apart (equirectangular)."""
    east = radians(there[0] - here[0]) * cos(radians(here[1]))
    return hypot(east, radians(there[1] - here[1])) * EARTH_RADIUS_M

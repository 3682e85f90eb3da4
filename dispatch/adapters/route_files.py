"""Routes as files for other programs: how the web, which knows the optimiser through dispatch only, comes to them."""

from optimiser.roads.drawn import NamedLine, NamedPoint
from optimiser.roads.geojson import to_geojson
from optimiser.roads.gpx import to_gpx

__all__ = ["NamedLine", "NamedPoint", "to_geojson", "to_gpx"]

"""A number that grows with the zoom, as a MapLibre expression."""

from collections.abc import Mapping
from typing import Any


def by_zoom(values: Mapping[int, float]) -> list[Any]:
    """Between the zooms given it grows as the map does, by half as much again each zoom; beyond them it stays."""
    return ["interpolate", ["exponential", 1.5], ["zoom"], *(at for pair in sorted(values.items()) for at in pair)]

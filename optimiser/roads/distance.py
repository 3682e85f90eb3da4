"""Straight-line distances on the ground."""

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_M = 6_371_008.8  # mean radius, International Union of Geodesy and Geophysics

Degrees = npt.NDArray[np.float64]


def distances_m(lon_a: Degrees, lat_a: Degrees, lon_b: Degrees, lat_b: Degrees) -> npt.NDArray[np.float64]:
    """Metres between points in pairs, as the crow flies over a sphere (haversine)."""
    east, north = np.radians(lon_b - lon_a) / 2, np.radians(lat_b - lat_a) / 2
    chord = np.sin(north) ** 2 + np.cos(np.radians(lat_a)) * np.cos(np.radians(lat_b)) * np.sin(east) ** 2
    metres: npt.NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return metres

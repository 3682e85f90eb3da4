"""A plane on which what is near on the ground is near: Mercator's, true to shape everywhere but not to scale."""

import numpy as np
import numpy.typing as npt

from optimiser.roads.distance import EARTH_RADIUS_M, Degrees

Points = npt.NDArray[np.float64]
# Beyond it the plane runs off to infinity.
LARGEST_LAT = 85.0


def to_plane(lon: Degrees, lat: Degrees) -> Points:
    """[k, 2] metres at the equator; at another latitude a metre on the ground is `stretch` of them."""
    north = np.arctanh(np.sin(np.radians(np.clip(lat, -LARGEST_LAT, LARGEST_LAT))))
    return EARTH_RADIUS_M * np.column_stack([np.radians(lon), north])


def to_degrees(points: Points) -> tuple[Degrees, Degrees]:
    """The lon and lat of points of the plane."""
    return np.degrees(points[:, 0] / EARTH_RADIUS_M), np.degrees(np.arcsin(np.tanh(points[:, 1] / EARTH_RADIUS_M)))


def stretch(lat: Degrees) -> npt.NDArray[np.float64]:
    """How many metres of the plane a metre on the ground is."""
    return np.asarray(1 / np.cos(np.radians(np.clip(lat, -LARGEST_LAT, LARGEST_LAT))), dtype=np.float64)

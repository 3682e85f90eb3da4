"""Joins places to the nearest junction of a network, and refuses places that are not on the map."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from optimiser.roads.distance import EARTH_RADIUS_M
from optimiser.roads.errors import PlaceOutsideMap
from optimiser.roads.network import Network

Degrees = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapped:
    """k places on a network: names, coordinates in degrees, junction int32[k], straight walk to it int32[k]."""

    names: tuple[str, ...]
    lon: Degrees
    lat: Degrees
    junction: npt.NDArray[np.int32]
    access_m: npt.NDArray[np.int32]

    def __post_init__(self) -> None:
        for field, dtype in (("lon", np.float64), ("lat", np.float64), ("junction", np.int32), ("access_m", np.int32)):
            array = np.array(getattr(self, field), dtype=dtype)
            if array.shape != (len(self.names),):
                raise ValueError(f"Give one {field} for each of the {len(self.names)} places, not shape {array.shape}.")
            array.setflags(write=False)
            object.__setattr__(self, field, array)
        if len(self.names) and min(self.junction.min(), self.access_m.min()) < 0:
            raise ValueError("Junctions and access metres must not be negative.")


def snap(
    network: Network, lon: npt.ArrayLike, lat: npt.ArrayLike, names: Sequence[str], *, limit_m: float = 500
) -> Snapped:
    """Each place at its nearest junction by metres; lon, lat in degrees, in the order of `names`.

    Raises PlaceOutsideMap with all places that are farther than `limit_m` or have no usable coordinates.
    """
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if not lon.shape == lat.shape == (len(names),):
        raise ValueError(f"Give one lon and one lat for each of the {len(names)} names.")
    nearest = NearestJunction(network)
    junction, away_m = nearest(lon, lat)
    outside = ~(away_m <= limit_m)
    if outside.any():
        _, away_if_swapped_m = nearest(lat, lon)
        where = [int(i) for i in np.flatnonzero(outside)]
        reasons = [reason(lon[i], lat[i], away_m[i], bool(away_if_swapped_m[i] <= limit_m)) for i in where]
        raise PlaceOutsideMap([names[i] for i in where], reasons)
    return Snapped(names=tuple(names), lon=lon, lat=lat, junction=junction, access_m=np.rint(away_m).astype(np.int32))


class NearestJunction:
    """Finds nearest junctions on a plane that is true to metres around the network (equirectangular)."""

    def __init__(self, network: Network) -> None:
        self._scale = np.radians(EARTH_RADIUS_M) * np.array([np.cos(np.radians(network.lat.mean())), 1.0])
        self._tree = cKDTree(np.column_stack([network.lon, network.lat]) * self._scale)

    def __call__(self, lon: Degrees, lat: Degrees) -> tuple[npt.NDArray[np.int32], Degrees]:
        """Junction and metres for each point; infinitely far where a coordinate is no number or both are zero."""
        usable = np.isfinite(lon) & np.isfinite(lat) & ((lon != 0) | (lat != 0))
        points = np.where(usable[:, None], np.column_stack([lon, lat]), 0.0) * self._scale
        away_m, junction = self._tree.query(points)
        return junction.astype(np.int32), np.where(usable, away_m, np.inf)


def reason(lon: float, lat: float, away_m: float, fits_swapped: bool) -> str:
    """Why a place is refused, to follow its name in brackets."""
    if not (np.isfinite(lon) and np.isfinite(lat)):
        return "its coordinates are not numbers"
    if lon == 0 and lat == 0:
        return "its coordinates are zero"
    if fits_swapped:
        return "its longitude and latitude are swapped"
    if abs(lon) > 180 or abs(lat) > 90:
        return "its coordinates are not degrees"
    return f"{away_m / 1000:,.1f} km from the nearest street"

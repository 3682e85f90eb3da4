"""Web Mercator (EPSG:3857) as a unit square: x from west to east, y from north to south, tiles as its quarters."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Where the square ends: the latitude whose y is 0 or 1.
LAT_LIMIT = 85.0511287798066


def to_square(lon_lat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """float64[n, 2] of degrees to the same of x and y in 0..1; latitudes beyond the square are moved onto its edge."""
    lat = np.radians(np.clip(lon_lat[:, 1], -LAT_LIMIT, LAT_LIMIT))
    x = lon_lat[:, 0] / 360 + 0.5
    y = 0.5 - np.arcsinh(np.tan(lat)) / (2 * np.pi)
    return np.column_stack([x, y])


def to_degrees(square: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The inverse of `to_square`."""
    lon = (square[:, 0] - 0.5) * 360
    lat = np.degrees(np.arctan(np.sinh((0.5 - square[:, 1]) * 2 * np.pi)))
    return np.column_stack([lon, lat])


@dataclass(frozen=True, slots=True)
class TileRange:
    """The tiles of one zoom that a box of the square touches: columns and rows, half-open."""

    zoom: int
    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def over(cls, zoom: int, box: tuple[float, float, float, float]) -> "TileRange":
        """`box` is (least x, least y, greatest x, greatest y) in 0..1."""
        tiles = 1 << zoom
        left, top, right, bottom = (min(tiles - 1, max(0, int(at * tiles))) for at in box)
        return cls(zoom, left, top, right + 1, bottom + 1)

    @property
    def count(self) -> int:
        """How many tiles there are."""
        return (self.right - self.left) * (self.bottom - self.top)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """(column, row) of each tile."""
        return ((x, y) for x in range(self.left, self.right) for y in range(self.top, self.bottom))

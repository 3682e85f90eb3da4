"""Joins places to the nearest street of a network, refuses places off the map, tells whose own street is cut off."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from optimiser.roads.distance import Degrees
from optimiser.roads.errors import PlaceOutsideMap
from optimiser.roads.network import Network
from optimiser.roads.plane import stretch, to_degrees, to_plane

# Nearer to an end of a street than this, a place is at the junction.
AT_JUNCTION_M = 0.5
# A left-out street is taken for a place's own where it is nearer by more than this. Less may be a lane behind the house
# or the map's inaccuracy, and is walked in twenty seconds: in Newport, homes are 15 m from their street (median), and
# 19 of 20 within 28 m.
CUT_OFF_M = 25


# From here on distances are told in kilometres.
METRES_UP_TO = 1000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapped:
    """k places on a network.

    lon, lat       float64[k], degrees
    edge           int32[k], the street a place is on (of the two edges of a street in both directions, either)
    share          float64[k], how far along it, from 0 (its tail) to 1 (its head); at a junction exactly that
    access_m       int32[k], the straight walk between the kerb there and the door
    """

    names: tuple[str, ...]
    lon: Degrees
    lat: Degrees
    edge: npt.NDArray[np.int32]
    share: npt.NDArray[np.float64]
    access_m: npt.NDArray[np.int32]

    def __post_init__(self) -> None:
        types = {"lon": np.float64, "lat": np.float64, "edge": np.int32, "share": np.float64, "access_m": np.int32}
        for field, dtype in types.items():
            array = np.array(getattr(self, field), dtype=dtype)
            if array.shape != (len(self.names),):
                raise ValueError(f"Give one {field} for each of the {len(self.names)} places, not shape {array.shape}.")
            array.setflags(write=False)
            object.__setattr__(self, field, array)
        if len(self.names) and min(self.edge.min(), self.access_m.min()) < 0:
            raise ValueError("Edges and access metres must not be negative.")
        if not ((self.share >= 0) & (self.share <= 1)).all():
            raise ValueError("Shares of a street go from 0 to 1.")


def snap(
    network: Network,
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    names: Sequence[str],
    *,
    limit_m: float = 500,
    cut_off_too: bool = False,
) -> Snapped:
    """Each place at the nearest point of a street where one may stop; lon, lat in degrees, in the order of `names`.

    Streets that lead nowhere do not count. Raises PlaceOutsideMap with all places that are farther than `limit_m` from
    those that do, beside one that does not (see `cut_off`), or without usable coordinates. With `cut_off_too` those
    beside one that does not are walked to from the next street: on real maps whole estates are cut off by one gate that
    is tagged private. For places that come one at a time keep a `Streets`.
    """
    return Streets(network).snap(lon, lat, names, limit_m=limit_m, cut_off_too=cut_off_too)


class Streets:
    """The streets of a network, ready to be searched for the nearest."""

    def __init__(self, network: Network) -> None:
        self._network = network
        numbers = np.arange(network.edges)
        self._edges = numbers[((network.twin < 0) | (network.twin >= numbers)) & network.stopping]
        lines = _lines(network.line_start, network.line_lon, network.line_lat)
        self._streets = shapely.STRtree(lines[self._edges])
        self._left_out = _left_out(network)

    def snap(
        self,
        lon: npt.ArrayLike,
        lat: npt.ArrayLike,
        names: Sequence[str],
        *,
        limit_m: float = 500,
        cut_off_too: bool = False,
    ) -> Snapped:
        """As the function of this name."""
        lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        if not lon.shape == lat.shape == (len(names),):
            raise ValueError(f"Give one lon and one lat for each of the {len(names)} names.")
        street, away_m = _nearest(self._streets, lon, lat)
        refused = ~(away_m <= limit_m)
        if not cut_off_too:
            refused |= _beside_left_out(self._left_out, lon, lat, away_m)
        if refused.any():
            raise self._refusal(lon, lat, names, away_m, limit_m, np.flatnonzero(refused).tolist())
        line = self._streets.geometries[street]
        share = shapely.line_locate_point(line, shapely.points(to_plane(lon, lat)), normalized=True)
        edge = self._edges[street]
        nearly = AT_JUNCTION_M / np.maximum(self._network.metres[edge], 1)
        share = np.where(share <= nearly, 0.0, np.where(share >= 1 - nearly, 1.0, share))
        return Snapped(
            names=tuple(names),
            lon=lon,
            lat=lat,
            edge=edge.astype(np.int32),
            share=share,
            access_m=np.rint(away_m).astype(np.int32),
        )

    def _refusal(
        self,
        lon: Degrees,
        lat: Degrees,
        names: Sequence[str],
        away_m: npt.NDArray[np.float64],
        limit_m: float,
        which: Sequence[int],
    ) -> PlaceOutsideMap:
        _, if_swapped_m = _nearest(self._streets, lat, lon)
        _, left_out_m = _nearest(self._left_out, lon, lat)
        swapped = (if_swapped_m <= limit_m) & ~(away_m <= limit_m)
        reasons = [reason(lon[i], lat[i], away_m[i], bool(swapped[i]), bool(left_out_m[i] <= limit_m)) for i in which]
        return PlaceOutsideMap([names[i] for i in which], reasons, self._network.mode)


def cut_off(network: Network, at: Snapped) -> npt.NDArray[np.bool_]:
    """bool[k], of places that were joined to this network: whether a street that leads nowhere is nearer to them.

    By more than CUT_OFF_M: so it is likely to be their own, and what bars its way on the map (a gate, a bollard, a gap)
    may be a mistake. Until that is mended, `access_m` is walked at both ends of a stay. Only streets that are left out
    are searched, and for the few places with a long walk: milliseconds, so nothing of it is stored.
    """
    if not (at.access_m > CUT_OFF_M).any():
        return np.zeros(len(at.names), dtype=bool)
    return _beside_left_out(_left_out(network), at.lon, at.lat, at.access_m.astype(np.float64))


def kerbs(network: Network, snapped: Snapped) -> tuple[Degrees, Degrees]:
    """The lon and lat of the point of its street at which each place is reached."""
    lines = _lines(network.line_start, network.line_lon, network.line_lat, snapped.edge)
    points = shapely.line_interpolate_point(lines, snapped.share, normalized=True)
    return to_degrees(shapely.get_coordinates(points).reshape(-1, 2))


def _beside_left_out(
    left_out: shapely.STRtree, lon: Degrees, lat: Degrees, away_m: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    """Of places so far from the streets that count, whether one of these is nearer by more than CUT_OFF_M."""
    found = np.isfinite(away_m) & (away_m > CUT_OFF_M)
    if found.any():
        _, left_out_m = _nearest(left_out, lon[found], lat[found])
        found[found] = away_m[found] - left_out_m > CUT_OFF_M
    return found


def _left_out(network: Network) -> shapely.STRtree:
    return shapely.STRtree(_lines(network.left_out_start, network.left_out_lon, network.left_out_lat))


def _lines(
    start: npt.NDArray[np.int32], lon: Degrees, lat: Degrees, chosen: npt.NDArray[np.int32] | None = None
) -> npt.NDArray[np.object_]:
    """The lines on the plane; with `chosen` of these edges only, in that order."""
    if chosen is None:
        number = np.repeat(np.arange(len(start) - 1), np.diff(start))
        points = np.arange(len(lon))
    else:
        lengths = np.diff(start)[chosen]
        number = np.repeat(np.arange(len(chosen)), lengths)
        begins = np.cumsum(lengths) - lengths
        points = np.arange(len(number)) - begins[number] + start[chosen][number]
    lines: npt.NDArray[np.object_] = np.asarray(
        shapely.linestrings(to_plane(lon[points], lat[points]), indices=number), dtype=object
    )
    return lines


def _nearest(
    tree: shapely.STRtree, lon: Degrees, lat: Degrees
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Line and metres on the ground for each point; infinitely far where a coordinate is none or both are zero."""
    usable = np.isfinite(lon) & np.isfinite(lat) & (abs(lon) <= 180) & (abs(lat) <= 90) & ((lon != 0) | (lat != 0))
    line, away_m = np.zeros(len(lon), dtype=np.int64), np.full(len(lon), np.inf)
    if len(tree.geometries) == 0 or not usable.any():
        return line, away_m
    points = shapely.points(to_plane(lon[usable], lat[usable]))
    (_, found), away = tree.query_nearest(points, all_matches=False, return_distance=True)
    line[usable], away_m[usable] = found, away / stretch(lat[usable])
    return line, away_m


def reason(lon: float, lat: float, away_m: float, fits_swapped: bool, cut_off: bool) -> str:
    """Why a place is refused, to follow its name in brackets."""
    if not (np.isfinite(lon) and np.isfinite(lat)):
        return "its coordinates are not numbers"
    if lon == 0 and lat == 0:
        return "its coordinates are zero"
    if fits_swapped:
        return "its longitude and latitude are swapped"
    if abs(lon) > 180 or abs(lat) > 90:
        return "its coordinates are not degrees"
    if cut_off:
        return (
            f"the street beside it does not lead to the others, which are {away(away_m)} away: "
            "check gates and barriers there on the map"
        )
    return f"{away_m / 1000:,.1f} km from the nearest street"


def away(metres: float) -> str:
    """As people say it."""
    return f"{metres:,.0f} m" if metres < METRES_UP_TO else f"{metres / 1000:,.1f} km"

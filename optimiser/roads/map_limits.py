"""Limits by class of road as the map itself has them, for classes that the speeds leave to it."""

from dataclasses import replace

import numpy as np

from optimiser.roads.distance import distances_m
from optimiser.roads.errors import UnusableSpeeds, listed
from optimiser.roads.osm_file import OsmStreets
from optimiser.roads.speeds import Speeds, limit_from_tag


def with_map_limits(speeds: Speeds, streets: OsmStreets) -> Speeds:
    """The speeds with a limit for every class: where they say "map", the mean of the limits on this map's streets.

    As OSMnx's `add_edge_speeds` fills limits in, which counts each edge once, however long; here each metre counts
    once. A class of which no street has a limit gets the mean over the classes for cars that have one. Raises
    UnusableSpeeds where none has. https://osmnx.readthedocs.io/en/stable/user-reference.html#osmnx.routing.add_edge_speeds
    """
    if not speeds.limit_from_map:
        return speeds
    known = {road: mean for road, mean in mean_limits_km_h(streets).items() if road in speeds.car_delay_s_per_km}
    if not known:
        classes = listed(sorted(speeds.limit_from_map))
        raise UnusableSpeeds(f'limit_mph is "map" for {classes}, but no street of the map has a limit', speeds.file)
    elsewhere = sum(known.values()) / len(known)
    from_map = {road: known.get(road, elsewhere) for road in speeds.limit_from_map}
    return replace(speeds, car_limit_km_h={**speeds.car_limit_km_h, **from_map}, limit_from_map=frozenset())


def mean_limits_km_h(streets: OsmStreets) -> dict[str, float]:
    """Of each class of road the mean limit, by metres, of its streets that have one."""
    a, b = streets.node[:-1], streets.node[1:]
    metres = distances_m(streets.lon[a], streets.lat[a], streets.lon[b], streets.lat[b])
    way = np.repeat(np.arange(len(streets.way_id)), np.diff(streets.first))
    along = way[:-1] == way[1:]  # and not from the end of one way to the beginning of the next
    of_kind = np.bincount(
        streets.alike.kind[way[:-1][along]], weights=metres[along], minlength=len(streets.alike.kinds)
    )
    metres_by_class: dict[str, float] = {}
    limits_by_class: dict[str, float] = {}
    for tags, length_m in zip(streets.alike.kinds, of_kind.tolist(), strict=True):
        limit_km_h = limit_from_tag(tags.get("maxspeed", ""))
        if limit_km_h is not None and length_m > 0:
            road = tags["highway"]
            metres_by_class[road] = metres_by_class.get(road, 0.0) + length_m
            limits_by_class[road] = limits_by_class.get(road, 0.0) + length_m * limit_km_h
    return {road: limits_by_class[road] / length_m for road, length_m in metres_by_class.items()}

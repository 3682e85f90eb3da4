"""Which ways a mode may use and in which direction, by the OSM tags and United Kingdom custom."""

from collections.abc import Mapping
from typing import Literal

from optimiser.roads.mode import Mode

Tags = Mapping[str, str]
Direction = Literal["yes", "-1", "no"]  # one-way along the way, against it, or not one-way: OSM's own values

MOTORWAYS = frozenset({"motorway", "motorway_link"})
MAIN_ROADS = frozenset({"trunk", "primary", "secondary", "tertiary"})
SLIP_ROADS = frozenset(f"{road}_link" for road in MAIN_ROADS)
STREETS = MAIN_ROADS | SLIP_ROADS | {"unclassified", "residential", "living_street", "road", "service"}
CLASSES = {
    Mode.CAR: STREETS | MOTORWAYS,
    # A footway or path is open to bicycles only where a tag says so: Highways Act 1835, section 72.
    Mode.BICYCLE: STREETS | {"cycleway", "bridleway", "track"},
    Mode.FOOT: STREETS | {"footway", "path", "steps", "pedestrian", "cycleway", "bridleway", "track"},
}

# The most specific tag decides: https://wiki.openstreetmap.org/wiki/Key:access
KEYS = {
    Mode.CAR: ("motorcar", "motor_vehicle", "vehicle", "access"),
    Mode.BICYCLE: ("bicycle", "vehicle", "access"),
    Mode.FOOT: ("foot", "access"),
}
REFUSED = frozenset({"no", "private", "agricultural", "forestry", "military", "emergency"}) | {
    *("psv", "bus"),  # buses only
    *("dismount", "use_sidepath"),  # bicycles
}
INVITED = frozenset({"yes", "designated", "permissive"})

# Sidings of a street where nobody drives through; on foot a car park may be crossed.
CLOSED_SERVICE = {
    Mode.CAR: frozenset({"driveway", "parking_aisle", "drive-through", "emergency_access", "private"}),
    Mode.BICYCLE: frozenset({"driveway", "drive-through", "emergency_access", "private"}),
    Mode.FOOT: frozenset({"driveway", "emergency_access", "private"}),
}

FORWARD = frozenset({"yes", "true", "1"})
BACKWARD = frozenset({"-1", "reverse"})
CONTRAFLOW_KEYS = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")


def may_use(tags: Tags, mode: Mode) -> bool:
    """Whether the mode may use the way; private ways, areas and what is not yet built are left out."""
    road = tags.get("highway", "")
    if tags.get("area") == "yes" or tags.get("service") in CLOSED_SERVICE[mode]:
        return False
    if mode is not Mode.CAR and (road in MOTORWAYS or tags.get("motorroad") == "yes"):
        return False
    for key in KEYS[mode]:
        if key in tags:
            if tags[key] in REFUSED:
                return False
            break
    invited = mode is Mode.BICYCLE and tags.get("bicycle") in INVITED and road in CLASSES[Mode.FOOT]
    return road in CLASSES[mode] or invited


def may_stop(tags: Tags) -> bool:
    """Whether somebody may stop on the way: not on motorways and their slip roads, nor where motorway rules hold."""
    return tags.get("highway") not in MOTORWAYS and tags.get("motorroad") != "yes"


def direction(tags: Tags, mode: Mode) -> Direction:
    """The direction in which the mode may use the way; on foot always both."""
    if mode is Mode.FOOT:
        return "no"
    oneway = tags.get("oneway", "")
    if mode is Mode.BICYCLE:
        if any(tags.get(key, "").startswith("opposite") for key in CONTRAFLOW_KEYS):
            return "no"
        oneway = tags.get("oneway:bicycle", oneway)
    if oneway in BACKWARD:
        return "-1"
    if oneway in FORWARD or (not oneway and implied_one_way(tags)):
        return "yes"
    return "no"


def implied_one_way(tags: Tags) -> bool:
    """Whether the way is one-way by its nature, without a tag: roundabouts and motorways."""
    return tags.get("junction") in {"roundabout", "circular"} or tags.get("highway") == "motorway"

"""Which ways a mode may use, in which direction and whether to drive through, by OSM tags and United Kingdom custom."""

import re
from collections.abc import Mapping
from typing import Literal

from optimiser.roads.mode import DRIVEN, Mode
from optimiser.roads.size import Size

Tags = Mapping[str, str]
Direction = Literal["yes", "-1", "no"]  # one-way along the way, against it, or not one-way: OSM's own values

MOTORWAYS = frozenset({"motorway", "motorway_link"})
MAIN_ROADS = frozenset({"trunk", "primary", "secondary", "tertiary"})
SLIP_ROADS = frozenset(f"{road}_link" for road in MAIN_ROADS)
STREETS = MAIN_ROADS | SLIP_ROADS | {"unclassified", "residential", "living_street", "road", "service"}
CLASSES = {
    **dict.fromkeys(DRIVEN, STREETS | MOTORWAYS),
    # A footway or path is open to bicycles only where a tag says so: Highways Act 1835, section 72.
    Mode.BICYCLE: STREETS | {"cycleway", "bridleway", "track"},
    Mode.FOOT: STREETS | {"footway", "path", "steps", "pedestrian", "cycleway", "bridleway", "track"},
}

# The most specific tag decides: https://wiki.openstreetmap.org/wiki/Key:access
KEYS = {
    Mode.CAR: ("motorcar", "motor_vehicle", "vehicle", "access"),
    Mode.VAN: ("goods", "motor_vehicle", "vehicle", "access"),
    Mode.LORRY: ("hgv", "motor_vehicle", "vehicle", "access"),
    Mode.BICYCLE: ("bicycle", "vehicle", "access"),
    Mode.FOOT: ("foot", "access"),
}
REFUSED = frozenset({"no", "private", "agricultural", "forestry", "military", "emergency"}) | {
    *("psv", "bus"),  # buses only
    *("dismount", "use_sidepath"),  # bicycles
}
INVITED = frozenset({"yes", "designated", "permissive"})
# Open to those who have business there, and to nobody who drives through.
BOUND = frozenset({"destination", "customers", "delivery", "permit", "residents"})
# What a limit or ban says on its plate: "except for access", "except for loading".
EXCEPT_FOR = re.compile(r"(none|yes|destination|delivery|0)\s*@\s*\(?\s*(destination|delivery|access|loading)")
LIMITS_UNLESS = tuple(f"{key}:conditional" for key in ("maxweight", "maxweightrating", "maxweight:hgv", "hgv", "goods"))

# Sidings of a street where nobody drives through; on foot a car park may be crossed.
CLOSED_SERVICE = {
    **dict.fromkeys(DRIVEN, frozenset({"driveway", "parking_aisle", "drive-through", "emergency_access", "private"})),
    Mode.BICYCLE: frozenset({"driveway", "drive-through", "emergency_access", "private"}),
    Mode.FOOT: frozenset({"driveway", "emergency_access", "private"}),
}

FORWARD = frozenset({"yes", "true", "1"})
BACKWARD = frozenset({"-1", "reverse"})
CONTRAFLOW_KEYS = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")


# What bars the way to whom unless a tag says otherwise; on foot only a tag bars the way. A gate stands open unless a
# tag says otherwise: https://wiki.openstreetmap.org/wiki/Key:barrier
STOPS_WHEELS = frozenset({"stile", "kissing_gate", "turnstile", "full-height_turnstile", "horse_stile", "log"})
STOPS_DRIVERS = STOPS_WHEELS | {
    *("bollard", "block", "cycle_barrier", "motorcycle_barrier", "bus_trap", "sump_buster", "planter", "chain"),
    *("jersey_barrier", "debris", "rope", "barrier_board", "yes"),
}
STOPS = {**dict.fromkeys(DRIVEN, STOPS_DRIVERS), Mode.BICYCLE: STOPS_WHEELS, Mode.FOOT: frozenset[str]()}


def may_use(tags: Tags, mode: Mode, size: Size | None = None) -> bool:
    """Whether the mode may use the way; private ways, areas and what is not yet built are left out.

    So is what a vehicle of that `size` (None: any) does not fit, unless it may where it has business.
    """
    road = tags.get("highway", "")
    if tags.get("area") == "yes" or tags.get("service") in CLOSED_SERVICE[mode]:
        return False
    if mode not in DRIVEN and (road in MOTORWAYS or tags.get("motorroad") == "yes"):
        return False
    if _access(tags, mode) in REFUSED and not (mode in DRIVEN and _unless(tags)):
        return False
    if size is not None and not size.fits(tags) and not _unless(tags):
        return False
    invited = mode is Mode.BICYCLE and tags.get("bicycle") in INVITED and road in CLASSES[Mode.FOOT]
    return road in CLASSES[mode] or invited


def bound_only(tags: Tags, mode: Mode, size: Size | None = None) -> bool:
    """Whether a way that the mode may use is open to those only who have business there."""
    if mode is Mode.FOOT:
        return False
    closed = _access(tags, mode) in REFUSED or (size is not None and not size.fits(tags))
    return _access(tags, mode) in BOUND or closed


def blocks(tags: Tags, mode: Mode, size: Size | None = None) -> bool:
    """Whether nobody of this mode gets past what a node of a way is tagged with, such as a bollard."""
    if "barrier" not in tags:
        return False
    if size is not None and not size.fits(tags):
        return True
    access = _access(tags, mode)
    if access:
        return access in REFUSED
    return tags["barrier"] in STOPS[mode] or (mode in DRIVEN and tags.get("locked") == "yes")


def _access(tags: Tags, mode: Mode) -> str:
    """What the most specific tag says; empty where none does."""
    return next((tags[key] for key in KEYS[mode] if key in tags), "")


def _unless(tags: Tags) -> bool:
    """Whether limits and bans hold for those only who have no business there."""
    return any(EXCEPT_FOR.search(tags.get(key, "")) for key in LIMITS_UNLESS)


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

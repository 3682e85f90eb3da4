"""Which ways a mode may use, in which direction and whether to drive through, by OSM tags and United Kingdom custom.

Times of day are not looked at: of `access:conditional` and its like counts only who is excepted and, for vehicles of a
size, from which weight on a ban holds (`no @ (weight>7.5)`), not from when to when.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Literal

from optimiser.roads.mode import DRIVEN, Mode
from optimiser.roads.size import WEIGHTS, Size

Tags = Mapping[str, str]
Direction = Literal["yes", "-1", "no"]  # one-way along the way, against it, or not one-way: OSM's own values
Going = Literal["forward", "backward"]  # along the way, or against it
# What somebody may do: go through, go there on business, neither, or what is the custom.
Leave = Literal["free", "bound", "closed", "unsaid"]

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
# Open to the mode where a tag says so, and only there.
ON_INVITATION = {
    **dict.fromkeys(DRIVEN, frozenset({"track", "pedestrian"})),
    Mode.BICYCLE: CLASSES[Mode.FOOT] - CLASSES[Mode.BICYCLE],
    Mode.FOOT: frozenset[str](),
}

# The most specific tag decides: https://wiki.openstreetmap.org/wiki/Key:access
KEYS = {
    Mode.CAR: ("motorcar", "motor_vehicle", "vehicle", "access"),
    Mode.VAN: ("goods", "motor_vehicle", "vehicle", "access"),
    Mode.LORRY: ("hgv", "motor_vehicle", "vehicle", "access"),
    Mode.BICYCLE: ("bicycle", "vehicle", "access"),
    Mode.FOOT: ("foot", "access"),
}
# What invites: a tag for all who travel does not open a footway to bicycles, nor a track to drivers.
INVITING_KEYS = {**{mode: KEYS[mode][:-1] for mode in DRIVEN}, Mode.BICYCLE: ("bicycle",), Mode.FOOT: ("foot",)}


def _by_direction(keys: Iterable[str]) -> dict[Going, tuple[str, ...]]:
    """The same keys, each after its form for one direction: that is the more specific of the two."""
    ways: tuple[Going, Going] = ("forward", "backward")
    return {going: tuple(chain.from_iterable((f"{key}:{going}", key) for key in keys)) for going in ways}


KEYS_GOING = {mode: _by_direction(keys) for mode, keys in KEYS.items()}
INVITING_KEYS_GOING = {mode: _by_direction(keys) for mode, keys in INVITING_KEYS.items()}
# All of them, in no order that means anything.
ACCESS_KEYS = tuple(sorted({key for by in KEYS_GOING.values() for keys in by.values() for key in keys}))

REFUSED = frozenset({"no", "private", "agricultural", "forestry", "military", "emergency"}) | {
    *("psv", "bus"),  # buses only
    *("dismount", "use_sidepath"),  # bicycles
}
INVITED = frozenset({"yes", "designated", "permissive"})
# Open to those who have business there, and to nobody who drives through.
BOUND = frozenset({"destination", "customers", "delivery", "permit", "residents"})
# What a ban or a weight limit says on its plate: "except for access", "except for loading".
ON_BUSINESS = r"\s*@\s*\(?\s*(?:destination|delivery|access|loading)"
OPEN_ON_BUSINESS = re.compile(rf"\b(?:yes|destination|delivery){ON_BUSINESS}")
NO_LIMIT_ON_BUSINESS = re.compile(rf"(?<![\w.])(?:none|yes|destination|delivery|0){ON_BUSINESS}")
# What is said under which condition: `no @ (weight>7.5 AND Mo-Fr 07:00-19:00); destination @ (weight>3.5)`.
IF = re.compile(r"\b([a-z_]+)\s*@\s*(\([^()]*\)|[^;()]*)")
LIMITS_UNLESS = tuple(
    f"{key}:conditional"
    for key in (*(f"{key}{who}" for key in WEIGHTS for who in ("", ":goods", ":hgv")), *ACCESS_KEYS)
)

# Sidings of a street where nobody drives through; on foot a car park may be crossed.
CLOSED_SERVICE = {
    **dict.fromkeys(DRIVEN, frozenset({"driveway", "parking_aisle", "drive-through", "emergency_access", "private"})),
    Mode.BICYCLE: frozenset({"driveway", "drive-through", "emergency_access", "private"}),
    Mode.FOOT: frozenset({"driveway", "emergency_access", "private"}),
}

FORWARD = frozenset({"yes", "true", "1"})
BACKWARD = frozenset({"-1", "reverse"})
CONTRAFLOW_KEYS = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")
LANE_ONE_WAY_KEYS = ("cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway")
ONE_WAY_KEYS = {mode: tuple(f"oneway:{key}" for key in keys[:-1]) for mode, keys in KEYS.items()}


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

    So is what a vehicle of that `size` (None: any) does not fit, or is too heavy for even where it has business.
    """
    if tags.get("area") == "yes" or tags.get("service") in CLOSED_SERVICE[mode]:
        return False
    if mode not in DRIVEN and tags.get("motorroad") == "yes":
        return False
    if size is not None and _keeps_out(tags, mode, size):
        return False
    return any(leave != "closed" for leave in _there_and_back(tags, mode))


def bound_only(tags: Tags, mode: Mode, size: Size | None = None) -> bool:
    """Whether a way that the mode may use is open to those only who have business there.

    One that is so in one direction counts as such in both: better a detour than a way through that is not allowed.
    """
    if mode is Mode.FOOT:
        return False
    return "bound" in _there_and_back(tags, mode) or (size is not None and "bound" in _by_weight(tags, mode, size))


def blocks(tags: Tags, mode: Mode, size: Size | None = None) -> bool:
    """Whether nobody of this mode gets past what a node of a way is tagged with, such as a bollard."""
    if "barrier" not in tags:
        return False
    if size is not None and _keeps_out(tags, mode, size):
        return True
    leave = _said(tags, KEYS[mode])
    # What lets through those only who have business there (destination, customers, permit) stays open, on a through
    # road too: were it closed, whoever has business beyond it would not get there.
    if leave != "unsaid":
        return leave == "closed"
    return tags["barrier"] in STOPS[mode] or (mode in DRIVEN and tags.get("locked") == "yes")


def _there_and_back(tags: Tags, mode: Mode) -> tuple[Leave, Leave]:
    """What the mode may do along the way, and against it."""
    one_way = _one_way(tags, mode)
    return (
        "closed" if one_way == "-1" else _leave(tags, mode, "forward"),
        "closed" if one_way == "yes" else _leave(tags, mode, "backward"),
    )


def _leave(tags: Tags, mode: Mode, going: Going) -> Leave:
    """What the mode may do on a way of this class in this direction, if the way is not one-way."""
    road = tags.get("highway", "")
    if road in CLASSES[mode]:
        return _said(tags, KEYS_GOING[mode][going])
    invitation = _said(tags, INVITING_KEYS_GOING[mode][going]) if road in ON_INVITATION[mode] else "closed"
    return "closed" if invitation == "unsaid" else invitation


def _said(tags: Tags, keys: Iterable[str]) -> Leave:
    """What the first key that there is says; what refuses may except those who have business there."""
    key = next((key for key in keys if key in tags), None)
    leave = "unsaid" if key is None else _meant(tags[key])
    if leave != "closed":
        return leave
    return "bound" if OPEN_ON_BUSINESS.search(tags.get(f"{key}:conditional", "")) else "closed"


def _meant(value: str) -> Leave:
    """What a value says; a list, such as `private;agricultural`, refuses only if all of it does."""
    words = {word.strip() for word in value.split(";")} - {""}
    if words & INVITED:
        return "free"
    if words & BOUND:
        return "bound"
    return "closed" if words and words <= REFUSED else "unsaid"


def _keeps_out(tags: Tags, mode: Mode, size: Size) -> bool:
    return not size.fits(tags) or "closed" in _by_weight(tags, mode, size)


def _by_weight(tags: Tags, mode: Mode, size: Size) -> tuple[Leave, Leave]:
    """What a vehicle so heavy may do: by limits of weight, and by bans from a weight on."""
    return _by_limits(tags, size), _by_bans(tags, mode, size)


def _by_limits(tags: Tags, size: Size) -> Leave:
    """What a vehicle so heavy may do: a plate below a limit excepts from this limit, and from no other."""
    limits = size.too_heavy_for(tags)
    if not limits:
        return "free"
    plates = [[tags.get(f"{key}:conditional", "") for key in limit] for limit in limits]
    excepted = all(any(NO_LIMIT_ON_BUSINESS.search(plate) for plate in of_limit) for of_limit in plates)
    return "bound" if excepted else "closed"


def _by_bans(tags: Tags, mode: Mode, size: Size) -> Leave:
    """What bans from a weight on leave to a vehicle so heavy: the most specific key that has one decides.

    A ban for some hours holds at all hours: better a detour than a lorry where it may not be. A more specific key that
    lets in who has business there (`hgv=destination`) lifts it for them; `hgv=yes` lifts it as little as it does a
    limit. Bans in one direction only (`hgv:forward:conditional`) are not looked at.
    """
    excepted = False
    for key in KEYS[mode]:
        plate = tags.get(f"{key}:conditional", "")
        leaves = {_meant(word) for word, condition in IF.findall(plate) if size.is_meant_by(condition)}
        if "closed" in leaves:
            return "bound" if excepted or OPEN_ON_BUSINESS.search(plate) else "closed"
        if "bound" in leaves:
            return "bound"
        excepted = excepted or _said(tags, [key]) == "bound"
    return "free"


def may_stop(tags: Tags) -> bool:
    """Whether somebody may stop on the way: not on motorways and their slip roads, nor where motorway rules hold."""
    return tags.get("highway") not in MOTORWAYS and tags.get("motorroad") != "yes"


def paced_by(tags: Tags, mode: Mode) -> Tags:
    """The tags by which the pace on a way that the mode may use is told.

    No table has speeds of drivers on tracks and in pedestrian streets: they count as service roads.
    """
    return {**tags, "highway": "service"} if mode in DRIVEN and tags["highway"] in ON_INVITATION[mode] else tags


def direction(tags: Tags, mode: Mode) -> Direction:
    """The direction in which the mode may use the way; on foot always both."""
    if mode is Mode.FOOT:
        return "no"
    there, back = (leave != "closed" for leave in _there_and_back(tags, mode))
    if there == back:
        return "no" if there else _one_way(tags, mode)
    return "yes" if there else "-1"


def _one_way(tags: Tags, mode: Mode) -> Direction:
    """Whether the way is one-way for the mode, wherever it may be closed to it."""
    if mode is Mode.FOOT or (mode is Mode.BICYCLE and _has_contraflow(tags)):
        return "no"
    oneway = next((tags[key] for key in ONE_WAY_KEYS[mode] if key in tags), tags.get("oneway", ""))
    if oneway in BACKWARD:
        return "-1"
    if oneway in FORWARD or (not oneway and implied_one_way(tags)):
        return "yes"
    return "no"


def _has_contraflow(tags: Tags) -> bool:
    """Whether bicycles go both ways in a one-way street."""
    return any(tags.get(key, "").startswith("opposite") for key in CONTRAFLOW_KEYS) or any(
        tags.get(key) == "no" for key in LANE_ONE_WAY_KEYS
    )


def implied_one_way(tags: Tags) -> bool:
    """Whether the way is one-way by its nature, without a tag: roundabouts and motorways."""
    return tags.get("junction") in {"roundabout", "circular"} or tags.get("highway") == "motorway"

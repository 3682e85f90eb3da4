"""Who may use which way, and in which direction."""

import pytest

from optimiser.roads import Mode
from optimiser.roads.access import blocks, bound_only, direction, may_stop, may_use
from optimiser.roads.mode import DRIVEN
from optimiser.roads.speeds import shipped_speeds

EVERYONE, NOBODY = set(Mode), set[Mode]()
SIZE = shipped_speeds().size


@pytest.mark.parametrize(
    ("tags", "users"),
    [
        ("highway=residential", EVERYONE),
        ("highway=residential access=private", NOBODY),
        ("highway=residential access=private foot=yes", {Mode.FOOT}),
        ("highway=residential access=no motor_vehicle=yes", DRIVEN),
        ("highway=residential motor_vehicle=private", {Mode.BICYCLE, Mode.FOOT}),
        ("highway=residential access=destination", EVERYONE),
        ("highway=residential area=yes", NOBODY),
        ("highway=motorway", DRIVEN),
        ("highway=motorway foot=yes", DRIVEN),
        ("highway=trunk motorroad=yes", DRIVEN),
        ("highway=trunk", EVERYONE),
        ("highway=footway", {Mode.FOOT}),
        ("highway=footway bicycle=designated", {Mode.BICYCLE, Mode.FOOT}),
        ("highway=steps", {Mode.FOOT}),
        ("highway=bridleway", {Mode.BICYCLE, Mode.FOOT}),
        ("highway=cycleway foot=no", {Mode.BICYCLE}),
        ("highway=service", EVERYONE),
        ("highway=service service=driveway", NOBODY),
        ("highway=service service=parking_aisle", {Mode.BICYCLE, Mode.FOOT}),
        ("highway=construction", NOBODY),
        ("highway=proposed", NOBODY),
        ("highway=residential hgv=no", EVERYONE - {Mode.LORRY}),
        ("highway=residential goods=no", EVERYONE - {Mode.VAN}),
        ("highway=residential motor_vehicle=no hgv=yes", {Mode.LORRY, Mode.BICYCLE, Mode.FOOT}),
        ("highway=residential maxheight=2.0", EVERYONE - {Mode.VAN, Mode.LORRY}),
        ("highway=residential maxheight=11'6\"", EVERYONE - {Mode.LORRY}),
        ("highway=residential maxheight=default", EVERYONE),
        ("highway=residential maxwidth=7'0\"", EVERYONE - {Mode.LORRY}),
        ("highway=residential maxweight=7.5", EVERYONE - {Mode.LORRY}),
        ("highway=residential maxweight=3t", EVERYONE - {Mode.VAN, Mode.LORRY}),
        ("highway=residential maxweightrating:hgv=18", EVERYONE - {Mode.LORRY}),
        ("highway=residential maxlength:hgv=9", EVERYONE - {Mode.LORRY}),
        ("highway=residential maxweight=7.5 maxweight:conditional=none@destination", EVERYONE),
    ],
)
def test_a_way_is_open_to_exactly_these_modes(tags: str, users: set[Mode]) -> None:
    assert {mode for mode in Mode if may_use(parsed(tags), mode, SIZE.get(mode))} == users


@pytest.mark.parametrize(
    ("tags", "modes"),
    [
        ("highway=residential", NOBODY),
        ("highway=residential access=destination", EVERYONE - {Mode.FOOT}),
        ("highway=residential motor_vehicle=customers", DRIVEN),
        ("highway=residential access=destination motor_vehicle=yes", {Mode.BICYCLE}),
        ("highway=residential hgv=destination", {Mode.LORRY}),
        ("highway=residential maxweight=7.5 maxweight:conditional=none@destination", {Mode.LORRY}),
        ("highway=residential hgv=no hgv:conditional=yes@(delivery)", {Mode.LORRY}),
    ],
)
def test_some_ways_are_for_those_only_who_have_business_there(tags: str, modes: set[Mode]) -> None:
    assert {mode for mode in Mode if bound_only(parsed(tags), mode, SIZE.get(mode))} == modes
    assert all(may_use(parsed(tags), mode, SIZE.get(mode)) for mode in modes)


@pytest.mark.parametrize(
    ("tags", "stopped"),
    [
        ("highway=crossing", NOBODY),
        ("barrier=gate", NOBODY),
        ("barrier=gate locked=yes", DRIVEN),
        ("barrier=gate access=private", EVERYONE),
        ("barrier=gate access=private foot=yes", EVERYONE - {Mode.FOOT}),
        ("barrier=gate motor_vehicle=no", DRIVEN),
        ("barrier=bollard", DRIVEN),
        ("barrier=bollard motor_vehicle=yes", NOBODY),
        ("barrier=cycle_barrier", DRIVEN),
        ("barrier=stile", EVERYONE - {Mode.FOOT}),
        ("barrier=bus_trap", DRIVEN),
        ("barrier=height_restrictor maxheight=2.1", {Mode.VAN, Mode.LORRY}),
        ("barrier=lift_gate", NOBODY),
    ],
)
def test_what_stands_on_a_way_stops_exactly_these_modes(tags: str, stopped: set[Mode]) -> None:
    assert {mode for mode in Mode if blocks(parsed(tags), mode, SIZE.get(mode))} == stopped


@pytest.mark.parametrize(
    ("tags", "car", "bicycle"),
    [
        ("highway=residential", "no", "no"),
        ("highway=residential oneway=yes", "yes", "yes"),
        ("highway=residential oneway=-1", "-1", "-1"),
        ("highway=residential oneway=yes oneway:bicycle=no", "yes", "no"),
        ("highway=residential oneway=yes cycleway=opposite_lane", "yes", "no"),
        ("highway=cycleway oneway:bicycle=yes", "no", "yes"),
        ("highway=primary junction=roundabout", "yes", "yes"),
        ("highway=primary junction=roundabout oneway=no", "no", "no"),
        ("highway=motorway", "yes", "yes"),
    ],
)
def test_a_way_is_one_way_for_wheels_and_never_on_foot(tags: str, car: str, bicycle: str) -> None:
    assert direction(parsed(tags), Mode.CAR) == car
    assert direction(parsed(tags), Mode.BICYCLE) == bicycle
    assert direction(parsed(tags), Mode.FOOT) == "no"


@pytest.mark.parametrize(
    ("tags", "allowed"),
    [
        ("highway=motorway", False),
        ("highway=motorway_link", False),
        ("highway=trunk motorroad=yes", False),
        ("highway=trunk", True),
        ("highway=residential", True),
    ],
)
def test_nobody_is_set_down_on_a_motorway(tags: str, allowed: bool) -> None:
    assert may_stop(parsed(tags)) is allowed


def parsed(tags: str) -> dict[str, str]:
    return dict(tag.split("=") for tag in tags.split())

"""Who may use which way, and in which direction."""

import pytest

from optimiser.roads import Mode
from optimiser.roads.access import direction, may_stop, may_use

EVERYONE, NOBODY = {Mode.CAR, Mode.BICYCLE, Mode.FOOT}, set[Mode]()


@pytest.mark.parametrize(
    ("tags", "users"),
    [
        ("highway=residential", EVERYONE),
        ("highway=residential access=private", NOBODY),
        ("highway=residential access=private foot=yes", {Mode.FOOT}),
        ("highway=residential access=no motor_vehicle=yes", {Mode.CAR}),
        ("highway=residential motor_vehicle=private", {Mode.BICYCLE, Mode.FOOT}),
        ("highway=residential access=destination", EVERYONE),
        ("highway=residential area=yes", NOBODY),
        ("highway=motorway", {Mode.CAR}),
        ("highway=motorway foot=yes", {Mode.CAR}),
        ("highway=trunk motorroad=yes", {Mode.CAR}),
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
    ],
)
def test_a_way_is_open_to_exactly_these_modes(tags: str, users: set[Mode]) -> None:
    assert {mode for mode in Mode if may_use(parsed(tags), mode)} == users


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

"""Who may use which way, and in which direction."""

import pytest

from optimiser.roads import Mode
from optimiser.roads.access import blocks, bound_only, direction, may_stop, may_use, paced_by
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
        ("highway=residential maxwidth=6'6\"", EVERYONE - {Mode.VAN, Mode.LORRY}),
        ("highway=residential maxwidth=6'", EVERYONE - DRIVEN),
        ("highway=residential maxweight=18;7.5", EVERYONE - {Mode.LORRY}),
        # All on a list are out, or somebody is not.
        ("highway=residential motor_vehicle=private;agricultural", EVERYONE - DRIVEN),
        ("highway=residential motor_vehicle=private;", EVERYONE - DRIVEN),
        ("highway=residential motor_vehicle=agricultural;destination", EVERYONE),
        ("highway=residential motor_vehicle=", EVERYONE),
        # What is excepted from a weight limit still has to go under the bridge and between the posts.
        ("highway=residential maxheight=3 maxweight:conditional=none@destination", EVERYONE - {Mode.LORRY}),
        ("highway=residential maxwidth=2.2 hgv:conditional=yes@destination", EVERYONE - {Mode.LORRY}),
        ("highway=residential maxlength=9 maxlength:conditional=none@destination", EVERYONE - {Mode.LORRY}),
        ("highway=residential maxweight=7.5 hgv:conditional=yes@destination", EVERYONE - {Mode.LORRY}),
        ("highway=residential maxweightrating:hgv=7.5 maxweightrating:hgv:conditional=none@destination", EVERYONE),
        ("highway=residential maxgcweight=7.5 maxgcweight:conditional=none@(access)", EVERYONE),
        ("highway=residential maxweight=7.5 maxweight:hgv:conditional=none@delivery", EVERYONE),
        ("highway=residential maxweight=7.5 maxweight:goods:conditional=none@delivery", EVERYONE - {Mode.LORRY}),
        ("highway=residential maxweight=7.5 maxweight:conditional=10@destination", EVERYONE - {Mode.LORRY}),
        # A bridge for 3 tonnes on a street for 7.5 where the latter alone has an exception.
        (
            "highway=residential maxweight=3 maxweightrating:hgv=7.5 maxweightrating:hgv:conditional=none@destination",
            EVERYONE - {Mode.VAN, Mode.LORRY},
        ),
        # Whoever is excepted from a ban is excepted from this one only.
        ("highway=residential motor_vehicle=no hgv:conditional=yes@delivery", EVERYONE - DRIVEN),
        ("highway=residential hgv=no goods:conditional=yes@delivery", EVERYONE - {Mode.LORRY}),
        ("highway=residential goods=no goods:conditional=yes@delivery", EVERYONE),
        ("highway=residential motor_vehicle=no motor_vehicle:conditional=destination@(loading)", EVERYONE),
        ("highway=residential motor_vehicle=no motor_vehicle:conditional=no@destination", EVERYONE - DRIVEN),
        ("highway=residential motor_vehicle=no motor_vehicle:conditional=yes@(19:00-07:00)", EVERYONE - DRIVEN),
        ("highway=residential access=private motor_vehicle:conditional=yes@delivery", NOBODY),
        # A ban from a weight on, whatever the hour; one for all counts beside leave for lorries, as a limit does.
        ("highway=residential hgv:conditional=no@(weight>7.5)", EVERYONE - {Mode.LORRY}),
        ("highway=residential access:conditional=no@(weight>7.5)", EVERYONE - {Mode.LORRY}),
        ("highway=residential access:conditional=no@weight>7.5t", EVERYONE - {Mode.LORRY}),
        ("highway=residential motor_vehicle:conditional=no@(weight>3)", EVERYONE - {Mode.VAN, Mode.LORRY}),
        ("highway=residential vehicle:conditional=private@(maxgcweight>=3.5)", EVERYONE - {Mode.VAN, Mode.LORRY}),
        ("highway=residential goods:conditional=no@(weight>3)", EVERYONE - {Mode.VAN}),
        ("highway=residential hgv:conditional=no@(weight>7.5ANDMo-Fr_07:00-19:00)", EVERYONE - {Mode.LORRY}),
        ("highway=residential hgv:conditional=destination@(weight>3.5);no@(weight>7.5)", EVERYONE - {Mode.LORRY}),
        ("highway=residential hgv:conditional=no@(weight>40)", EVERYONE),
        ("highway=residential hgv:conditional=yes@(weight>7.5)", EVERYONE),
        ("highway=residential hgv:conditional=no@(19:00-07:00)", EVERYONE),
        ("highway=residential hgv=yes access:conditional=no@(weight>7.5)", EVERYONE - {Mode.LORRY}),
        ("highway=residential hgv=destination access:conditional=no@(weight>7.5)", EVERYONE),
        ("highway=residential hgv=destination hgv:conditional=no@(weight>18)", EVERYONE - {Mode.LORRY}),
        ("highway=residential hgv:conditional=delivery@(weight>3.5) access:conditional=no@(weight>7.5)", EVERYONE),
        ("highway=residential maxweight=7.5 hgv:conditional=destination@(weight>3.5)", EVERYONE - {Mode.LORRY}),
        # Closed from either end.
        ("highway=residential vehicle:forward=no", EVERYONE),
        ("highway=residential oneway=yes motor_vehicle:forward=no", EVERYONE - DRIVEN),
        ("highway=residential vehicle:forward=no vehicle:backward=no", {Mode.FOOT}),
        # By invitation only.
        ("highway=track", {Mode.BICYCLE, Mode.FOOT}),
        ("highway=track motor_vehicle=yes", EVERYONE),
        ("highway=track motor_vehicle=agricultural", {Mode.BICYCLE, Mode.FOOT}),
        ("highway=track access=yes", {Mode.BICYCLE, Mode.FOOT}),
        ("highway=track motor_vehicle=unknown", {Mode.BICYCLE, Mode.FOOT}),
        ("highway=track motor_vehicle=yes maxheight=3", EVERYONE - {Mode.LORRY}),
        ("highway=pedestrian", {Mode.FOOT}),
        ("highway=pedestrian hgv=delivery", {Mode.LORRY, Mode.FOOT}),
        ("highway=pedestrian motor_vehicle=no motor_vehicle:conditional=yes@delivery", {*DRIVEN, Mode.FOOT}),
        ("highway=pedestrian motor_vehicle=destination goods=no", {Mode.CAR, Mode.LORRY, Mode.FOOT}),
        ("highway=pedestrian area=yes motor_vehicle=yes", NOBODY),
        ("highway=footway motor_vehicle=yes", {Mode.FOOT}),
        ("highway=footway bicycle:forward=yes", {Mode.BICYCLE, Mode.FOOT}),
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
        ("highway=residential goods=no goods:conditional=delivery@(loading)", {Mode.VAN}),
        ("highway=residential motor_vehicle=no motor_vehicle:conditional=yes@destination", DRIVEN),
        ("highway=residential vehicle=private;customers", EVERYONE - {Mode.FOOT}),
        ("highway=residential motor_vehicle=destination;yes", NOBODY),
        ("highway=residential maxweightrating:hgv=7.5 maxweightrating:hgv:conditional=none@access", {Mode.LORRY}),
        ("highway=residential maxweight=7.5 maxweight:conditional=none@(destination)", {Mode.LORRY}),
        ("highway=residential maxweight=30 maxweight:conditional=none@(destination)", NOBODY),
        ("highway=residential hgv:conditional=destination@(maxweightrating>7.5)", {Mode.LORRY}),
        ("highway=residential access:conditional=delivery@(weight>3)", {Mode.VAN, Mode.LORRY}),
        ("highway=residential hgv:conditional=destination@(weight>40)", NOBODY),
        ("highway=residential hgv:conditional=no@(weight>7.5);yes@destination", {Mode.LORRY}),
        ("highway=residential hgv=destination access:conditional=no@(weight>7.5)", {Mode.LORRY}),
        (
            "highway=residential maxweight=7.5 maxweight:conditional=none@access hgv:conditional=no@(weight>40)",
            {Mode.LORRY},
        ),
        ("highway=residential motor_vehicle=destination hgv=yes hgv:conditional=no@(weight>40)", {Mode.CAR, Mode.VAN}),
        ("highway=pedestrian motor_vehicle=delivery", DRIVEN),
        ("highway=track motor_vehicle=permissive", NOBODY),
        ("highway=residential motor_vehicle:backward=destination", DRIVEN),
        ("highway=residential oneway=yes motor_vehicle:backward=destination", NOBODY),
        ("highway=residential motor_vehicle:backward=no", NOBODY),
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
        ("barrier=lift_gate access=customers", NOBODY),
        ("barrier=bollard motor_vehicle=permit", NOBODY),
        ("barrier=bollard motor_vehicle=unknown", DRIVEN),
        ("barrier=gate motor_vehicle=private;agricultural", DRIVEN),
        ("barrier=height_restrictor maxheight=2.1 hgv:conditional=yes@delivery", {Mode.VAN, Mode.LORRY}),
        ("barrier=gate maxweight=7.5", {Mode.LORRY}),
        ("barrier=gate access:conditional=no@(weight>7.5)", {Mode.LORRY}),
        ("barrier=gate access:conditional=destination@(weight>7.5)", NOBODY),
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
        ("highway=residential vehicle:forward=no", "-1", "-1"),
        ("highway=residential motor_vehicle:backward=no", "yes", "no"),
        ("highway=residential motor_vehicle:backward=private;agricultural", "yes", "no"),
        ("highway=residential vehicle:forward=no bicycle=yes", "-1", "no"),
        ("highway=residential bicycle:forward=no bicycle=yes", "no", "-1"),
        ("highway=residential oneway:motor_vehicle=yes", "yes", "no"),
        ("highway=residential oneway:vehicle=-1", "-1", "-1"),
        ("highway=residential oneway=yes oneway:motor_vehicle=no", "no", "yes"),
        ("highway=residential oneway=yes bicycle:backward=no oneway:bicycle=no", "yes", "yes"),
        ("highway=residential oneway=yes cycleway:left:oneway=no", "yes", "no"),
        ("highway=residential oneway=-1 cycleway:right:oneway=no", "-1", "no"),
        ("highway=residential oneway=yes cycleway:both:oneway=no", "yes", "no"),
        ("highway=residential oneway=yes cycleway:left:oneway=yes", "yes", "yes"),
        ("highway=track motor_vehicle:forward=yes", "yes", "no"),
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


@pytest.mark.parametrize("mode", sorted(DRIVEN))
@pytest.mark.parametrize("road", ["track", "pedestrian"])
def test_tracks_and_pedestrian_streets_are_driven_as_service_roads(mode: Mode, road: str) -> None:
    speeds, tags = shipped_speeds(), {"highway": road, "motor_vehicle": "yes"}
    service = {"highway": "service", "maxspeed": "10 mph"}
    assert may_use(tags, mode, SIZE[mode])
    assert speeds.seconds_per_metre(paced_by(tags | {"maxspeed": "10 mph"}, mode), mode) == speeds.seconds_per_metre(
        service, mode
    )


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("road", ["primary", "service", "motorway"])
def test_all_other_ways_have_a_pace_of_their_own(mode: Mode, road: str) -> None:
    assert paced_by({"highway": road}, mode) == {"highway": road}


def test_tracks_are_no_service_roads_to_walkers() -> None:
    assert paced_by({"highway": "track"}, Mode.FOOT) == {"highway": "track"}


def parsed(tags: str) -> dict[str, str]:
    return dict(tag.split("=", 1) for tag in tags.split())

"""The way through places of the toy map, leg by leg."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from optimiser.roads import Mode, Network, PlaceOutsideMap, leg_lines, load_network, snap, travel_matrix
from optimiser.roads.journey import Leg, drawn, journey
from optimiser.roads.ready import Ready

from .conftest import Listener
from .toy_map import CENTRE, KM, NODES, STREET, WAYS, osm_xml, write_map


def through(toy: Network, names: Sequence[str]) -> list[Leg]:
    lon, lat = zip(*(NODES[name] for name in names), strict=True)
    return journey(Ready(toy), lon, lat, names)


def test_each_leg_is_the_fastest_way_to_the_next_place(toy: dict[Mode, Network]) -> None:
    car = toy[Mode.CAR]
    legs = through(car, "ACA")
    assert [(leg.origin, leg.destination) for leg in legs] == [("A", "C"), ("C", "A")]
    lon, lat = zip(*(NODES[name] for name in "AC"), strict=True)
    there = travel_matrix(car, snap(car, lon, lat, "AC"))
    assert [leg.seconds for leg in legs] == [there.seconds[0, 1], there.seconds[1, 0]]
    assert [leg.metres for leg in legs] == [there.metres[0, 1], there.metres[1, 0]]
    # Not back against the one-way street: from C by D and B.
    assert legs[0].metres == pytest.approx(2000, abs=2)
    assert legs[1].metres == pytest.approx(3414, abs=3)


def test_the_line_goes_from_door_to_door(toy: dict[Mode, Network]) -> None:
    door = (CENTRE[0] + 0.1 * KM, 0.3 * KM)
    (leg,) = journey(Ready(toy[Mode.CAR]), [NODES["A"][0], door[0]], [NODES["A"][1], door[1]], ["A", "clinic"])
    snapped = snap(toy[Mode.CAR], [NODES["A"][0], door[0]], [NODES["A"][1], door[1]], ["A", "clinic"])
    (kerb_to_kerb,) = leg_lines(toy[Mode.CAR], snapped, [(0, 1)])
    assert leg.line == (NODES["A"], *kerb_to_kerb, door)


def test_from_a_place_to_itself_is_no_way_at_all(toy: dict[Mode, Network]) -> None:
    (leg,) = through(toy[Mode.CAR], "BB")
    assert (leg.seconds, leg.metres) == (0, 0)
    assert len(leg.line) >= 2


def test_every_place_outside_the_map_is_named_at_once(toy: dict[Mode, Network]) -> None:
    ready = Ready(toy[Mode.CAR])
    with pytest.raises(PlaceOutsideMap) as refused:
        journey(ready, [0.0, CENTRE[0], 20.0], [5.0, 0.0, 5.0], ["north", "here", "south"])
    assert refused.value.names == ("north", "south")
    assert "hierarchy" not in vars(ready), "nobody waits for it to be told that"


def test_a_place_that_is_walked_to_as_its_street_is_cut_off_is_named_once_with_the_metres(
    tmp_path: Path, listener: Listener
) -> None:
    nodes = NODES | {"p": (CENTRE[0] - KM, -0.2 * KM), "q": (CENTRE[0] - 0.6 * KM, -0.2 * KM)}
    car = load_network(write_map(tmp_path, osm_xml(nodes, [*WAYS, ("pq", STREET)])), Mode.CAR, cache_dir=None)
    lon, lat = [CENTRE[0] - 0.8 * KM, CENTRE[0], CENTRE[0] - 0.8 * KM], [-0.21 * KM, 0.0, -0.21 * KM]
    legs = journey(Ready(car), lon, lat, ["home", "clinic", "home"], say=listener)
    assert legs[0].seconds == legs[1].seconds
    (told,) = listener.sentences
    assert "joins to the others by car: 210 m to home. A nearer street is cut off there: check its gates" in told
    journey(Ready(car), lon[:2], [0.0, 0.0], ["home", "clinic"], say=listener)
    assert len(listener.sentences) == 1


def test_it_is_drawn_as_a_line_for_each_leg_and_a_point_for_each_place(toy: dict[Mode, Network]) -> None:
    legs = through(toy[Mode.CAR], "ABD")
    lines, points = drawn(legs, mode="car")
    assert [(one.name, one.line) for one in lines] == [("A to B", legs[0].line), ("B to D", legs[1].line)]
    assert lines[0].properties == {
        "from": "A", "to": "B", "seconds": legs[0].seconds, "metres": legs[0].metres, "mode": "car",
    }  # fmt: skip
    assert [(one.name, (one.lon, one.lat)) for one in points] == [(name, NODES[name]) for name in "ABD"]

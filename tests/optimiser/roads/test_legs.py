"""Lines of legs on the map."""

import pytest

from optimiser.roads import Line, Mode, Network, Snapped, leg_lines, snap

from .networks import network, on_street, places
from .toy_map import CENTRE, KM, NODES


def at_nodes(toy: Network, names: str) -> Snapped:
    lon, lat = zip(*(NODES[name] for name in names), strict=True)
    return snap(toy, lon, lat, list(names))


def near(points: Line) -> list[object]:
    return [pytest.approx(point, abs=1e-6) for point in points]


def test_a_leg_is_drawn_along_the_fastest_path(toy: dict[Mode, Network]) -> None:
    (line,) = leg_lines(toy[Mode.CAR], at_nodes(toy[Mode.CAR], "AC"), [(1, 0)])
    assert near(tuple(NODES[name] for name in "CDBA")) == list(line)  # not against the one-way street


def test_a_leg_the_other_way_takes_the_one_way_street(toy: dict[Mode, Network]) -> None:
    (line,) = leg_lines(toy[Mode.CAR], at_nodes(toy[Mode.CAR], "AC"), [(0, 1)])
    assert near(tuple(NODES[name] for name in "ABC")) == list(line)


def test_a_leg_begins_and_ends_where_the_places_are_on_their_streets(toy: dict[Mode, Network]) -> None:
    lon = [CENTRE[0] - 0.4 * KM, CENTRE[0] + 0.1 * KM]
    snapped = snap(toy[Mode.CAR], [lon[0], CENTRE[0] + 0.1 * KM], [0.01 * KM, 0.2 * KM], ["home", "clinic"])
    (line,) = leg_lines(toy[Mode.CAR], snapped, [(0, 1)])
    assert list(line) == near(((lon[0], 0.0), CENTRE, (CENTRE[0], 0.2 * KM)))


def test_between_two_homes_on_one_street_the_leg_stays_on_it(toy: dict[Mode, Network]) -> None:
    lon = [CENTRE[0] - 0.4 * KM, CENTRE[0] - 0.7 * KM]
    snapped = snap(toy[Mode.CAR], lon, [0.0, 0.0], ["one", "two"])
    there, back = leg_lines(toy[Mode.CAR], snapped, [(0, 1), (1, 0)])
    assert list(there) == near(((lon[0], 0.0), (lon[1], 0.0)))
    assert back == there[::-1]


def test_against_a_one_way_street_the_leg_goes_round() -> None:
    ring = network(3, [(0, 1, 100, 100), (1, 2, 100, 100), (2, 0, 100, 100)])
    onward, round_about = leg_lines(ring, on_street(ring, [0, 0], [0.25, 0.75]), [(0, 1), (1, 0)])
    assert len(onward) == 2
    assert len(round_about) == 5


def test_many_legs_come_in_the_order_asked_for_also_twice(toy: dict[Mode, Network]) -> None:
    car = toy[Mode.CAR]
    snapped = at_nodes(car, "ABC")
    asked = [(2, 0), (0, 1), (2, 0), (1, 0)]
    assert leg_lines(car, snapped, asked) == [leg_lines(car, snapped, [leg])[0] for leg in asked]


def test_a_leg_to_where_one_is_remains_a_line(toy: dict[Mode, Network]) -> None:
    (line,) = leg_lines(toy[Mode.CAR], at_nodes(toy[Mode.CAR], "A"), [(0, 0)])
    assert len(line) == 2
    assert line[0] == line[1]


def test_the_faster_of_two_parallel_streets_is_drawn() -> None:
    street = network(3, [(0, 1, 10, 10), (1, 0, 10, 10), (0, 1, 50, 5), (1, 2, 5, 5), (2, 0, 5, 5), (0, 1, 60, 5)])
    (line,) = leg_lines(street, places(street, [0, 2]), [(0, 1)])
    assert line == tuple((float(street.lon[i]), float(street.lat[i])) for i in (0, 1, 2))


def test_no_legs_are_no_lines(toy: dict[Mode, Network]) -> None:
    assert leg_lines(toy[Mode.CAR], at_nodes(toy[Mode.CAR], "AB"), []) == []


def test_a_place_that_does_not_exist_is_refused(toy: dict[Mode, Network]) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        leg_lines(toy[Mode.CAR], at_nodes(toy[Mode.CAR], "AB"), [(0, 2)])


def test_a_leg_that_does_not_exist_is_refused() -> None:
    split = network(4, [(0, 1, 5, 10), (1, 0, 5, 10), (2, 3, 5, 10), (3, 2, 5, 10)])
    with pytest.raises(ValueError, match="no way from place 0 to place 1"):
        leg_lines(split, places(split, [0, 2]), [(0, 1)])

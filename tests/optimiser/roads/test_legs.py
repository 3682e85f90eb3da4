"""Lines of legs on the map."""

import pytest

from optimiser.roads import Mode, Network, leg_line, leg_lines

from .at import junction
from .networks import network
from .toy_map import NODES


def test_a_leg_is_drawn_along_the_fastest_path(toy: dict[Mode, Network]) -> None:
    car = toy[Mode.CAR]
    line = leg_line(car, junction(car, "C"), junction(car, "A"))
    expected = [NODES[name] for name in "CDBA"]  # not against the one-way street
    assert [pytest.approx(point, abs=1e-6) for point in expected] == list(line)


def test_a_leg_the_other_way_takes_the_one_way_street(toy: dict[Mode, Network]) -> None:
    car = toy[Mode.CAR]
    assert len(leg_line(car, junction(car, "A"), junction(car, "C"))) == 3


def test_many_legs_come_in_the_order_asked_for_also_twice(toy: dict[Mode, Network]) -> None:
    car = toy[Mode.CAR]
    a, b, c = (junction(car, name) for name in "ABC")
    asked = [(c, a), (a, b), (c, a), (b, a)]
    assert leg_lines(car, asked) == [leg_line(car, *pair) for pair in asked]


def test_a_leg_to_where_one_is_remains_a_line(toy: dict[Mode, Network]) -> None:
    line = leg_line(toy[Mode.CAR], 0, 0)
    assert len(line) == 2
    assert line[0] == line[1]


def test_the_faster_of_two_parallel_streets_is_drawn() -> None:
    street = network(3, [(0, 1, 10, 10), (1, 0, 10, 10), (0, 1, 50, 5), (1, 2, 5, 5), (2, 0, 5, 5), (0, 1, 60, 5)])
    assert leg_line(street, 0, 2) == tuple((float(street.lon[i]), float(street.lat[i])) for i in (0, 1, 2))


def test_no_legs_are_no_lines(toy: dict[Mode, Network]) -> None:
    assert leg_lines(toy[Mode.CAR], []) == []


def test_a_junction_that_does_not_exist_is_refused(toy: dict[Mode, Network]) -> None:
    with pytest.raises(ValueError, match="from 0 to 3"):
        leg_line(toy[Mode.CAR], 0, 4)


def test_a_leg_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no way from junction 0 to junction 2"):
        leg_line(network(4, [(0, 1, 5, 10), (1, 0, 5, 10), (2, 3, 5, 10), (3, 2, 5, 10)]), 0, 2)

"""A table that grows place by place holds what a matrix of all places holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.networks import network_of_towns
from optimiser.roads import PlaceOutsideMap, TravelTable, snap, travel_matrix

TOWN = network_of_towns(300, seed=5)


def doors(seed: int, count: int) -> tuple[list[float], list[float], list[str]]:
    """Near streets of the town; some twice."""
    draw = np.random.default_rng(seed)
    at = draw.integers(0, TOWN.junctions, count)
    lon, lat = TOWN.lon[at] + draw.choice([0, 3e-4], count), TOWN.lat[at] + draw.choice([0, 2e-4], count)
    return lon.tolist(), lat.tolist(), [f"door {number}" for number in range(count)]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), sizes=st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_places_added_in_any_portions_have_the_travel_of_all_at_once(seed: int, sizes: list[int]) -> None:
    lon, lat, names = doors(seed, sum(sizes))
    table = TravelTable(TOWN)
    rows: list[int] = []
    for size in sizes:
        part = slice(len(rows), len(rows) + size)
        rows += table.rows(lon[part], lat[part], names[part])
    expected = travel_matrix(TOWN, snap(TOWN, lon, lat, names))
    found = table.matrix(rows)
    assert (found.seconds == expected.seconds).all()
    assert (found.metres == expected.metres).all()
    assert len(table) == len(set(zip(lon, lat, strict=True)))


def test_a_place_that_is_known_is_not_measured_again() -> None:
    lon, lat, names = doors(1, 20)
    table = TravelTable(TOWN)
    rows = table.rows(lon, lat, names)
    known = len(table)
    assert table.rows(lon[::-1], lat[::-1], names) == rows[::-1]
    assert len(table) == known


def test_a_place_outside_the_map_is_refused_and_nothing_has_changed() -> None:
    lon, lat, names = doors(2, 6)
    table = TravelTable(TOWN)
    rows = table.rows(lon, lat, names)
    with pytest.raises(PlaceOutsideMap, match="far away"):
        table.rows([lon[0], 50.0], [lat[0], 50.0], ["door 0", "far away"])
    assert table.rows(lon, lat, names) == rows
    assert table.matrix(rows).seconds.shape == (6, 6)


def test_no_places_are_an_empty_matrix() -> None:
    table = TravelTable(TOWN)
    assert table.rows([], [], []) == []
    assert table.matrix([]).seconds.shape == (0, 0)

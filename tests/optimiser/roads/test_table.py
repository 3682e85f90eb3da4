"""A table that grows place by place holds what a matrix of all places holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimiser.roads import LegTooLong, PlaceOutsideMap, TravelTable, snap, travel_matrix
from optimiser.roads.matrix import LAYERS
from optimiser.roads.ready import Ready

from .doors import TOWN, doors
from .networks import network


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
    assert all((getattr(found, layer) == getattr(expected, layer)).all() for layer in LAYERS)
    assert len(table) == len(set(zip(lon, lat, strict=True)))


def test_a_place_that_is_known_is_not_measured_again() -> None:
    lon, lat, names = doors(1, 20)
    table = TravelTable(TOWN)
    rows = table.rows(lon, lat, names)
    known = len(table)
    assert table.rows(lon[::-1], lat[::-1], names) == rows[::-1]
    assert len(table) == known


def test_the_first_place_more_copies_nothing() -> None:
    lon, lat, names = doors(5, 21)
    table = TravelTable(TOWN)
    table.rows(lon[:20], lat[:20], names[:20])
    before, known = table.held().layers, len(table)
    table.rows([*lon, TOWN.lon[7] + 1e-5], [*lat, TOWN.lat[7]], [*names, "one more"])
    assert len(table) > known
    assert all(np.shares_memory(before[layer], table.held().layers[layer]) for layer in LAYERS)


@pytest.mark.parametrize("order", [slice(None), slice(4, 11), slice(None, None, -1), slice(2, None, 3), slice(5, 5)])
def test_any_rows_in_any_order_are_given_and_are_nobody_elses(order: slice) -> None:
    lon, lat, names = doors(6, 16)
    table = TravelTable(TOWN)
    found = table.matrix(table.rows(lon, lat, names)[order])
    expected = travel_matrix(TOWN, snap(TOWN, lon[order], lat[order], names[order]))
    assert all((getattr(found, layer) == getattr(expected, layer)).all() for layer in LAYERS)
    assert not any(np.shares_memory(getattr(found, layer), table.held().layers[layer]) for layer in LAYERS)


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


def test_streets_and_hierarchy_are_made_when_a_place_is_new_and_not_before() -> None:
    lon, lat, names = doors(3, 5)
    table = TravelTable(TOWN)
    rows = table.rows(lon, lat, names)
    ready = Ready(TOWN)
    again = TravelTable(TOWN, ready=ready, held=table.held())
    assert again.rows(lon, lat, names) == rows
    assert (again.matrix(rows).seconds == table.matrix(rows).seconds).all()
    assert not {"streets", "hierarchy"} & set(vars(ready))
    again.rows([*lon, TOWN.lon[7]], [*lat, TOWN.lat[7]], [*names, "one more"])
    assert {"streets", "hierarchy"} <= set(vars(ready))


def test_places_are_given_back_in_the_order_and_under_the_names_they_are_asked_for_by() -> None:
    lon, lat, names = doors(4, 6)
    table = TravelTable(TOWN)
    table.rows(lon, lat, names)
    other = [f"again {name}" for name in names]
    found = table.places(table.rows(lon[::-1], lat[::-1], other), other)
    expected = snap(TOWN, lon[::-1], lat[::-1], other)
    assert found.names == expected.names
    for field in ("lon", "lat", "edge", "share", "access_m"):
        assert (getattr(found, field) == getattr(expected, field)).all()


def test_an_error_names_places_as_they_are_called_now() -> None:
    half_a_day_cs = 12 * 3600 * 100
    far = network(2, [(0, 1, half_a_day_cs, 5), (1, 0, half_a_day_cs, 5)])
    table = TravelTable(far)
    table.rows(far.lon[:1].tolist(), far.lat[:1].tolist(), ["an old name"])
    with pytest.raises(LegTooLong, match="From Far Lane to Mill Lane"):
        table.rows(far.lon.tolist(), far.lat.tolist(), ["Mill Lane", "Far Lane"])

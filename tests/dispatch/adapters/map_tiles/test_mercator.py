"""The Mercator square, against points known by hand."""

import numpy as np
import pytest

from dispatch.adapters.map_tiles.mercator import LAT_LIMIT, TileRange, to_degrees, to_square


def test_the_square_has_null_island_in_its_middle_and_north_on_top() -> None:
    points = np.array([(0.0, 0.0), (-180.0, LAT_LIMIT), (180.0, -LAT_LIMIT), (90.0, 0.0)])
    assert to_square(points) == pytest.approx(np.array([(0.5, 0.5), (0, 0), (1, 1), (0.75, 0.5)]))


def test_a_pole_lies_on_the_edge_and_not_in_infinity() -> None:
    assert to_square(np.array([(0.0, 90.0), (0.0, -90.0)])) == pytest.approx(np.array([(0.5, 0), (0.5, 1)]))


def test_there_and_back_is_the_same_place() -> None:
    points = np.array([(-1.9, 52.6), (-3.0, 51.58), (1.75, 52.48)])
    assert to_degrees(to_square(points)) == pytest.approx(points)


def test_a_box_inside_one_tile_touches_that_tile_and_one_across_its_edges_touches_four() -> None:
    assert list(TileRange.over(1, (0.1, 0.1, 0.2, 0.2))) == [(0, 0)]
    across = TileRange.over(1, (0.4, 0.4, 0.6, 0.6))
    assert set(across) == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert across.count == 4


def test_the_far_edge_of_the_world_belongs_to_the_last_tile() -> None:
    assert list(TileRange.over(0, (0.0, 0.0, 1.0, 1.0))) == [(0, 0)]

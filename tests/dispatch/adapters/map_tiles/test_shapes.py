"""Joining lines and mending areas before they are cut."""

import numpy as np
import shapely

from dispatch.adapters.map_tiles.layers import Look
from dispatch.adapters.map_tiles.shapes import Shapes, valid_areas
from dispatch.adapters.scenery_from_osm import SceneryKind

LANE, OTHER = Look(SceneryKind.STREET, "Mill Lane"), Look(SceneryKind.STREET, "Cross Street")


def line(*points: tuple[float, float]) -> object:
    return shapely.linestrings(points)


def test_pieces_of_one_street_become_one_line_and_another_street_stays_apart() -> None:
    joined = Shapes.joined(
        [line((0, 0), (1, 0)), line((2, 0), (1, 0)), line((2, 0), (3, 0))],
        [LANE, LANE, OTHER],
    )
    assert joined.looks == (OTHER, LANE)
    assert shapely.length(joined.geometries).tolist() == [1, 2]


def test_one_way_pieces_that_lead_against_each_other_are_not_joined() -> None:
    one_way = Look(SceneryKind.STREET, "Mill Lane", one_way=True)
    against = Shapes.joined([line((0, 0), (1, 0)), line((2, 0), (1, 0))], [one_way, one_way])
    after = Shapes.joined([line((0, 0), (1, 0)), line((1, 0), (2, 0))], [one_way, one_way])
    assert len(against.geometries) == 2
    assert shapely.get_coordinates(after.geometries).tolist() == [[0, 0], [1, 0], [2, 0]]


def test_from_afar_streets_of_a_class_are_joined_whatever_their_names() -> None:
    streets = Shapes.joined([line((0, 0), (1, 0)), line((1, 0), (2, 0))], [LANE, OTHER])
    assert streets.without_names().looks == (Look(SceneryKind.STREET),)


def test_a_bow_tie_is_mended_into_its_two_halves_and_sound_areas_stay_the_same() -> None:
    bow_tie = shapely.polygons([(0, 0), (2, 2), (2, 0), (0, 2), (0, 0)])
    square = shapely.box(0, 0, 1, 1)
    mended, same = valid_areas(np.array([bow_tie, square], dtype=object))
    assert shapely.is_valid(mended)
    assert shapely.area(mended) == 2
    assert same is square

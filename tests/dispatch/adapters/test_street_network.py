"""Travel for every way of getting about, from one map."""

from pathlib import Path

import pytest

from dispatch.adapters.scenery_from_osm import SceneryKind, read_scenery
from dispatch.adapters.street_network import (
    Journeys,
    journeys_between,
    load_streets,
    refuse_places_off_the_map,
)
from dispatch.domain.place import Place
from dispatch.domain.worker import TravelMode
from optimiser.roads import PlaceOutsideMap
from tests.dispatch.adapters.tiny_map import write_map

WEST, EAST = Place(uprn="1", lon=-1.900, lat=52.600), Place(uprn="2", lon=-1.890, lat=52.600)


def say(sentence: str) -> None:
    assert sentence


def journeys(tmp_path: Path) -> Journeys:
    streets = load_streets(write_map(tmp_path / "toy.osm"), cache_dir=None, say=say)
    return journeys_between(streets, [WEST, EAST], say=say)


def test_every_mode_has_a_matrix_over_the_same_places(tmp_path: Path) -> None:
    found = journeys(tmp_path)
    assert set(found.travel) == {mode.value for mode in TravelMode}
    assert found.place_index == {"1": 0, "2": 1}
    # 0.01 degrees of longitude at 52.6 north are 675 m; walking it at 4.8 km/h takes 506 s.
    assert int(found.travel["foot"].metres[0, 1]) == pytest.approx(675, abs=3)
    assert int(found.travel["foot"].seconds[0, 1]) == pytest.approx(506, abs=4)


def test_a_van_is_as_fast_as_a_car_and_a_lorry_takes_a_quarter_longer_rounded_up(tmp_path: Path) -> None:
    travel = journeys(tmp_path).travel
    car = int(travel["car"].seconds[0, 1])
    assert int(travel["van"].seconds[0, 1]) == car
    assert int(travel["lorry"].seconds[0, 1]) == -(-car * 5 // 4)
    assert (travel["lorry"].metres == travel["car"].metres).all()


def test_a_leg_is_drawn_from_door_to_door_along_the_street(tmp_path: Path) -> None:
    (line,) = journeys(tmp_path).lines(TravelMode.LORRY, [(0, 1)])
    assert line[0] == (WEST.lon, WEST.lat)
    assert line[-1] == (EAST.lon, EAST.lat)
    assert any(abs(lon + 1.895) < 1e-6 for lon, _ in line)


def test_a_place_off_the_map_is_named(tmp_path: Path) -> None:
    streets = load_streets(write_map(tmp_path / "toy.osm"), cache_dir=None, say=say)
    far = Place(uprn="3", lon=-1.5, lat=52.6, paon="3", street="Far Lane")
    with pytest.raises(PlaceOutsideMap, match="3 Far Lane"):
        refuse_places_off_the_map(streets, [WEST, far])


def test_scenery_is_water_and_streets_by_their_class(tmp_path: Path) -> None:
    kinds = [one.kind for one in read_scenery(write_map(tmp_path / "toy.osm"))]
    assert sorted(kinds) == [SceneryKind.MAIN_ROAD, SceneryKind.STREET, SceneryKind.WATER]

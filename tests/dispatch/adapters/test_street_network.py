"""Travel for every way of getting about, from one map."""

from pathlib import Path

import numpy as np
import pytest

from dispatch.adapters.scenery_from_osm import SceneryKind, read_scenery
from dispatch.adapters.street_network import (
    NETWORK_OF,
    Journeys,
    StreetNetwork,
    journeys_between,
    load_streets,
    refuse_places_off_the_map,
)
from dispatch.domain.place import Place
from dispatch.domain.worker import TravelMode
from fixtures.town import make_town, write_osm
from optimiser.roads import PlaceOutsideMap, snap, travel_matrix
from tests.dispatch.adapters.tiny_map import write_map

NEWPORT = Path(__file__).parents[4] / "shared" / "data" / "osm" / "newport.osm.pbf"

WEST, EAST = Place(uprn="1", lon=-1.900, lat=52.600), Place(uprn="2", lon=-1.890, lat=52.600)


def say(sentence: str) -> None:
    assert sentence


def toy_streets(tmp_path: Path) -> StreetNetwork:
    return load_streets(write_map(tmp_path / "toy.osm"), cache_dir=tmp_path / "cache", say=say)


def journeys(tmp_path: Path) -> Journeys:
    return journeys_between(toy_streets(tmp_path), [WEST, EAST], say=say)


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


def test_only_the_modes_that_are_named_are_measured(tmp_path: Path) -> None:
    streets, said = toy_streets(tmp_path), list[str]()
    found = journeys_between(streets, [WEST, EAST], modes={TravelMode.VAN, TravelMode.FOOT}, say=said.append)
    assert list(found.travel) == ["van", "foot"]
    assert said == [f"Travel by {mode} between 2 places." for mode in (NETWORK_OF[TravelMode.VAN], "foot")]
    assert set(found.snapped) == {NETWORK_OF[TravelMode.VAN], NETWORK_OF[TravelMode.FOOT]}


def test_what_was_measured_once_comes_from_the_cache_and_takes_no_hierarchy_until_a_leg_is_drawn(
    tmp_path: Path,
) -> None:
    first = journeys_between(toy_streets(tmp_path), [WEST, EAST], say=say)
    streets, said = toy_streets(tmp_path), list[str]()
    found = journeys_between(streets, [EAST, WEST], say=said.append)
    assert said == []
    assert all(set(vars(table.ready)) == {"network"} for table in streets.tables.values())
    for mode, travel in found.travel.items():
        assert (travel.seconds == first.travel[mode].seconds[::-1, ::-1]).all()
    found.lines(TravelMode.CAR, [(0, 1)])
    ready = streets.tables[NETWORK_OF[TravelMode.CAR]].ready
    hierarchy = vars(ready)["hierarchy"]
    found.lines(TravelMode.CAR, [(1, 0)])
    assert ready.hierarchy is hierarchy


def assert_same_as_matrices(streets: StreetNetwork, cache_dir: Path, osm: Path) -> None:
    """Some at once, some more, and all again as another process finds them."""
    draw = np.random.default_rng(4)
    foot = streets.networks[NETWORK_OF[TravelMode.FOOT]]
    car = streets.networks[NETWORK_OF[TravelMode.CAR]]
    at = draw.choice(np.flatnonzero(np.isin(car.lon, foot.lon)), 60, replace=False)
    places = [
        Place(uprn=str(number), lon=float(car.lon[i]) + 1e-4, lat=float(car.lat[i])) for number, i in enumerate(at)
    ]
    journeys_between(streets, places[20:40], modes={TravelMode.CAR}, say=say)
    journeys_between(streets, places[:30], say=say)
    for with_streets in (streets, load_streets(osm, cache_dir=cache_dir, say=say)):
        found = journeys_between(with_streets, places, say=say)
        for mode in (TravelMode.CAR, TravelMode.BICYCLE, TravelMode.FOOT):
            network = with_streets.networks[NETWORK_OF[mode]]
            names = [place.uprn for place in places]
            snapped = snap(network, [place.lon for place in places], [place.lat for place in places], names)
            expected = travel_matrix(network, snapped)
            assert (found.travel[mode.value].seconds == expected.seconds).all()
            assert (found.travel[mode.value].metres == expected.metres).all()


def test_in_the_made_up_town_travel_is_that_of_the_matrices(tmp_path: Path) -> None:
    osm = tmp_path / "town.osm"
    write_osm(make_town(1), osm)
    assert_same_as_matrices(load_streets(osm, cache_dir=tmp_path, say=say), tmp_path, osm)


@pytest.mark.skipif(not NEWPORT.exists(), reason="the Newport extract is not at ../shared/data/osm/newport.osm.pbf")
def test_in_newport_travel_is_that_of_the_matrices(tmp_path: Path) -> None:
    assert_same_as_matrices(load_streets(NEWPORT, cache_dir=tmp_path, say=say), tmp_path, NEWPORT)


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

"""Travel for every way of getting about, from one map."""

from datetime import date, time
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
from optimiser.roads import Mode, PlaceOutsideMap, RoadsError, snap, travel_matrix
from optimiser.roads.speeds import shipped_speeds
from optimiser.roads.traffic import MIXTURES
from tests.dispatch.adapters.tiny_map import POCKET_POINTS, POCKET_WAY, POINTS, WAYS, write_map

README = Path(__file__).parents[3] / "dispatch" / "README.md"
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
    assert set(found.times.travel) == {mode.value for mode in TravelMode}
    assert found.times.place_index == {"1": 0, "2": 1}
    # 0.01 degrees of longitude at 52.6 north are 675 m; walking it at 4.8 km/h takes 506 s.
    assert int(found.times.travel["foot"].metres[0, 1]) == pytest.approx(675, abs=3)
    assert int(found.times.travel["foot"].seconds[0, 1]) == pytest.approx(506, abs=4)


def test_what_is_heavier_takes_longer_on_the_same_streets(tmp_path: Path) -> None:
    travel = journeys(tmp_path).times.travel
    car, van, lorry = (int(travel[mode].seconds[0, 1]) for mode in ("car", "van", "lorry"))
    assert car < van < lorry
    assert (travel["lorry"].metres == travel["car"].metres).all()


def test_a_lorry_goes_round_by_where_it_fits_and_a_van_goes_through(tmp_path: Path) -> None:
    under_the_bridge = '<way id="25" version="1"><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/>'
    round_it = '<way id="26" version="1"><nd ref="4"/><nd ref="3"/><tag k="highway" v="residential"/></way>'
    ways = WAYS.replace('<nd ref="2"/><nd ref="3"/>', '<nd ref="2"/>', 1) + round_it
    ways += under_the_bridge + '<tag k="maxheight" v="3.0"/></way>'
    streets = load_streets(write_map(tmp_path / "low.osm", ways=ways), cache_dir=None, say=say)
    travel = journeys_between(streets, [WEST, EAST], say=say).times.travel
    assert travel["van"].metres[0, 1] == travel["car"].metres[0, 1] == pytest.approx(675, abs=3)
    # To the crossing, up to its northern end, and down again on the slant.
    assert travel["lorry"].metres[0, 1] == pytest.approx(338 + 334 + 475, abs=4)


def test_traffic_slows_down_who_drives_and_nobody_else(tmp_path: Path) -> None:
    times = journeys(tmp_path).times
    assert {mode for mode, travel in times.travel.items() if travel.profile is not None} == {"car", "van", "lorry"}
    profile = times.travel["car"].profile
    assert profile is not None
    # Parking takes a minute of two on a street of homes.
    mixture = MIXTURES[int(profile[0, 1])]
    assert mixture == (0, 2)
    assert times.traffic[int(profile[0, 1])] == shipped_speeds().traffic.by_mixture()[MIXTURES.index((0, 2))]


def test_local_speeds_take_the_place_of_those_on_streets_and_of_traffic(tmp_path: Path) -> None:
    osm, local = write_map(tmp_path / "toy.osm"), tmp_path / "local.toml"
    local.write_text('[car]\nresidential = { limit_mph = 20 }\n[traffic]\nother = { "00:00" = 100, "08:00" = 50 }\n')
    plain = load_streets(osm, cache_dir=tmp_path / "cache", say=say)
    slow = load_streets(osm, cache_dir=tmp_path / "cache", local_speeds=local, say=say)
    by_car = [
        int(journeys_between(streets, [WEST, EAST], say=say).times.travel["car"].seconds[0, 1])
        for streets in (plain, slow)
    ]
    assert by_car[1] - by_car[0] == pytest.approx(0.675 * 3600 / 1.609344 * (1 / 20 - 1 / 30), abs=1.1)
    assert slow.traffic.other == {time(): 100, time(8): 50}
    assert slow.traffic.main == plain.traffic.main


def test_the_readme_s_example_of_local_speeds_is_one(tmp_path: Path) -> None:
    (example,) = README.read_text(encoding="utf-8").split("```toml\n")[1:]
    (tmp_path / "local.toml").write_text(example.split("```")[0], encoding="utf-8")
    speeds = shipped_speeds(tmp_path / "local.toml")
    assert speeds.traffic.main[time(7, 30)] == 60
    assert speeds.size[Mode.LORRY].height_m == 3.9


def test_a_file_of_local_speeds_that_is_no_good_is_named(tmp_path: Path) -> None:
    osm = write_map(tmp_path / "toy.osm")
    (tmp_path / "local.toml").write_text("[car]\nresidental = { limit_mph = 20 }\n")
    for name, why in (("local.toml", "car.residental is not among the figures"), ("none.toml", "it cannot be read")):
        with pytest.raises(RoadsError, match=f"Cannot use the speeds of .*{name}: {why}"):
            load_streets(osm, cache_dir=None, local_speeds=tmp_path / name, say=say)


def test_only_the_networks_of_the_modes_that_are_named_are_loaded(tmp_path: Path) -> None:
    streets = load_streets(write_map(tmp_path / "toy.osm"), cache_dir=None, modes={TravelMode.LORRY}, say=say)
    assert list(streets.networks) == [Mode.LORRY]
    assert streets.attribution.startswith("© OpenStreetMap contributors")


def test_the_map_is_as_old_as_its_newest_street(tmp_path: Path) -> None:
    assert toy_streets(tmp_path).map_date is None
    dated = WAYS.replace('<way id="21" version="1"', '<way id="21" version="1" timestamp="2023-06-12T10:00:00Z"')
    streets = load_streets(write_map(tmp_path / "dated.osm", ways=dated), cache_dir=None, say=say)
    assert streets.map_date == date(2023, 6, 12)


def test_only_the_modes_that_are_named_are_measured(tmp_path: Path) -> None:
    streets, said = toy_streets(tmp_path), list[str]()
    found = journeys_between(streets, [WEST, EAST], modes={TravelMode.VAN, TravelMode.FOOT}, say=said.append)
    assert list(found.times.travel) == ["van", "foot"]
    assert said == [f"Travel by {mode} between 2 places." for mode in (NETWORK_OF[TravelMode.VAN], "foot")]
    assert set(found.snapped) == {NETWORK_OF[TravelMode.VAN], NETWORK_OF[TravelMode.FOOT]}


def test_what_was_measured_once_comes_from_the_cache_and_takes_no_hierarchy_until_a_leg_is_drawn(
    tmp_path: Path,
) -> None:
    first = journeys_between(toy_streets(tmp_path), [WEST, EAST], say=say)
    streets, said = toy_streets(tmp_path), list[str]()
    found = journeys_between(streets, [EAST, WEST], say=said.append)
    assert said == []
    assert not any({"streets", "hierarchy"} & set(vars(table.ready)) for table in streets.tables.values())
    for mode, travel in found.times.travel.items():
        assert (travel.seconds == first.times.travel[mode].seconds[::-1, ::-1]).all()
    found.lines(TravelMode.CAR, [(0, 1)])
    ready = streets.tables[NETWORK_OF[TravelMode.CAR]].ready
    hierarchy = vars(ready)["hierarchy"]
    found.lines(TravelMode.CAR, [(1, 0)])
    assert ready.hierarchy is hierarchy


def test_what_is_walked_to_as_its_street_is_cut_off_is_told_by_mode_also_of_places_that_are_known(
    tmp_path: Path,
) -> None:
    osm = write_map(tmp_path / "pocket.osm", points=POINTS + POCKET_POINTS, ways=WAYS + POCKET_WAY)
    estate = Place(uprn="5", lon=-1.8980, lat=52.5983)
    told = []
    for _ in range(2):
        streets = load_streets(osm, cache_dir=tmp_path / "cache", modes={TravelMode.CAR, TravelMode.FOOT}, say=say)
        modes = {TravelMode.CAR, TravelMode.FOOT}
        told.append(journeys_between(streets, [WEST, estate, EAST], modes=modes, say=say).times.cut_off)
    assert told[0] == told[1] == {"car": {"5": 189}, "foot": {"5": 189}}
    assert not any({"streets", "hierarchy"} & set(vars(table.ready)) for table in streets.tables.values())


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
        for mode in TravelMode:
            network = with_streets.networks[NETWORK_OF[mode]]
            names = [place.uprn for place in places]
            snapped = snap(network, [place.lon for place in places], [place.lat for place in places], names)
            expected = travel_matrix(network, snapped)
            assert (found.times.travel[mode.value].seconds == expected.seconds).all()
            assert (found.times.travel[mode.value].metres == expected.metres).all()
            profile = found.times.travel[mode.value].profile
            assert (expected.mixture == (0 if profile is None else profile)).all()


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
    with pytest.raises(PlaceOutsideMap, match="for travel by foot: 3 Far Lane"):
        refuse_places_off_the_map(streets, [WEST, far])


def test_a_home_that_no_lorry_comes_near_stops_lorries_only_and_the_place_and_the_mode_are_named(
    tmp_path: Path,
) -> None:
    lane = '<way id="26" version="1"><nd ref="3"/><nd ref="6"/><tag k="highway" v="residential"/>'
    osm = write_map(
        tmp_path / "lane.osm",
        points=POINTS + '<node id="6" version="1" lon="-1.8800" lat="52.6000"/>',
        ways=WAYS + lane + '<tag k="maxweight" v="7.5"/></way>',
    )
    streets = load_streets(osm, cache_dir=None, say=say)
    places = [WEST, Place(uprn="4", lon=-1.8801, lat=52.6, paon="4", street="Narrow Lane")]
    refuse_places_off_the_map(streets, places)
    by_others = set(TravelMode) - {TravelMode.LORRY}
    assert set(journeys_between(streets, places, modes=by_others, say=say).times.travel) == by_others
    with pytest.raises(PlaceOutsideMap, match=r"^1 place .* for travel by lorry: 4 Narrow Lane \(0\.7 km"):
        journeys_between(streets, places, modes=set(TravelMode), say=say)


def test_scenery_is_water_and_streets_by_their_class(tmp_path: Path) -> None:
    kinds = [one.kind for one in read_scenery(write_map(tmp_path / "toy.osm"))]
    assert sorted(kinds) == [SceneryKind.MAIN_ROAD, SceneryKind.STREET, SceneryKind.WATER]

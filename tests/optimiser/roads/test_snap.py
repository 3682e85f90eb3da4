"""Places join the nearest street or are refused, all at once."""

from collections.abc import Mapping
from dataclasses import replace
from math import nan
from pathlib import Path

import numpy as np
import pytest

from optimiser.roads import Mode, Network, PlaceOutsideMap, StoredTable, TravelTable, cut_off, load_network, snap
from optimiser.roads.snap import kerbs

from .at import junction
from .networks import network
from .toy_map import CENTRE, KM, NODES, STREET, WAYS, osm_xml, write_map


def test_a_place_joins_the_nearest_point_of_a_street_by_metres(toy: dict[Mode, Network]) -> None:
    car = toy[Mode.CAR]
    snapped = snap(car, [NODES["A"][0] + 0.03 * KM], [0.04 * KM], ["home"])
    assert {int(car.tail[snapped.edge[0]]), int(car.head[snapped.edge[0]])} == {junction(car, "A"), junction(car, "B")}
    assert min(snapped.share[0], 1 - snapped.share[0]) == pytest.approx(0.03, abs=1e-6)
    assert snapped.access_m.tolist() == [40]
    assert kerbs(car, snapped)[0] == pytest.approx([NODES["A"][0] + 0.03 * KM], abs=1e-7)
    assert kerbs(car, snapped)[1] == pytest.approx([0.0], abs=1e-7)


def test_a_place_just_beside_a_junction_is_at_it(toy: dict[Mode, Network]) -> None:
    snapped = snap(toy[Mode.CAR], [NODES["A"][0] + 0.0004 * KM], [0.01 * KM], ["home"])
    assert snapped.share[0] in (0.0, 1.0)


def test_a_place_beside_a_motorway_joins_the_street_behind_it(tmp_path: Path) -> None:
    nodes = NODES | {"m": (NODES["A"][0], 0.05 * KM), "n": (NODES["B"][0], 0.05 * KM)}
    motorway = {"highway": "motorway", "oneway": "no"}
    path = write_map(tmp_path, osm_xml(nodes, [*WAYS, ("Am", motorway), ("mn", motorway), ("nB", motorway)]))
    car = load_network(path, Mode.CAR, cache_dir=None)
    assert snap(car, [CENTRE[0] - 0.5 * KM], [0.06 * KM], ["home"]).access_m.tolist() == [60]


def test_metres_east_shrink_with_latitude() -> None:
    street = network(2, [(0, 1, 1, 1), (1, 0, 1, 1)])
    sixty = np.full(2, 60.0)
    north = replace(street, lat=sixty, line_lat=np.full(4, 60.0))
    snapped = snap(north, [north.lon[0] - 0.3 * KM], [60.0], ["home"])
    assert snapped.access_m.tolist() == [150]  # 300 m at the equator


@pytest.mark.parametrize(
    ("away_m", "cut_off_too", "refused"), [(490, True, False), (490, False, True), (510, True, True)]
)
def test_a_place_beside_a_street_that_leads_nowhere_is_refused_unless_it_may_be_walked_to(
    tmp_path: Path, away_m: int, cut_off_too: bool, refused: bool
) -> None:
    car = beside(tmp_path, 600)
    place = [CENTRE[0] - 0.7 * KM], [-away_m / 1000 * KM], ["island"]
    if refused:
        with pytest.raises(
            PlaceOutsideMap,
            match=rf"island \(the street beside it does not lead to the others, which are {away_m} m away: check gates",
        ):
            snap(car, *place, cut_off_too=cut_off_too)
    else:
        assert snap(car, *place, cut_off_too=cut_off_too).access_m.tolist() == [away_m]


def test_by_default_those_and_no_others_are_refused_that_are_cut_off(tmp_path: Path) -> None:
    car = beside(tmp_path, 200)
    south_m = np.arange(0, 260, 7)
    places = np.full(len(south_m), CENTRE[0] - 0.8 * KM), -south_m / 1000 * KM, [f"{metres} m" for metres in south_m]
    told = cut_off(car, snap(car, *places, cut_off_too=True))
    with pytest.raises(PlaceOutsideMap) as refusal:
        snap(car, *places)
    assert list(refusal.value.names) == [name for name, is_so in zip(places[2], told, strict=True) if is_so]
    assert 0 < told.sum() < len(told)


def beside(tmp_path: Path, pocket_m: float, tags: Mapping[str, str] = STREET) -> Network:
    """The toy map with a street of 400 m that leads nowhere, so many metres south of A-B."""
    nodes = NODES | {name: (CENTRE[0] - east * KM, -pocket_m / 1000 * KM) for name, east in (("p", 1), ("q", 0.6))}
    return load_network(write_map(tmp_path, osm_xml(nodes, [*WAYS, ("pq", tags)])), Mode.CAR, cache_dir=None)


@pytest.mark.parametrize(
    ("pocket_m", "away_m", "told"),
    [
        (200, 113, True),  # 87 m from the street that leads nowhere: 26 m nearer
        (200, 112, False),  # 24 m nearer
        (200, 40, False),
        (20, 15, False),  # a drive beside the house, and the street in front of it
        (300, 310, True),
    ],
)
def test_a_place_is_cut_off_where_a_street_that_leads_nowhere_is_nearer_by_more_than_a_margin(
    tmp_path: Path, pocket_m: float, away_m: float, told: bool
) -> None:
    car = beside(tmp_path, pocket_m)
    home = snap(car, [CENTRE[0] - 0.7 * KM], [-away_m / 1000 * KM], ["home"], cut_off_too=True)
    assert home.access_m.tolist() == [away_m]
    assert cut_off(car, home).tolist() == [told]


def test_which_places_are_cut_off_is_told_of_each(tmp_path: Path) -> None:
    car = beside(tmp_path, 200)
    south_m = np.array([0, 150, 20, 210, 112])
    names = [f"home {metres}" for metres in south_m]
    homes = snap(car, np.full(5, CENTRE[0] - 0.8 * KM), -south_m / 1000 * KM, names, cut_off_too=True)
    assert cut_off(car, homes).tolist() == [False, True, False, True, False]
    assert cut_off(car, snap(car, [], [], [])).tolist() == []


def test_tables_refuse_them_too_unless_they_may_be_walked_to(tmp_path: Path) -> None:
    car = beside(tmp_path, 200)
    home = [CENTRE[0] - 0.7 * KM], [-0.15 * KM], ["home"]
    folder = tmp_path / "tables"
    assert TravelTable(car, cut_off_too=True).rows(*home) == [0]
    walked, _ = StoredTable(car, folder, map_name="town", cut_off_too=True).travel(*home)
    assert walked.access_m.tolist() == [150]
    for ask in (TravelTable(car).rows, StoredTable(car, folder, map_name="town").travel):
        with pytest.raises(PlaceOutsideMap, match="which are 150 m away"):
            ask(*home)


def test_where_no_street_is_left_out_no_place_is_cut_off() -> None:
    street = network(2, [(0, 1, 1, 1), (1, 0, 1, 1)])
    assert cut_off(street, snap(street, street.lon, street.lat + 0.3 * KM, "AB")).tolist() == [False, False]


@pytest.mark.parametrize(("highway", "told"), [("residential", True), ("motorway", False)])
def test_a_motorway_that_leads_off_the_map_is_nobody_s_own_street(tmp_path: Path, highway: str, told: bool) -> None:
    car = beside(tmp_path, 100, {"highway": highway, "oneway": "yes"})
    home = snap(car, [CENTRE[0] - 0.7 * KM], [-0.09 * KM], ["home"], cut_off_too=True)
    assert home.access_m.tolist() == [90]
    assert cut_off(car, home).tolist() == [told]


@pytest.mark.parametrize(("away_km", "fits"), [(0.499, True), (0.501, False)])
def test_the_limit_just_fits_or_just_does_not(toy: dict[Mode, Network], away_km: float, fits: bool) -> None:
    lon, lat = NODES["A"][0] - away_km * KM, 0.0
    if fits:
        assert snap(toy[Mode.CAR], [lon], [lat], ["farm"]).access_m.tolist() == [499]
    else:
        with pytest.raises(PlaceOutsideMap, match=r"farm \(0\.5 km from the nearest street\)"):
            snap(toy[Mode.CAR], [lon], [lat], ["farm"])


def test_all_places_outside_are_named_at_once_each_with_its_reason(toy: dict[Mode, Network]) -> None:
    places = {
        "home": NODES["B"],
        "far": (CENTRE[0] + 10 * KM, 0.0),
        "swapped": (NODES["D"][1], NODES["D"][0]),
        "lost": (nan, 0.0),
        "zero": (0.0, 0.0),
        "metres": (325_000.0, 188_000.0),
        "clinic": NODES["C"],
    }
    lon, lat = zip(*places.values(), strict=True)
    with pytest.raises(PlaceOutsideMap) as refusal:
        snap(toy[Mode.CAR], lon, lat, list(places))
    assert refusal.value.names == ("far", "swapped", "lost", "zero", "metres")
    assert str(refusal.value) == (
        "5 places are outside the map for travel by car: far (9.0 km from the nearest street), "
        "swapped (its longitude and latitude are swapped), lost (its coordinates are not numbers), "
        "zero (its coordinates are zero), metres (its coordinates are not degrees). "
        "Correct the coordinates (longitude first, then latitude), or use a map that covers them or another mode."
    )


def test_a_whole_town_outside_still_gives_a_message_one_can_read(toy: dict[Mode, Network]) -> None:
    names = [f"home {number}" for number in range(2500)]
    with pytest.raises(PlaceOutsideMap, match=r"2,500 places are outside .* and 2,480 more") as refusal:
        snap(toy[Mode.CAR], [50.0] * 2500, [0.0] * 2500, names)
    assert len(refusal.value.names) == 2500


def test_no_places_are_no_problem(toy: dict[Mode, Network]) -> None:
    assert snap(toy[Mode.CAR], [], [], []).names == ()


def test_coordinates_without_a_name_are_refused(toy: dict[Mode, Network]) -> None:
    with pytest.raises(ValueError, match="one lon and one lat"):
        snap(toy[Mode.CAR], [10.0, 10.0], [0.0, 0.0], ["home"])

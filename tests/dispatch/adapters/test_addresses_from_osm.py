"""Homes, bins and hubs are found in any map file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch.adapters.addresses_from_osm import NoAddresses, is_home, read_places
from dispatch.adapters.scenery_from_osm import read_scenery
from optimiser.roads import UnreadableMap
from tests.dispatch.adapters.tiny_map import POINTS, write_map


def test_homes_are_addressed_points_and_buildings_but_not_shops(tmp_path: Path) -> None:
    places = read_places(write_map(tmp_path / "toy.osm"))
    assert [home.one_line for home in places.homes] == [
        "1 Mill Lane, Toyton ZY1 1AA",
        "Flat 3, 2 Mill Lane, Toyton",
        "7 Cross Street, Toyton",
    ]
    assert places.town == "Toyton"


def test_a_uprn_is_kept_and_a_missing_one_is_made_longer_than_any_issued(tmp_path: Path) -> None:
    with_uprn, point, building = read_places(write_map(tmp_path / "toy.osm")).homes
    assert with_uprn.uprn == "990000000011"
    assert point.uprn == "9700000000012"
    assert building.uprn == "9600000000023"
    assert len(point.uprn) == 13


def test_a_building_is_at_the_middle_of_its_corners(tmp_path: Path) -> None:
    building = read_places(write_map(tmp_path / "toy.osm")).homes[-1]
    assert (building.lon, building.lat) == (-1.895, 52.5991)


def test_bins_and_hubs_are_told_apart_by_their_tags(tmp_path: Path) -> None:
    places = read_places(write_map(tmp_path / "toy.osm"))
    assert [(one.ref, one.kind) for one in places.bins] == [("BIN-1", "litter")]
    assert [(hub.id, hub.name) for hub in places.hubs] == [("health-centre", "Toy Clinic")]


def test_a_map_without_homes_says_what_to_use_instead(tmp_path: Path) -> None:
    with pytest.raises(NoAddresses, match=r"empty\.osm has no addresses of homes\. Use an extract"):
        read_places(write_map(tmp_path / "empty.osm", points="", ways=""))


@pytest.mark.parametrize("content", ["", "not a map", "<osm version='0.6'><node id='1'"])
def test_a_file_that_is_no_map_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.osm"
    path.write_text(content)
    with pytest.raises(UnreadableMap):
        read_places(path)


@pytest.mark.parametrize(
    ("tags", "home"),
    [
        ({"addr:housenumber": "1"}, True),
        ({"addr:housename": "Rose Cottage", "building": "house"}, True),
        ({"addr:housename": "Sports Village"}, False),
        ({"addr:housenumber": "1", "building": "industrial"}, False),
        ({"addr:housenumber": "1", "office": "lawyer"}, False),
        ({"addr:housenumber": "6; 7; 8"}, False),
        ({"building": "house"}, False),
    ],
)
def test_what_counts_as_a_home(tags: dict[str, str], home: bool) -> None:
    assert is_home(tags) is home


@pytest.mark.parametrize("lat", ["abc", "952.59"])
@pytest.mark.parametrize("read", [read_places, read_scenery])
def test_a_coordinate_that_is_none_makes_the_map_unreadable(
    tmp_path: Path, read: Callable[[Path], object], lat: str
) -> None:
    path = write_map(tmp_path / "bad.osm", points=POINTS.replace('lat="52.6001"', f'lat="{lat}"'))
    with pytest.raises(UnreadableMap, match="wrong format for coordinate"):
        read(path)

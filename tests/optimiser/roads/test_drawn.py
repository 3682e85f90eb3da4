"""Named lines and points refuse what is no place, and say any name in characters that files can hold."""

import math

import pytest

from optimiser.roads.drawn import NamedLine, NamedPoint, legible


@pytest.mark.parametrize(("lon", "lat"), [(180.1, 0), (0, -90.1), (math.nan, 0), (0, math.inf)])
def test_a_point_that_is_not_on_the_globe_is_refused_by_name(lon: float, lat: float) -> None:
    with pytest.raises(ValueError, match="'the well' needs longitudes from -180 to 180"):
        NamedPoint(name="the well", lon=lon, lat=lat)
    with pytest.raises(ValueError, match="'the well' needs longitudes from -180 to 180"):
        NamedLine(name="the well", line=((1.0, 1.0), (lon, lat)))


def test_a_line_of_one_point_is_refused() -> None:
    with pytest.raises(ValueError, match="'home' needs two points or more"):
        NamedLine(name="home", line=((1.0, 2.0),))


@pytest.mark.parametrize("endless", [math.inf, math.nan])
def test_a_property_that_no_json_can_hold_is_refused(endless: float) -> None:
    with pytest.raises(ValueError, match="'home' needs finite numbers for seconds"):
        NamedPoint(name="home", lon=1, lat=2, properties={"metres": 1.5, "seconds": endless})


def test_what_people_write_stays_as_it_is() -> None:
    written = "Café “Ŵyn” & <Sons>\n\t14½ \U0001f6b2 家"
    assert legible(written) == written


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_character_that_no_file_can_hold_is_replaced(character: str) -> None:
    assert legible(f"a{character}b") == "a\ufffdb"

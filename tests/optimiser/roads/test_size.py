"""Which limits a vehicle is within, and how lengths and weights are read."""

from dataclasses import replace

import pytest

from optimiser.roads.size import Size, metres, tonnes

LORRY = Size(height_m=3.6, width_m=2.5, length_m=10.5, weight_t=26.0, goods="hgv")
CAR = replace(LORRY, goods="")


@pytest.mark.parametrize(
    ("text", "length_m"),
    [
        ("4.3", 4.3),
        ("4.3 m", 4.3),
        ("4.3m", 4.3),
        ("4.3 metres", 4.3),
        ("1 metre", 1.0),
        ("4.3 Meters", 4.3),
        ("13'6\"", 4.1148),
        ("13 ft 6 in", 4.1148),
        ("6'", 1.8288),
        ("12'-6\"", 3.81),
        ("12' - 6\"", 3.81),
        ("12 ft-6 in", 3.81),
        ("4.3;3.9", 3.9),
        ("3.5m - 11'6\"", 3.5),
        ("11'6\" - 3.6 m", 3.5052),
        ("3.6m-11'6\"", 3.5052),
        ("3.5 m/11'6\"", 3.5),
        ("11'6\" (3.5 m)", 3.5),
        ("no-sign", None),
        ("1" + 400 * "0" + "'", float("inf")),
        ("14'; 13'6\"", 4.1148),
        ("default;3.9", 3.9),
        ("default", None),
        ("", None),
        ("4.3 miles", None),
    ],
)
def test_a_length_is_read_in_metres_or_feet_and_the_least_of_several_counts(text: str, length_m: float | None) -> None:
    assert metres(text) == (None if length_m is None else pytest.approx(length_m))


@pytest.mark.parametrize(
    ("text", "weight_t"),
    [
        ("7.5", 7.5),
        ("7.5 t", 7.5),
        ("7.5T", 7.5),
        ("7.5 tonnes", 7.5),
        ("1 tonne", 1.0),
        ("3500 kg", 3.5),
        ("3.5;7.5", 3.5),
        ("7.5 t; 3500 kg", 3.5),
        ("none;7.5", 7.5),
        ("unsigned", None),
        ("", None),
        ("7.5 stones", None),
    ],
)
def test_a_weight_is_read_in_tonnes_and_the_least_of_several_counts(text: str, weight_t: float | None) -> None:
    assert tonnes(text) == (None if weight_t is None else pytest.approx(weight_t))


@pytest.mark.parametrize(
    ("tags", "fits"),
    [
        ({}, True),
        ({"maxheight": "3.6"}, True),
        ({"maxheight": "3.5 metres"}, False),
        ({"maxheight:physical": "3.5"}, False),
        ({"maxwidth": "2.5"}, True),
        ({"maxwidth:physical": "2.4"}, False),
        ({"maxlength": "10.5"}, True),
        ({"maxlength": "10"}, False),
        ({"maxlength:hgv": "10"}, False),
        ({"maxlength:goods": "10"}, True),
        ({"maxweight": "3"}, True),
    ],
)
def test_it_fits_what_is_as_high_as_wide_and_as_long_as_itself(tags: dict[str, str], fits: bool) -> None:
    assert LORRY.fits(tags) is fits


@pytest.mark.parametrize(
    ("tags", "exceeded"),
    [
        ({}, []),
        ({"maxheight": "2"}, []),
        ({"maxweight": "26"}, []),
        ({"maxweight": "25.9"}, ["maxweight"]),
        ({"maxweight": "40;7.5"}, ["maxweight"]),
        ({"maxweightrating:hgv": "7.5 tonnes"}, ["maxweightrating"]),
        ({"maxgcweight:hgv": "18"}, ["maxgcweight"]),
        ({"maxweight:goods": "3.5"}, []),
        ({"maxweight": "18", "maxweightrating": "30", "maxgcweight": "20"}, ["maxweight", "maxgcweight"]),
    ],
)
def test_it_is_too_heavy_for_exactly_these_limits(tags: dict[str, str], exceeded: list[str]) -> None:
    assert LORRY.too_heavy_for(tags) == [(key, f"{key}:hgv") for key in exceeded]


@pytest.mark.parametrize(
    ("condition", "meant"),
    [
        ("weight>7.5", True),
        ("weight > 7.5 t", True),
        ("maxweight>25999 kg", True),
        ("maxweightrating>=26", True),
        ("maxgcweight>=26.1", False),
        ("Weight>26", False),
        ("weight<7.5", False),
        ("weight>7.5 AND Mo-Fr 07:00-19:00", True),
        ("weight>40 OR maxweightrating>7.5", True),
        ("axleload>7.5", False),
        ("Mo-Fr 07:00-19:00", False),
        ("", False),
    ],
)
def test_conditions_by_weight_mean_vehicles_above_it(condition: str, meant: bool) -> None:
    assert LORRY.is_meant_by(condition) is meant


def test_limits_for_goods_vehicles_are_not_for_others() -> None:
    assert CAR.too_heavy_for({"maxweight:hgv": "7.5"}) == []
    assert CAR.fits({"maxlength:hgv": "9"})

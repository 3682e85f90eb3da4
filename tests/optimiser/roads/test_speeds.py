"""How fast each mode gets along."""

from importlib.resources import files
from pathlib import Path

import pytest

from optimiser.roads import Mode
from optimiser.roads.access import CLASSES
from optimiser.roads.errors import UnusableSpeeds
from optimiser.roads.speeds import Speeds, limit_from_tag, shipped_speeds

TABLE = files("optimiser.roads").joinpath("speeds.toml").read_text(encoding="utf-8")
LOCAL = """
[car]
primary = { limit_mph = 40, delay_s_per_km = 30 }
[steady_km_h]
bicycle = 15
foot = 4.8
[delay_percent]
lorry = 150
"""


@pytest.mark.parametrize(
    ("tag", "km_h"),
    [("30 mph", 48.28), ("30mph", 48.28), ("50", 50.0), ("50 km/h", 50.0), ("30 mph;20 mph", 48.28)],
)
def test_a_limit_is_read_in_miles_or_kilometres(tag: str, km_h: float) -> None:
    assert limit_from_tag(tag) == pytest.approx(km_h, abs=0.01)


@pytest.mark.parametrize("tag", ["", "national", "GB:nsl_single", "none", "walk", "0", "300", "-30", "999 mph"])
def test_a_limit_that_is_a_word_or_out_of_range_does_not_count(tag: str) -> None:
    assert limit_from_tag(tag) is None


def test_the_maps_limit_comes_before_the_tables() -> None:
    speeds = Speeds.from_toml(TABLE, LOCAL)
    road = {"highway": "primary"}
    assert speeds.seconds_per_metre(road, Mode.CAR) * 1000 == pytest.approx(3600 / 64.37376 + 30)
    assert speeds.seconds_per_metre(road | {"maxspeed": "50"}, Mode.CAR) * 1000 == pytest.approx(3600 / 50 + 30)


def test_bicycles_and_walkers_ignore_the_limit() -> None:
    speeds = Speeds.from_toml(TABLE, LOCAL)
    road = {"highway": "primary", "maxspeed": "20 mph"}
    assert speeds.seconds_per_metre(road, Mode.BICYCLE) * 1000 == pytest.approx(240)
    assert speeds.seconds_per_metre(road, Mode.FOOT) * 1000 == pytest.approx(750)


def test_an_edited_figure_changes_the_digest() -> None:
    plain, edited = Speeds.from_toml(TABLE).digest, Speeds.from_toml(TABLE.replace("40", "41")).digest
    assert len({plain, edited, Speeds.from_toml(TABLE, LOCAL).digest}) == 3


@pytest.mark.parametrize(
    ("mode", "way", "mph"),
    [
        (Mode.CAR, {"highway": "primary", "maxspeed": "60 mph"}, 60),
        (Mode.VAN, {"highway": "primary", "maxspeed": "60 mph"}, 50),
        (Mode.LORRY, {"highway": "primary", "maxspeed": "60 mph"}, 50),
        (Mode.VAN, {"highway": "trunk", "maxspeed": "70 mph"}, 60),
        (Mode.LORRY, {"highway": "trunk", "maxspeed": "60 mph", "maxspeed:type": "GB:nsl_dual"}, 60),
        (Mode.VAN, {"highway": "motorway"}, 70),
        (Mode.LORRY, {"highway": "motorway"}, 60),
        (Mode.LORRY, {"highway": "primary", "maxspeed": "30 mph"}, 30),
    ],
)
def test_goods_vehicles_have_limits_of_their_own(mode: Mode, way: dict[str, str], mph: int) -> None:
    speeds = Speeds.from_toml(TABLE)
    delay = speeds.delay_share.get(mode, 1.0) * speeds.car_delay_s_per_km[way["highway"]]
    assert speeds.seconds_per_metre(way, mode) * 1000 == pytest.approx(3600 / (mph * 1.609344) + delay)


@pytest.mark.parametrize(
    ("local", "complaint"),
    [
        ("[car", "it is no TOML"),
        ("[cars]\nprimary = 3", "cars is not among the figures"),
        (
            "[car.primary]\nlimit = 40",
            "car.primary.limit is not among the figures; those are delay_s_per_km, limit_mph",
        ),
        ("[car]\nprimary = 40", "car.primary is a table"),
        ("[parking_s]\ncar = 'long'", "parking_s.car must be a number"),
        ("[parking_s]\ncar = true", "parking_s.car must be a number"),
        ("[parking_s]\ncar = -1", "parking_s.car must be between 0"),
        ("[parking_s]\ncar = inf", "parking_s.car must be between 0"),
        ("[steady_km_h]\nfoot = 0", "steady_km_h.foot must be between 1 and 100,000"),
        ("[steady_km_h]\nfoot = 0.00001", "steady_km_h.foot must be between 1 and"),
        ("[car.primary]\nlimit_mph = 0", "car.primary.limit_mph must be between 1 and"),
        ("[car.primary]\nlimit_mph = nan", "car.primary.limit_mph must be between 1 and"),
        ("[car.primary]\nlimit_mph = 'maps'", 'car.primary.limit_mph must be a number or "map"'),
        ("[goods_limit_mph.van]\ndual = 'map'", r"goods_limit_mph.van.dual must be a number\. Give"),
        ("[goods_limit_mph.van]\ndual = 0.5", "goods_limit_mph.van.dual must be between 1 and"),
        ("[goods_limit_mph.van]\ndual = '50'", "goods_limit_mph.van.dual must be a number"),
        ("[parking_s]\ncar = [60]", "parking_s.car must be a number"),
        ("[size.van]\ngoods = 3.5", "size.van.goods must be text"),
        ("[size.van]\ngoods = true", "size.van.goods must be text"),
        ("[size.van]\ngoods = ['goods']", "size.van.goods must be text"),
        ("[size.van]\nheight_m = 'high'", "size.van.height_m must be a number"),
    ],
)
def test_local_figures_that_mean_nothing_are_refused_by_name(tmp_path: Path, local: str, complaint: str) -> None:
    file = tmp_path / "local.toml"
    file.write_text(local, encoding="utf-8")
    with pytest.raises(UnusableSpeeds, match=complaint) as refusal:
        shipped_speeds(file)
    assert str(file) in str(refusal.value)


def test_the_slowest_speed_no_delay_and_other_goods_are_taken() -> None:
    local = "[steady_km_h]\nfoot = 1\n[car.primary]\ndelay_s_per_km = 0\n[size.van]\ngoods = 'hgv'\n"
    speeds = Speeds.from_toml(TABLE, local)
    assert speeds.steady_km_h[Mode.FOOT] == 1
    assert speeds.car_delay_s_per_km["primary"] == 0
    assert speeds.size[Mode.VAN].goods == "hgv"


def test_a_file_of_speeds_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableSpeeds, match=r"nowhere\.toml"):
        shipped_speeds(tmp_path / "nowhere.toml")


def test_the_shipped_table_has_a_speed_for_every_class_that_cars_may_use() -> None:
    speeds = shipped_speeds()
    assert set(speeds.car_limit_km_h) == set(speeds.car_delay_s_per_km) == CLASSES[Mode.CAR]


def test_a_car_on_a_thirty_mph_a_road_without_junctions_averages_about_twenty_five_mph() -> None:
    pace = shipped_speeds().seconds_per_metre({"highway": "primary", "maxspeed": "30 mph"}, Mode.CAR)
    assert 3.6 / pace / 1.609344 == pytest.approx(25.0, abs=0.1)

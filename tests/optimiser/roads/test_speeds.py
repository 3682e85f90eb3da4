"""How fast each mode gets along."""

import pytest

from optimiser.roads import Mode
from optimiser.roads.access import CLASSES
from optimiser.roads.speeds import Speeds, limit_from_tag, shipped_speeds

TABLE = """
[car]
primary = { limit_mph = 40, delay_s_per_km = 30 }
[steady_km_h]
bicycle = 15
foot = 4.8
[parking_s]
car = 60
bicycle = 20
foot = 0
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
    speeds = Speeds.from_toml(TABLE)
    road = {"highway": "primary"}
    assert speeds.seconds_per_metre(road, Mode.CAR) * 1000 == pytest.approx(3600 / 64.37376 + 30)
    assert speeds.seconds_per_metre(road | {"maxspeed": "50"}, Mode.CAR) * 1000 == pytest.approx(3600 / 50 + 30)


def test_bicycles_and_walkers_ignore_the_limit() -> None:
    speeds = Speeds.from_toml(TABLE)
    road = {"highway": "primary", "maxspeed": "20 mph"}
    assert speeds.seconds_per_metre(road, Mode.BICYCLE) * 1000 == pytest.approx(240)
    assert speeds.seconds_per_metre(road, Mode.FOOT) * 1000 == pytest.approx(750)


def test_an_edited_figure_changes_the_digest() -> None:
    assert Speeds.from_toml(TABLE).digest != Speeds.from_toml(TABLE.replace("40", "41")).digest


def test_the_shipped_table_has_a_speed_for_every_class_that_cars_may_use() -> None:
    speeds = shipped_speeds()
    assert set(speeds.car_limit_km_h) == set(speeds.car_delay_s_per_km) == CLASSES[Mode.CAR]


def test_a_car_on_a_thirty_mph_a_road_averages_about_twenty_one_mph() -> None:
    pace = shipped_speeds().seconds_per_metre({"highway": "primary", "maxspeed": "30 mph"}, Mode.CAR)
    assert 3.6 / pace / 1.609344 == pytest.approx(21.4, abs=0.1)

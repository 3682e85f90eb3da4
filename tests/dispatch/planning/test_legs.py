"""Legs that are told and not planned take as long as traffic makes them at that hour."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain.worker import TravelMode
from dispatch.planning.horizon import horizon_of
from dispatch.planning.legs import Legs
from dispatch.planning.travel_times import TravelTimes
from tests.dispatch.planning.tiny_day import DEPOT, HIGH_STREET, MILL_LANE, at, day, travel_in_traffic

CAR, FOOT = TravelMode.CAR, TravelMode.FOOT
LEGS = Legs(travel_in_traffic(), horizon_of(day()))
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("leaves", "arrives"),
    [
        ("07:30", "07:35"),
        ("07:58", "08:06"),  # two minutes of it at full speed, and the other three take six
        ("08:00", "08:10"),
        ("08:50", "09:00"),
        ("08:56", "09:03"),  # two of it done by nine
        ("09:00", "09:05"),
    ],
)
def test_speed_changes_on_the_way_and_back_again(leaves: str, arrives: str) -> None:
    assert LEGS.arrival(at(leaves), CAR, DEPOT, MILL_LANE) == at(arrives)
    assert LEGS.seconds(at(leaves), CAR, DEPOT, MILL_LANE) == (at(arrives) - at(leaves)).total_seconds()
    assert LEGS.departure(at(arrives), CAR, DEPOT, MILL_LANE) == at(leaves)


def test_on_foot_and_in_metres_every_hour_is_alike() -> None:
    assert LEGS.seconds(at("08:00"), FOOT, DEPOT, HIGH_STREET) == 600
    assert LEGS.metres(CAR, DEPOT, HIGH_STREET) == 4000


def test_from_a_place_to_itself_takes_no_time() -> None:
    assert LEGS.arrival(at("08:00"), CAR, DEPOT, DEPOT) == at("08:00")
    assert LEGS.departure(at("08:00"), CAR, DEPOT, DEPOT) == at("08:00")


@given(st.integers(-2 * 3600, 26 * 3600), st.integers(0, 999_999))
def test_whoever_leaves_a_second_later_than_the_last_moment_is_late(second: int, microsecond: int) -> None:
    arrives_at = at("00:00") + timedelta(seconds=second, microseconds=microsecond)

    def there_at(leaves_at: datetime) -> datetime:
        return LEGS.arrival(leaves_at, CAR, DEPOT, HIGH_STREET)

    leaves_at = LEGS.departure(arrives_at, CAR, DEPOT, HIGH_STREET)
    assert there_at(leaves_at) <= arrives_at < there_at(leaves_at + timedelta(seconds=1))


def test_a_place_without_travel_times_is_named() -> None:
    times = travel_in_traffic()
    known = TravelTimes(travel=times.travel, place_index={DEPOT.uprn: 0}, traffic=times.traffic)
    with pytest.raises(ValueError, match="1 Mill Lane"):
        Legs(known, horizon_of(day())).arrival(at("08:00"), CAR, DEPOT, MILL_LANE)

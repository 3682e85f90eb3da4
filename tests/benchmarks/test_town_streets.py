"""The made-up town's ways, on streets that can be measured by hand, and in the town itself."""

from collections.abc import Sequence

import numpy as np
import pytest

from dispatch.domain.worker import TravelMode
from dispatch.planning.travel_times import TravelTimes
from fixtures.town import Street
from fixtures.town.plane import to_lon_lat
from tests.benchmarks.days.town_ground import TownGround, travel_by
from tests.benchmarks.days.town_streets import BICYCLE, CAR, FOOT, LORRY, Spot, TownStreets, Traffic, Ways, spot_of

Metres = tuple[float, float]


def street(highway: str, *line: Metres, one_way: bool = False) -> Street:
    return Street(
        usrn="99900001", name="Mill Lane", highway=highway, line=tuple(to_lon_lat(at) for at in line), one_way=one_way
    )


def ways(streets: Sequence[Street], traffic: Traffic, *doors: Metres) -> tuple[list[list[float]], list[list[float]]]:
    """Seconds and metres."""
    found = TownStreets(streets, traffic).ways([dm(door) for door in doors])
    return (found.time / 10_000).tolist(), (found.length_dm / 10).tolist()


def dm(at: Metres) -> Spot:
    return round(at[0] * 10), round(at[1] * 10)


# A square of 100 m, its south side one-way from west to east.
WEST, EAST, NORTH_EAST, NORTH_WEST = (0, 0), (100, 0), (100, 100), (0, 100)
SQUARE = (street("residential", WEST, EAST, one_way=True), street("residential", EAST, NORTH_EAST, NORTH_WEST, WEST))


def test_a_car_goes_round_where_the_street_is_one_way_and_a_walker_does_not() -> None:
    seconds, metres = ways(SQUARE, CAR, WEST, EAST)
    assert metres == [[0, 100], [300, 0]]
    assert seconds == [[0, 16], [48, 0]]
    for traffic, direct_s in ((BICYCLE, 25), (FOOT, 76)):
        seconds, metres = ways(SQUARE, traffic, WEST, EAST)
        assert metres == [[0, 100], [100, 0]]
        assert seconds == [[0, direct_s], [direct_s, 0]]


def test_a_lorry_is_slower_and_keeps_out_of_alleys() -> None:
    alley = street("service", EAST, WEST)
    assert ways([*SQUARE, alley], CAR, WEST, EAST) == ([[0, 16], [24, 0]], [[0, 100], [100, 0]])
    assert ways([*SQUARE, alley], LORRY, WEST, EAST) == ([[0, 20], [60, 0]], [[0, 100], [300, 0]])


def test_footpaths_are_for_walkers_and_cycle_tracks_for_bicycles_too() -> None:
    loop = street("residential", WEST, EAST, NORTH_EAST, NORTH_WEST)
    for highway, shorter in (("footway", (FOOT,)), ("path", (FOOT,)), ("cycleway", (FOOT, BICYCLE))):
        link = street(highway, NORTH_WEST, WEST)
        for traffic in (CAR, LORRY, BICYCLE, FOOT):
            metres = ways([loop, link], traffic, WEST, NORTH_WEST)[1]
            assert metres[0][1] == (100 if traffic in shorter else 300)


def test_the_fastest_way_counts_and_of_two_as_fast_the_shorter() -> None:
    # 100 m at 200 ms, or 200 m at 100 ms: 20 s both.
    main = street("primary", WEST, (0, 50), (100, 50), EAST)
    direct = street("residential", WEST, EAST)
    for primary_ms, metres in ((99, 200), (100, 100), (101, 100)):
        traffic = Traffic(ms={"primary": primary_ms, "residential": 200}, one_way=True)
        for streets in ([main, direct], [direct, main]):
            assert ways(streets, traffic, WEST, EAST)[1][0][1] == metres


def test_of_streets_that_lie_on_one_another_the_faster_counts() -> None:
    slow, fast = street("service", WEST, EAST), street("primary", WEST, EAST)
    for streets in ([slow, fast], [fast, slow]):
        assert ways(streets, CAR, WEST, EAST)[0][0][1] == 8.8


def test_a_door_is_walked_to_from_the_nearest_point() -> None:
    seconds, metres = ways(SQUARE, CAR, (-3, -4), (100, 10))
    assert metres[0][1] == 5 + 100 + 10
    assert seconds[0][1] == pytest.approx(16 + 15 * 0.76)
    # From next door it is not nothing: out to the street and back.
    assert ways(SQUARE, CAR, (-3, -4), (-5, 0))[1][0][1] == 10


def test_a_street_that_cannot_be_left_again_is_walked_to_from_the_next() -> None:
    trap = street("residential", EAST, (200, 0), one_way=True)
    assert ways([*SQUARE, trap], CAR, (200, 0), EAST)[1] == [[200, 100], [100, 0]]
    assert ways([*SQUARE, trap], FOOT, (200, 0), EAST)[1] == [[0, 100], [100, 0]]


def test_diagonals_are_measured_to_the_decimetre() -> None:
    assert ways([street("residential", WEST, NORTH_EAST)], CAR, WEST, NORTH_EAST)[1][0][1] == 141.4


def test_what_was_drawn_is_found_again_to_the_decimetre() -> None:
    for spot in ((0, 0), (1, -1), (-17_693, 15_217), (20_099, -16_601)):
        assert spot_of(*to_lon_lat((spot[0] / 10, spot[1] / 10))) == spot


def test_seconds_and_metres_are_rounded_up_and_seconds_add_what_it_takes_at_the_kerb() -> None:
    time = np.array([[40_000, 160_001], [160_000, 40_000]])
    found = travel_by(Ways(time=time, length_dm=time // 1_000), np.array([1, 2]), np.array([10, 20]))
    assert found.seconds.tolist() == [[0, 17 + 1 + 20], [16 + 2 + 10, 0]]
    assert found.metres.tolist() == [[0, 16], [16, 0]]
    assert travel_by(Ways(time=time, length_dm=time * 0 + 11), np.array([0, 0]), np.array([0, 0])).metres[0, 1] == 2


@pytest.fixture(scope="module")
def town() -> TravelTimes:
    """Some homes, every hub and some bins."""
    ground = TownGround(1)
    setting = ground.settings[0]
    bins = [place for _, _, place in setting.bins]
    return ground.measure([*setting.homes[::50], *(hub.place for hub in setting.hubs), *bins[::5]])


def test_the_town_is_measured_for_every_mode(town: TravelTimes) -> None:
    assert set(town.travel) == {mode.value for mode in TravelMode}
    assert town.travel["van"] == town.travel["car"]
    assert {len(travel.seconds) for travel in town.travel.values()} == {len(town.place_index)}


def test_going_by_way_of_a_third_place_is_never_shorter_in_the_town(town: TravelTimes) -> None:
    for travel in town.travel.values():
        s = travel.seconds.astype(np.int64)
        assert (s[:, None, :] <= s[:, :, None] + s[None, :, :]).all()


def test_the_town_has_one_way_streets(town: TravelTimes) -> None:
    metres = town.travel["car"].metres
    assert (metres != metres.T).any()
    on_foot = town.travel["foot"].seconds
    assert (on_foot == on_foot.T).all()

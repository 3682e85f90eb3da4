"""Traffic by the hour: what part of a leg it slows down, by how much, and that whoever leaves later arrives later."""

from dataclasses import replace
from datetime import time
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimiser.plan.legs import leg_s
from optimiser.problem import Problem, SpeedPeriod, SpeedProfile, Travel
from optimiser.roads import Dijkstra, Hierarchy, Mode, load_network, snap, travel_matrix
from optimiser.roads.errors import UnusableSpeeds
from optimiser.roads.graph import Counted
from optimiser.roads.speeds import Speeds, shipped_speeds
from optimiser.roads.traffic import FULL_SPEED, MIXTURES, Traffic, mixtures

from .networks import random_grid
from .toy_map import CENTRE, KM, STREET, osm_xml, write_map

TABLE = files("optimiser.roads").joinpath("speeds.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("total", "main", "other", "expected"),
    [
        (1000, 1000, 0, (4, 0)),
        (1000, 0, 1000, (0, 4)),
        (1000, 0, 0, (0, 0)),  # a walk
        (1000, 500, 500, (2, 2)),
        (1000, 300, 300, (1, 1)),
        (1000, 370, 370, (1, 2)),  # three quarters are driven, and so they are here
        (0, 0, 0, (0, 0)),
    ],
)
def test_a_leg_has_the_mixture_nearest_to_it(total: int, main: int, other: int, expected: tuple[int, int]) -> None:
    found = mixtures(np.array([total]), np.array([main]), np.array([other]))
    assert MIXTURES[int(found[0])] == expected


def test_a_mixture_takes_as_long_as_its_parts_together() -> None:
    traffic = Traffic(main={time(): 100, time(8): 50}, other={time(): 100, time(9): 80})
    of = dict(zip(MIXTURES, traffic.by_mixture(), strict=True))
    assert of[0, 0] == ((time(), 1000),)
    assert of[4, 0] == ((time(), 1000), (time(8), 500))
    assert of[0, 4] == ((time(), 1000), (time(9), 800))
    # Two quarters at half speed and two at full speed take six quarters; with 1.25 each for the others, 6.5.
    assert of[2, 2] == ((time(), 1000), (time(8), 667), (time(9), 615))
    assert of[2, 0] == ((time(), 1000), (time(8), 667))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_both_engines_count_the_same_time_on_main_roads(seed: int) -> None:
    grid = random_grid(seed)
    draw = np.random.default_rng(seed)
    grid = replace(grid, main_cs=grid.centiseconds * draw.integers(0, 2, grid.edges))
    everywhere = np.arange(grid.junctions, dtype=np.int32)
    found = [
        np.concatenate([block for _, block in engine.blocks(everywhere, everywhere, what=Counted.MAIN_ROADS)])
        for engine in (Hierarchy(grid), Dijkstra(grid))
    ]
    assert (found[0] == found[1]).all()


def test_a_drive_along_the_main_road_is_slowed_down_more_than_one_along_a_street(tmp_path: Path) -> None:
    nodes = {name: (CENTRE[0] + east * KM, north * KM) for name, east, north in [("A", 0, 0), ("B", 9, 0), ("C", 0, 6)]}
    ways = [("AB", {"highway": "primary"}), ("AC", STREET)]
    path = write_map(tmp_path, osm_xml(nodes, ways))
    lon, lat = zip(*nodes.values(), strict=True)
    for mode in (Mode.CAR, Mode.VAN, Mode.LORRY):
        network = load_network(path, mode, cache_dir=None)
        at = snap(network, lon, lat, list(nodes))
        mixture = travel_matrix(network, at).mixture
        assert MIXTURES[mixture[0, 1]] == (4, 0)
        assert MIXTURES[mixture[0, 2]] == (0, 4)
        assert MIXTURES[mixture[1, 2]] == (2, 2)
        assert mixture.diagonal().tolist() == [0, 0, 0]
    for mode in (Mode.BICYCLE, Mode.FOOT):
        network = load_network(path, mode, cache_dir=None)
        assert not travel_matrix(network, snap(network, lon, lat, list(nodes))).mixture.any()


def test_next_door_most_of_the_leg_is_parking_and_walking_and_no_traffic_slows_it(tmp_path: Path) -> None:
    nodes = {"A": CENTRE, "B": (CENTRE[0] + 0.1 * KM, 0.0)}
    network = load_network(write_map(tmp_path, osm_xml(nodes, [("AB", STREET)])), Mode.CAR, cache_dir=None)
    lon, lat = zip(*nodes.values(), strict=True)
    at = snap(network, lon, lat, list(nodes))
    assert travel_matrix(network, at).seconds[0, 1] == 60 + 12
    assert MIXTURES[travel_matrix(network, at).mixture[0, 1]] == (0, 1)


@settings(max_examples=60, deadline=None)
@given(
    free_s=st.integers(0, 20_000),
    number=st.integers(0, len(MIXTURES) - 1),
    leave_s=st.lists(st.integers(0, 86_399), min_size=2, max_size=30),
)
def test_whoever_leaves_later_never_arrives_earlier(free_s: int, number: int, leave_s: list[int]) -> None:
    profiles = tuple(
        SpeedProfile(periods=tuple(SpeedPeriod(from_s=_seconds(at), permille=speed) for at, speed in periods))
        for periods in shipped_speeds().traffic.by_mixture()
    )
    matrix = np.array([[0, free_s], [free_s, 0]], dtype=np.int32)
    travel = Travel(matrix, matrix, np.full((2, 2), number, dtype=np.uint8))
    problem = Problem(horizon_s=200_000, workers=(), shifts=(), visits=(), travel={"car": travel}, profiles=profiles)
    arrivals = [at + leg_s(problem, "car", 0, 1, at) for at in sorted(leave_s)]
    assert all(earlier <= later for earlier, later in pairwise(arrivals))
    assert all(arrival - at >= free_s for arrival, at in zip(arrivals, sorted(leave_s), strict=True))


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60


def test_the_shipped_day_has_two_rush_hours_and_full_speed_at_noon_and_night() -> None:
    main = dict(zip(MIXTURES, shipped_speeds().traffic.by_mixture(), strict=True))[4, 0]

    def speed(at: time) -> int:
        return [speed for begin, speed in main if begin <= at][-1]

    assert speed(time(8)) < FULL_SPEED
    assert speed(time(17)) < FULL_SPEED
    assert {speed(time(3)), speed(time(12)), speed(time(22))} == {FULL_SPEED}


def test_a_local_day_takes_the_place_of_the_whole_day_and_of_no_network() -> None:
    local = '[traffic.main]\n"00:00" = 100\n"08:00" = 40\n'
    plain, changed = Speeds.from_toml(TABLE), Speeds.from_toml(TABLE, local)
    assert changed.traffic.main == {time(): 100, time(8): 40}
    assert changed.traffic.other == plain.traffic.other
    assert changed.digest == plain.digest  # networks do not hold it


@pytest.mark.parametrize(
    ("local", "complaint"),
    [
        ('[traffic.main]\n"07:00" = 80', "traffic.main must begin at 00:00"),
        ("[traffic.main]", "traffic.main must begin at 00:00"),
        ('[traffic.main]\n"00:00" = 0', "traffic.main.00:00 must be a whole number from 1 to 1000"),
        ('[traffic.main]\n"00:00" = 99.5', "traffic.main.00:00 must be a whole number"),
        ('[traffic.main]\n"00:00" = 100\n"25:00" = 100', "25:00"),
        ('[traffic.motorways]\n"00:00" = 100', "traffic.motorways is not among the figures"),
    ],
)
def test_a_day_of_traffic_that_is_none_is_refused(local: str, complaint: str) -> None:
    with pytest.raises(UnusableSpeeds, match=complaint):
        Speeds.from_toml(TABLE, local)

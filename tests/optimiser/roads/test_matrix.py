"""Door-to-door seconds and metres between places."""

import numpy as np
import numpy.typing as npt
import pytest

from optimiser.roads import Dijkstra, Hierarchy, LegTooLong, Matrix, Mode, Network, Unreachable, snap, travel_matrix
from optimiser.roads.connected import largest_connected

from .conftest import Listener
from .networks import network, on_street, places, random_grid
from .toy_map import KM, NODES

Kind = type[Hierarchy] | type[Dijkstra]
ENGINES: list[Kind] = [Hierarchy, Dijkstra]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_walk_between_door_and_street_counts_at_both_ends(engine: Kind) -> None:
    street = network(2, [(0, 1, 10_000, 800), (1, 0, 12_000, 800)])
    matrix = travel_matrix(street, places(street, [0, 1], [40, 20]), engine=engine(street))
    assert matrix.seconds.tolist() == [[0, 145], [165, 0]]  # 100 and 120 s, and 60 m on foot: 45 s
    assert matrix.metres.tolist() == [[0, 860], [860, 0]]


def test_two_homes_at_one_spot_of_the_kerb_are_apart_by_their_walks_and_by_parking(toy: dict[Mode, Network]) -> None:
    lon = NODES["A"][0] + 0.3 * KM
    snapped = snap(toy[Mode.CAR], [lon, lon], [0.04 * KM, -0.08 * KM], ["one", "two"])
    matrix = travel_matrix(toy[Mode.CAR], snapped)
    assert matrix.seconds.tolist() == [[0, 150], [150, 0]]  # 120 m on foot and a minute to park
    assert matrix.metres.tolist() == [[0, 120], [120, 0]]


def test_part_of_a_street_takes_part_of_its_time(toy: dict[Mode, Network]) -> None:
    lon, lat = NODES["A"][0] + 0.25 * KM, NODES["B"][1] + 0.5 * KM
    snapped = snap(toy[Mode.CAR], [lon, NODES["B"][0]], [0.0, lat], ["on AB", "on BD"])
    matrix = travel_matrix(toy[Mode.CAR], snapped)
    assert matrix.metres.tolist() == [[0, 1250], [1250, 0]]
    assert matrix.seconds[0, 1] == 204  # 1.25 x 114.56 and 60, rounded up


def test_against_a_one_way_street_one_drives_round() -> None:
    ring = network(3, [(0, 1, 1000, 100), (1, 2, 1000, 100), (2, 0, 1000, 100)])
    matrix = travel_matrix(ring, on_street(ring, [0, 0], [0.25, 0.75]))
    assert matrix.seconds.tolist() == [[0, 5], [25, 0]]
    assert matrix.metres.tolist() == [[0, 50], [250, 0]]


def test_a_place_at_the_end_of_a_one_way_street_is_reached_from_every_side() -> None:
    street = network(3, [(0, 1, 1000, 100), (1, 0, 1000, 100), (2, 1, 500, 50), (0, 2, 9000, 900)])
    at_the_end = on_street(street, [2, 0], [1.0, 0.0])
    assert travel_matrix(street, at_the_end).seconds.tolist() == [[0, 10], [10, 0]]


def test_two_names_for_the_same_door_are_at_no_distance(toy: dict[Mode, Network]) -> None:
    lon, lat = NODES["B"][0] + 0.04 * KM, NODES["B"][1]
    snapped = snap(toy[Mode.CAR], [lon, lon], [lat, lat], ["flat 1", "flat 2"])
    matrix = travel_matrix(toy[Mode.CAR], snapped)
    assert not matrix.seconds.any()
    assert not matrix.metres.any()


def test_seconds_are_rounded_up_so_that_a_detour_is_never_shorter() -> None:
    corners = network(3, [(0, 1, 150, 10), (1, 2, 150, 10), (2, 0, 150, 10)])
    matrix = travel_matrix(corners, places(corners, [0, 1, 2]))
    assert matrix.seconds.tolist() == [[0, 2, 3], [3, 0, 2], [2, 3, 0]]


def test_going_by_way_of_a_third_place_is_never_faster() -> None:
    grid = random_grid(3, side=12)
    times = travel_matrix_where_connected(grid)
    assert (times[:, :, None] + times[None, :, :] >= times[:, None, :]).all()


def test_places_without_a_way_between_them_are_named() -> None:
    split = network(4, [(0, 1, 5, 10), (1, 0, 5, 10), (2, 3, 5, 10), (3, 2, 5, 10)])
    with pytest.raises(Unreachable, match="from place 0 to place 1, from place 1 to place 0") as refusal:
        travel_matrix(split, places(split, [0, 2]))
    assert refusal.value.names == (("place 0", "place 1"), ("place 1", "place 0"))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("hours_cs", "fits"), [(3_960_000, True), (3_960_001, False)])
def test_eleven_hours_just_fit_and_more_do_not(engine: Kind, hours_cs: int, fits: bool) -> None:
    far = network(2, [(0, 1, hours_cs, 700_000), (1, 0, 5, 5)])
    if fits:
        matrix = travel_matrix(far, places(far, [0, 1]), engine=engine(far))
        assert (matrix.seconds[0, 1], matrix.metres[0, 1]) == (39_600, 700_000)
    else:
        with pytest.raises(LegTooLong, match=r"From place 0 to place 1 takes 11\.0 hours"):
            travel_matrix(far, places(far, [0, 1]), engine=engine(far))


def test_no_places_give_an_empty_matrix(toy: dict[Mode, Network]) -> None:
    assert travel_matrix(toy[Mode.CAR], snap(toy[Mode.CAR], [], [], [])).seconds.shape == (0, 0)


def test_one_place_gives_a_zero(toy: dict[Mode, Network]) -> None:
    snapped = snap(toy[Mode.CAR], [NODES["B"][0]], [0.0], ["home"])
    assert travel_matrix(toy[Mode.CAR], snapped).seconds.tolist() == [[0]]


def test_what_is_going_on_is_said(toy: dict[Mode, Network], listener: Listener) -> None:
    snapped = snap(toy[Mode.CAR], [NODES["B"][0]], [0.0], ["home"])
    travel_matrix(toy[Mode.CAR], snapped, say=listener)
    assert listener.sentences == ["Travel by car between 1 place."]


def test_the_matrix_cannot_be_written_to(toy: dict[Mode, Network]) -> None:
    snapped = snap(toy[Mode.CAR], [NODES["B"][0]], [0.0], ["home"])
    with pytest.raises(ValueError, match="read-only"):
        travel_matrix(toy[Mode.CAR], snapped).seconds[0, 0] = 1


@pytest.mark.parametrize("seconds", [[[0, -1], [1, 0]], [[1, 1], [1, 0]], [[0, 1]]])
def test_a_matrix_that_is_none_is_refused(seconds: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"square|negative"):
        Matrix(
            seconds=np.array(seconds, dtype=np.int32),
            metres=np.array(seconds, dtype=np.int32),
            mixture=np.zeros_like(seconds, dtype=np.uint8),
        )


def travel_matrix_where_connected(grid: Network) -> npt.NDArray[np.int32]:
    """Seconds between all junctions of the grid's largest connected part."""
    part = largest_connected(grid)
    k = part.junctions
    return travel_matrix(part, places(part, list(range(k)))).seconds

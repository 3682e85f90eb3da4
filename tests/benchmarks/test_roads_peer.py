"""What is told of a peer: how its times compare with ours, and that it is missing; without any peer installed."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from fixtures.networks import network_of_towns
from optimiser.roads import Mode, Network, Snapped, travel_matrix
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.roads_cli import app
from tests.benchmarks.roads_peer import Numbers, agreement, beside_peer, kerb_to_kerb

NOWHERE = float("nan")
PARKING_S = 45
NETWORK = replace(network_of_towns(300, seed=3), parking_s=PARKING_S)


def doors(edge: list[int], access_m: list[int]) -> Snapped:
    """Places half-way along these edges. No two are at one spot, wherever that is: it is not looked at."""
    k = len(edge)
    return Snapped(
        names=tuple(f"door {number}" for number in range(k)),
        lon=np.arange(k, dtype=np.float64),
        lat=np.zeros(k),
        edge=np.array(edge, dtype=np.int32),
        share=np.full(k, 0.5),
        access_m=np.array(access_m, dtype=np.int32),
    )


class AtHalfTheSpeed:
    """The same network as ours without doors and car parks, at half the speed and with ways twice as long."""

    name = "half"

    def __init__(self, network: Network, snapped: Snapped) -> None:
        self._network = replace(network, parking_s=0)
        self._at_kerbs = replace(snapped, access_m=np.zeros(len(snapped.names), dtype=np.int32))

    def version(self) -> str:
        return "1.2"

    def build(self, osm: Path, mode: Mode, folder: Path) -> None:
        assert (osm, mode) == (Path("town.osm.pbf"), Mode.CAR)
        assert folder.is_dir()

    def matrix(self, lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
        drive = travel_matrix(self._network, self._at_kerbs)
        return 2 * drive.seconds.astype(np.float64), 2 * drive.metres.astype(np.float64)


def test_the_drive_alone_is_compared() -> None:
    snapped = doors([3, 200, 411, 580], [0, 25, 400, 1])
    ours = travel_matrix(NETWORK, snapped)
    peer = AtHalfTheSpeed(NETWORK, snapped)
    told = beside_peer(peer, Path("town.osm.pbf"), NETWORK, snapped, (ours.seconds, ours.metres))
    assert (told["half_version"], told["half_places"], told["legs_compared"]) == ("1.2", 4, 12)
    # Ours are rounded up to whole seconds, of at least 60.
    assert [told[f"ratio_{share}"] for share in ("p5", "median", "p95")] == pytest.approx([0.5] * 3, abs=0.01)
    assert [told[f"metres_ratio_{share}"] for share in ("p5", "median", "p95")] == [0.5] * 3
    assert told["half_build_s"] >= 0 < told["half_matrix_s"]
    assert told["ours_matrix_s"] > 0


def test_parking_and_both_walks_are_taken_off() -> None:
    door_to_door = (np.array([[0, 200], [300, 0]], dtype=np.int32), np.array([[0, 1_000], [1_500, 0]], dtype=np.int32))
    seconds, metres = kerb_to_kerb(NETWORK, doors([1, 2], [20, 40]), door_to_door)
    # 60 m at 4.8 km/h are 45 s, and parking is as much.
    assert (seconds[0, 1], seconds[1, 0]) == (110, 210)
    assert (metres[0, 1], metres[1, 0]) == (940, 1_440)


def legs(there: float, back: float) -> Numbers:
    return np.array([[0.0, there], [back, 0.0]])


def test_a_ratio_is_ours_divided_by_theirs() -> None:
    told = agreement((legs(120, 300), legs(900, 1_000)), (legs(100, 200), legs(1_000, 2_000)))
    assert told["legs_compared"] == 2
    assert told["ratio_median"] == 1.35  # half-way between 1.2 and 1.5
    assert (told["ratio_p5"], told["ratio_p95"]) == (1.215, 1.485)
    assert told["metres_ratio_median"] == 0.7


def test_a_leg_without_a_way_is_counted_and_is_in_no_ratio() -> None:
    told = agreement((legs(120, 300), legs(900, 1_000)), (legs(NOWHERE, 200), legs(NOWHERE, 500)))
    assert (told["legs_compared"], told["legs_without_way"]) == (1, 1)
    assert (told["ratio_p5"], told["ratio_p95"], told["metres_ratio_median"]) == (1.5, 1.5, 2.0)


@pytest.mark.parametrize(("ours", "theirs", "compared"), [(60, 60, 1), (59, 60, 0), (60, 59, 0)])
def test_short_legs_are_not_compared(ours: int, theirs: int, compared: int) -> None:
    told = agreement((legs(ours, 1), legs(1, 1)), (legs(theirs, 1), legs(1, 1)))
    assert (told["legs_compared"], told["legs_without_way"]) == (compared, 0)


def test_nothing_to_compare_is_told_as_nothing() -> None:
    told = agreement((legs(120, 300), legs(900, 1_000)), (legs(NOWHERE, NOWHERE), legs(NOWHERE, NOWHERE)))
    assert (told["legs_compared"], told["legs_without_way"]) == (0, 2)
    assert told["ratio_median"] is told["metres_ratio_p95"] is None


def test_an_unknown_peer_is_told_before_anything_is_measured() -> None:
    with pytest.raises(CannotRun, match="no peer 'excel'; give one of valhalla"):
        CliRunner().invoke(app, ["--osm", "none.osm.pbf", "--peer", "excel"], catch_exceptions=False)


def test_a_peer_that_is_not_installed_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "valhalla", None)  # by which Python is told that there is no such module
    with pytest.raises(CannotRun, match=r"'valhalla' is not installed; install the peers with .*benchmarks"):
        CliRunner().invoke(app, ["--osm", "none.osm.pbf", "--peer", "valhalla"], catch_exceptions=False)

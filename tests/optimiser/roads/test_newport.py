"""A real city, where the extract is at hand."""

from pathlib import Path

import numpy as np
import pytest

from optimiser.roads import Dijkstra, Mode, load_network, snap, travel_matrix

from .conftest import Listener

NEWPORT = Path(__file__).parents[4] / "shared" / "data" / "osm" / "newport.osm.pbf"


@pytest.mark.skipif(not NEWPORT.exists(), reason="the Newport extract is not at ../shared/data/osm/newport.osm.pbf")
def test_newport_by_car_has_believable_times_and_both_engines_agree_on_every_pair(
    tmp_path: Path, listener: Listener
) -> None:
    network = load_network(NEWPORT, Mode.CAR, cache_dir=tmp_path)
    assert 5_000 < network.junctions < 15_000
    assert network.source == "© OpenStreetMap contributors, ODbL 1.0"
    chosen = np.random.default_rng(7).choice(network.junctions, 300, replace=False)
    names = [f"junction {i}" for i in chosen]
    snapped = snap(network, network.lon[chosen] + 1e-4, network.lat[chosen], names)
    matrix = travel_matrix(network, snapped)
    expected = travel_matrix(network, snapped, engine=Dijkstra(network))
    assert (matrix.seconds == expected.seconds).all()
    assert (matrix.metres == expected.metres).all()
    away = ~np.eye(300, dtype=bool)
    km_h = 3.6 * matrix.metres[away].sum() / matrix.seconds[away].sum()
    assert 25 < km_h < 55
    again = load_network(NEWPORT, Mode.CAR, cache_dir=tmp_path, say=listener)
    assert listener.sentences == []
    assert (again.centiseconds == network.centiseconds).all()

"""Each real file of the vehicle routing suites is read, and engines are given the lengths that the referee takes."""

from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.suites import homberger, mdvrptw, sdvrptw, solomon
from tests.benchmarks.suites.distance_referee import leg
from tests.benchmarks.suites.distance_suite import DistanceSuite

DATA = Path(__file__).parents[3] / "shared/data/benchmarks"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data/benchmarks is not on this machine")

SUITES = {
    suite.name: (suite, count)
    for suite, count in ((solomon.SUITE, 56), (homberger.SUITE, 54), (sdvrptw.SUITE, 26), (mdvrptw.SUITE, 14))
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SUITES)
def test_every_file_is_read(name: str) -> None:
    suite, count = SUITES[name]
    folder = DATA / name
    paths = list(suite.instances(folder))
    assert len(paths) == count
    for path in paths:
        case = suite.read(path, folder)
        assert case.best_known is not None
        assert case.best_known > 0
        assert case.instance == path.stem
        assert len(case.problem.visits) >= 48


@pytest.mark.parametrize(
    ("suite", "instance", "customers", "vehicles", "best_known"),
    [
        (solomon.SUITE, "R101", 100, 25, 1637.7),
        (homberger.SUITE, "R1_10_1", 1000, 250, 53026.1),
        (sdvrptw.SUITE, "PR21A", 420, 72, 13546390),
        (mdvrptw.SUITE, "PR11A", 360, 40, 6655548),
    ],
)
def test_one_of_each_is_what_its_file_says(
    suite: DistanceSuite, instance: str, customers: int, vehicles: int, best_known: float
) -> None:
    folder = DATA / suite.name
    path = next(path for path in suite.instances(folder) if path.stem == instance)
    case = suite.read(path, folder)
    assert (len(case.problem.visits), len(case.problem.shifts)) == (customers, vehicles)
    assert case.best_known == best_known
    task = suite.read_task(path.read_text())
    legs = case.problem.travel["car"].seconds
    places = range(0, len(task.points), 1 + len(task.points) // 150)
    exact = [[leg(task.rounding, task.points[a], task.points[b]) for b in places] for a in places]
    assert np.array_equal(legs[np.ix_(places, places)], exact)

"""`mdvrptw`: several depots, and how long a vehicle may be out (Vidal et al. 2013, 10.1016/j.cor.2012.07.018)."""

from tests.benchmarks.suites.distance_suite import DistanceSuite
from tests.benchmarks.suites.sampling import AT_60_S, evenly
from tests.benchmarks.suites.vrplib import read_vrplib

SUITE = DistanceSuite(
    name="mdvrptw",
    suffix=".vrp",
    read_task=read_vrplib,
    best_known_column="best_known_cost_x1000",
    per_unit=1,  # best known costs are in thousandths, as lengths are
    choose=lambda names: evenly(names, AT_60_S),
)

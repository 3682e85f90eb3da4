"""`solomon`: VRPTW with 100 customers (Solomon 1987, 10.1287/opre.35.2.254), total distance, in tenths cut off."""

from tests.benchmarks.suites.distance_suite import DistanceSuite
from tests.benchmarks.suites.sampling import AT_10_S, evenly
from tests.benchmarks.suites.vrptw_text import TENTHS, read_vrptw_text

SUITE = DistanceSuite(
    name="solomon",
    suffix=".txt",
    read_task=read_vrptw_text,
    best_known_column="best_known_distance",
    per_unit=TENTHS.scale,
    choose=lambda names: evenly(names, AT_10_S),
    group=lambda name: name.rstrip("0123456789") + name.lstrip("RC")[:1],  # R101: R1
)

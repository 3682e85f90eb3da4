"""`homberger`: VRPTW with 200 to 1000 customers (Gehring and Homberger 1999), total distance, in tenths cut off."""

from tests.benchmarks.suites.distance_suite import DistanceSuite
from tests.benchmarks.suites.sampling import AT_60_S, evenly
from tests.benchmarks.suites.vrptw_text import TENTHS, read_vrptw_text


def group(name: str) -> str:
    """The class and size of an instance: `R1_10` for R1_10_3."""
    return name.rpartition("_")[0]


def sample(names: list[str]) -> list[str]:
    """The middle instance of each class (`R1_2_1`, `R1_2_3` ...: class R1, 200 customers) at 200 and 1000 customers."""
    classes: dict[str, list[str]] = {}
    for name in sorted(names):
        classes.setdefault(group(name), []).append(name)
    middle = [several[len(several) // 2] for kind, several in classes.items() if kind.endswith(("_2", "_10"))]
    return evenly(middle or names, AT_60_S)


SUITE = DistanceSuite(
    name="homberger",
    suffix=".txt",
    read_task=read_vrptw_text,
    best_known_column="best_known_distance",
    per_unit=TENTHS.scale,
    choose=sample,
    group=group,
)

"""What `--sample` runs is fixed, spread over the suite, and within 40 minutes with three seeds."""

import pytest

from tests.benchmarks.suites import homberger, mdvrptw, sdvrptw, solomon
from tests.benchmarks.suites.distance_suite import DistanceSuite
from tests.benchmarks.suites.sampling import evenly

SOLOMON = [f"{kind}{number:02}" for kind in ("C1", "C2", "R1", "R2", "RC1", "RC2") for number in range(1, 10)]
HOMBERGER = [
    f"{kind}_{size}_{number}"
    for kind in ("C1", "C2", "R1", "R2", "RC1", "RC2")
    for size in (2, 4, 6, 8, 10)
    for number in range(1, 11)
]


def test_evenly_takes_all_where_they_are_few_and_spreads_where_they_are_many() -> None:
    assert evenly(["b", "a"], 2) == ["a", "b"]
    assert evenly([str(number) for number in range(9)], 3) == ["1", "4", "7"]


def test_the_sample_does_not_depend_on_the_order_of_the_names() -> None:
    assert homberger.SUITE.sample(HOMBERGER) == homberger.SUITE.sample(HOMBERGER[::-1])


def test_homberger_takes_one_of_each_class_at_200_and_1000_customers() -> None:
    chosen = homberger.SUITE.sample(HOMBERGER)
    groups = [homberger.SUITE.group(name) for name in chosen]
    assert sorted(groups, key=str) == sorted(
        f"{kind}_{size}" for kind in ("C1", "C2", "R1", "R2", "RC1", "RC2") for size in (2, 10)
    )


@pytest.mark.parametrize(
    ("suite", "names", "seconds"),
    [
        (solomon.SUITE, SOLOMON * 2, 10),
        (homberger.SUITE, HOMBERGER, 60),
        (sdvrptw.SUITE, [f"PR{number:02}" for number in range(1, 60)], 60),
        (mdvrptw.SUITE, [f"PR{number:02}" for number in range(1, 60)], 60),
    ],
)
def test_three_seeds_take_at_most_40_minutes(suite: DistanceSuite, names: list[str], seconds: int) -> None:
    assert 0 < len(suite.sample(names)) * 3 * seconds <= 40 * 60


def test_solomon_classes() -> None:
    assert [solomon.SUITE.group(name) for name in ("C101", "R211", "RC208")] == ["C1", "R2", "RC2"]

"""The one price on the whole plan: the largest lateness of all."""

from dataclasses import replace

import pytest

from optimiser.problem import Lateness, Lock, Tier, Visit
from tests.optimiser.search.pair import two
from tests.optimiser.search.planned import cost_of, order_of, planned
from tests.optimiser.toy import problem, visit


def due(name: str, after_s: int, place: int = 1, **changes: object) -> Visit:
    return visit(name, place, lateness=(Lateness(after_s=after_s, rate=0, tier=Tier.COST),), **changes)


def test_the_visit_that_would_be_latest_comes_first() -> None:
    day = problem(due("v", 1_000), due("w", 0), due("x", 500))
    found = planned(replace(day, largest_lateness_upence_per_s=7))
    assert order_of(found) == ["w", "x", "v"]
    assert cost_of(day, found).penalties.largest_lateness == 0
    assert cost_of(replace(day, largest_lateness_upence_per_s=7), found).objective[3] == 7 * 300


@pytest.mark.parametrize("rate", [1, 1_000])
def test_a_second_late_visit_costs_nothing_as_long_as_it_is_no_later(rate: int) -> None:
    # Ann is 200 late at least, at v; so Bob may be as late without paying for it.
    day = two(due("v", 0, 2, lock=Lock(shift="ann")), due("w", 0, 1), largest_lateness_upence_per_s=rate)
    found = planned(day)
    assert cost_of(day, found).objective == (0, 0, 0, 200 * rate)

"""Days that make no sense: a refusal in words or a plan with reasons, and always an end."""

from typing import Any

import numpy as np
import pytest

from optimiser.checker import check
from optimiser.plan import Reason
from optimiser.problem import Coupling, Lateness, Problem, ProblemError, Site, Tier, Window
from optimiser.problem.units import LARGEST
from optimiser.solve import solve
from tests.optimiser.toy import PLACES, problem, shift, travel, visit, worker


def left_out_of(day: Problem) -> dict[str, Reason]:
    """Who is left out and why, of a plan that breaks no rule."""
    plan = solve(day, iterations=30)
    assert check(day, plan).violations == ()
    assert all(one.sentence for one in plan.unserved)
    return {one.visit: one.reason for one in plan.unserved}


def filled(seconds: int, metres: int = 0) -> dict[str, Any]:
    """Every leg alike, from a place to itself too."""
    whole = np.ones((PLACES, PLACES), dtype=np.int32)
    return {"car": travel(seconds=whole * seconds, metres=whole * metres)}


def test_a_day_without_anyone() -> None:
    assert left_out_of(problem(visit(), workers=(), shifts=())) == {"v": Reason.HOURS}


def test_a_day_without_anything_at_all() -> None:
    assert left_out_of(problem(workers=(), shifts=(), horizon_s=0)) == {}


def test_shifts_of_no_length() -> None:
    assert left_out_of(problem(visit(), shifts=(shift(ends_s=0),))) == {"v": Reason.HOURS}
    assert left_out_of(problem(visit(place=0, duration_s=0), shifts=(shift(ends_s=0),))) == {}


def test_windows_outside_every_shift() -> None:
    day = problem(visit(windows=(Window(earliest_s=15_000, latest_s=16_000),)))
    assert left_out_of(day) == {"v": Reason.HOURS}


def test_couplings_that_go_round_in_a_circle_are_refused() -> None:
    ties = (Coupling(first="v", second="w", min_lag_s=1), Coupling(first="w", second="v", min_lag_s=1))
    with pytest.raises(ProblemError, match="go round in a circle"):
        problem(visit("v"), visit("w"), couplings=ties)


def test_couplings_that_go_round_in_a_circle_without_lags_are_planned() -> None:
    ties = (Coupling(first="v", second="w", needs_first=True), Coupling(first="w", second="v", needs_first=True))
    day = problem(
        visit("v"),
        visit("w"),
        couplings=ties,
        workers=(worker("ann"), worker("bob")),
        shifts=(shift("ann"), shift("bob")),
    )
    assert left_out_of(day) == {}


@pytest.mark.parametrize(
    "changes", [{"duration_s": -1}, {"duration_s": 10**18}, {"duration_s": 10**5_000}, {"setup_s": LARGEST + 1}]
)
def test_numbers_below_nothing_or_beyond_all_measure_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ProblemError):
        problem(visit(**changes))


def test_a_sum_of_prices_that_64_bits_do_not_hold_is_refused() -> None:
    late = Lateness(after_s=0, rate=LARGEST, tier=Tier.COST)
    with pytest.raises(ProblemError, match="more than 64-bit sums hold"):
        problem(*(visit(f"v{number}", lateness=(late,) * 9) for number in range(9)), horizon_s=LARGEST)


def test_the_largest_numbers_allowed_are_planned() -> None:
    long = shift(ends_s=LARGEST, upence_per_s=1)
    visits = (visit("v", duration_s=LARGEST), visit("w", setup_s=LARGEST), visit("x", 0, duration_s=LARGEST // 2))
    day = problem(
        *visits, shifts=(long,), horizon_s=LARGEST, workers=(worker(duration_permille=100_000),), travel=filled(LARGEST)
    )
    assert left_out_of(day) == {"v": Reason.HOURS, "w": Reason.HOURS, "x": Reason.HOURS}


def test_places_nobody_can_reach() -> None:
    assert left_out_of(problem(visit(), travel=filled(LARGEST))) == {"v": Reason.HOURS}


def test_a_visit_longer_than_any_shift() -> None:
    assert left_out_of(problem(visit(duration_s=10_001))) == {"v": Reason.HOURS}


def test_a_visit_of_thousands_of_windows() -> None:
    windows = tuple(Window(earliest_s=4 * number, latest_s=4 * number + 1) for number in range(4_000))
    assert left_out_of(problem(visit("v", windows=windows), visit("w", windows=windows))) == {}


def test_everything_at_one_place() -> None:
    assert left_out_of(problem(*(visit(f"v{number}", 0, duration_s=0) for number in range(40)), travel=filled(0))) == {}


def test_a_site_that_is_never_reached_in_time_and_one_for_nobody() -> None:
    sites = (
        Site(id="far", place=3, tools=("saw",), duration_s=LARGEST),
        Site(id="none", place=1, tools=("saw",), shifts=()),
    )
    assert left_out_of(problem(visit(tools=("saw",)), sites=sites)) == {"v": Reason.HOURS}

"""When a search ends, who watches it, and what its seed decides."""

from typing import Any

import numpy as np
import pytest

from optimiser.checker import check
from optimiser.plan import Plan, Reason, Unserved
from optimiser.problem import Travel
from optimiser.solve import Progress, solve
from tests.optimiser.search.pair import two
from tests.optimiser.search.planned import cost_of, left_out
from tests.optimiser.toy import problem, shift, visit

BUSY = two(
    *(visit(f"v{number}", number % 4, duration_s=200 + 70 * number) for number in range(12)),
    shifts=(shift("ann", ends_s=3_000, upence_per_m=1), shift("bob", ends_s=2_500, upence_per_m=2)),
)


def test_the_same_seed_gives_the_same_plan() -> None:
    assert solve(BUSY, iterations=100, seed=7) == solve(BUSY, iterations=100, seed=7)


def test_another_seed_may_take_another_way() -> None:
    # With so few iterations for so many visits, and no two ways alike, none comes to the best plan.
    x, y = np.random.default_rng(1).uniform(0, 900, (2, 60))
    ways = np.rint(np.hypot(x[:, None] - x, y[:, None] - y)).astype(np.int32)
    busier = two(
        *(visit(f"v{place}", place, duration_s=60) for place in range(60)),
        shifts=(shift("ann", ends_s=9_000, upence_per_m=1), shift("bob", ends_s=7_500, upence_per_m=2)),
        travel={"car": Travel(seconds=ways, metres=ways)},
    )
    assert len({str(solve(busier, iterations=10, seed=seed)) for seed in range(1, 9)}) > 1


def test_whoever_watches_is_told_how_far_it_is_and_that_it_never_gets_worse() -> None:
    told: list[Progress] = []
    found = solve(BUSY, iterations=200, progress=told.append)
    assert [one.iterations for one in told] == list(range(2, 201, 2))
    assert [one.share for one in told] == [one.iterations / 200 for one in told]
    assert [one.best for one in told] == sorted((one.best for one in told), reverse=True)
    # What is found in the end has been through a last local search.
    assert cost_of(BUSY, found).objective <= told[-1].best


def test_whoever_watches_can_stop_it_and_gets_the_best_so_far() -> None:
    told: list[Progress] = []

    def stop_at_the_third(now: Progress) -> bool:
        told.append(now)
        return len(told) < 3

    found = solve(BUSY, iterations=1_000, progress=stop_at_the_third)
    assert told[-1].iterations == 30
    assert check(BUSY, found).violations == ()
    # What is found in the end has been through a last local search.
    assert cost_of(BUSY, found).objective <= told[-1].best


def test_a_time_limit_ends_the_search() -> None:
    told: list[Progress] = []
    found = solve(BUSY, seconds=0.1, progress=told.append)
    assert told[-1].share == 1.0
    assert check(BUSY, found).violations == ()


def test_the_iteration_limit_ends_a_search_that_has_time_left() -> None:
    told: list[Progress] = []
    solve(BUSY, seconds=3_600, iterations=50, progress=told.append)
    assert told[-1].iterations == 50


@pytest.mark.parametrize("limit", [{"iterations": 0}, {"seconds": 0.0}, {"seconds": 1e-9}])
def test_a_limit_that_leaves_no_time_to_search_gives_the_first_plan(limit: dict[str, Any]) -> None:
    assert left_out(solve(problem(visit()), **limit)) == set()


def test_a_day_without_visits_ends_at_once_with_an_empty_plan() -> None:
    assert solve(problem(), seconds=3_600) == Plan(routes=())


def test_a_day_without_shifts_ends_at_once_with_everything_left_out() -> None:
    found = solve(problem(visit(), workers=(), shifts=()), seconds=3_600)
    assert found == Plan(
        routes=(), unserved=(Unserved(visit="v", reason=Reason.HOURS, sentence="there is no shift at all"),)
    )

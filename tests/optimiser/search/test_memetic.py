"""Breeding: whatever the parents, what comes of them keeps every rule, and the better parts of two plans meet."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimiser.checker import check
from optimiser.problem import Problem
from optimiser.search import memetic
from optimiser.search.crossover import Individual
from optimiser.search.memetic import Memetic, parents_each
from optimiser.search.search import search
from optimiser.search.team import SEARCHES, Team
from optimiser.search.workspace import Workspace
from optimiser.solve import Progress, solve
from tests.optimiser.busy import busy
from tests.optimiser.made_up import problems
from tests.optimiser.search.pair import two
from tests.optimiser.search.planned import planned_or_told_impossible
from tests.optimiser.toy import shift, visit

few = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)
BUSY = two(
    *(visit(f"v{number}", number % 4, duration_s=200 + 70 * number) for number in range(12)),
    shifts=(shift("ann", ends_s=3_000, upence_per_m=1), shift("bob", ends_s=2_500, upence_per_m=2)),
)


@pytest.fixture
def bred(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """However short a run, there is time to breed; whether each child that was tried kept the rules."""
    kept: list[bool] = []
    load = Memetic._load

    def noted(self: Memetic, sequence: np.ndarray, length: np.ndarray) -> bool:
        kept.append(load(self, sequence, length))
        return kept[-1]

    monkeypatch.setattr(memetic, "ITERATIONS_A_VISIT", 0.01)
    monkeypatch.setattr(Memetic, "_load", noted)
    return kept


def test_a_short_run_or_a_large_plan_has_no_time_to_breed() -> None:
    assert parents_each(10_000, 200) == 0
    assert parents_each(1_000_000, 1_000) == 0
    assert 2 <= parents_each(4_000_000, 200) <= memetic.MOST_PARENTS


@given(problems(), st.integers(0, 1000))
@few
def test_any_problem_is_bred_within_the_rules(bred: list[bool], problem: Problem, seed: int) -> None:
    assert check(problem, solve(problem, iterations=200, seed=seed)).violations == ()


@given(st.integers(0, 10**6))
@few
def test_a_busy_day_is_bred_within_the_rules(bred: list[bool], seed: int) -> None:
    planned_or_told_impossible(busy(seed), 200, seed)


def test_the_same_seed_breeds_the_same_plan_on_one_core_and_on_two(bred: list[bool]) -> None:
    def with_threads(threads: int) -> object:
        return search(BUSY, seconds=None, iterations=600, seed=3, start=None, watch=None, threads=threads)

    assert with_threads(1) == with_threads(2)
    assert len(bred) > 2 * memetic.MOST_PARENTS


def test_whoever_watches_hears_of_every_slice_and_that_it_never_gets_worse(bred: list[bool]) -> None:
    told: list[Progress] = []
    solve(BUSY, iterations=1_000, progress=told.append)
    assert [one.iterations for one in told] == list(range(10, 1_001, 10))
    assert [one.best for one in told] == sorted((one.best for one in told), reverse=True)


@pytest.mark.parametrize("iterations", [1, 2, 7, 30, 49, 51, 101])
def test_however_few_iterations_there_are_they_end(bred: list[bool], iterations: int) -> None:
    told: list[Progress] = []
    solve(BUSY, iterations=iterations, progress=told.append)
    assert told[-1].iterations == iterations


def test_a_stop_while_breeding_gives_the_best_so_far(bred: list[bool]) -> None:
    told: list[Progress] = []

    def stop_late(now: Progress) -> bool:
        told.append(now)
        return len(told) < 80

    assert check(BUSY, solve(BUSY, iterations=1_000, progress=stop_late)).violations == ()
    assert told[-1].iterations == 800


def test_a_time_limit_ends_breeding(bred: list[bool]) -> None:
    told: list[Progress] = []
    assert check(BUSY, solve(BUSY, seconds=0.3, progress=told.append)).violations == ()
    assert told[-1].share == 1.0


def test_a_child_that_breaks_a_rule_is_not_begun_from(monkeypatch: pytest.MonkeyPatch) -> None:
    space = Workspace(BUSY)
    team = Team(space, 1, 1)
    breeding = Memetic(space, team, 1)
    with team.at_work():
        breeding.begin_parents()
        breeding.round(200, 1e4, 1.0, 0.0, 1.0)
        breeding.end()
    # The first eight are more than Ann has time for.
    too_much, length = team.best_sequence.copy(), team.best_length.copy()
    too_much[0, :8], length[:] = np.arange(8), (8, 0)
    one = Individual(team.best_sequence.copy(), team.best_length.copy(), tuple(team.best_total.tolist()))
    monkeypatch.setattr(breeding, "_child", lambda: (too_much, length, (one, one)))
    assert breeding.begin_children()
    for searcher in team.searchers[:SEARCHES]:
        assert searcher.state.route["length"].tolist() == one.length.tolist()
        assert searcher.state.total.tolist() == list(one.total)

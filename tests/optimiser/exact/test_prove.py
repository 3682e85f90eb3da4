"""What is proved to be the best plan is the best of all plans there are."""

from dataclasses import replace

import pytest

from optimiser.checker import check
from optimiser.exact.prove import CannotProve, prove
from optimiser.problem import Coupling, Problem, Who, Window
from optimiser.solve import solve
from tests.optimiser.exact.days import small_day, with_break, with_fair_loads
from tests.optimiser.exact.trying_all import best_by_trying_all
from tests.optimiser.toy import problem, shift, visit, worker


def tied(coupling: Coupling) -> Problem:
    """A day with windows wide enough for two to meet."""
    day = small_day(11, visits=4)
    wide = tuple(replace(one, windows=(Window(earliest_s=0, latest_s=4_000),)) for one in day.visits)
    return replace(day, visits=wide, couplings=(coupling,))


DAYS = {
    "plain": small_day(1, visits=4),
    "another": small_day(2, visits=4),
    "with a break": with_break(small_day(5, visits=4)),
    "together": tied(Coupling(first="v1", second="v2", max_lag_s=0, who=Who.DIFFERENT)),
    "one after the other": tied(Coupling(first="v3", second="v2", min_lag_s=900, max_lag_s=1_500, needs_first=True)),
    "with prices on loads": with_fair_loads(small_day(3, visits=4)),
}


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS.keys())
def test_a_proved_plan_is_the_best_of_all(day: Problem) -> None:
    poor = solve(day, iterations=0)
    proof = prove(day, poor, seconds=60)
    assert proof.sentence == ""
    assert proof.proved
    assert check(day, proof.plan).violations == ()
    assert proof.objective == proof.bound == best_by_trying_all(day)


def test_a_worse_plan_is_replaced_by_the_best() -> None:
    # Both visits lie on one way; going there twice is what the proof has to find out of.
    day = problem(
        visit("near", 1),
        visit("far", 3),
        workers=(worker("ann"), worker("bob")),
        shifts=(shift("ann", upence_per_m=1), shift("bob", upence_per_m=1)),
    )
    proof = prove(day, solve(day, iterations=0), seconds=60)
    assert proof.proved
    assert proof.objective == (0, 0, 0, 6_000)


def test_avoidable_points_leave_a_day_unproved() -> None:
    day = problem(visit("v"), visit("w"), shifts=(shift(ends_s=900),))
    proof = prove(day, solve(day, iterations=10), seconds=60)
    assert not proof.proved
    assert "points" in proof.sentence
    assert proof.bound is None


def test_without_time_there_is_no_proof() -> None:
    day = small_day(1, visits=8)
    poor = solve(day, iterations=0)
    proof = prove(day, poor, seconds=0)
    assert not proof.proved
    assert proof.plan == poor
    assert proof.bound is None or proof.bound < proof.objective


def test_couplings_beside_breaks_are_refused() -> None:
    day = replace(with_break(small_day(5)), couplings=(Coupling(first="v1", second="v2"),))
    with pytest.raises(CannotProve, match="couplings"):
        prove(day, solve(day, iterations=0), seconds=1)

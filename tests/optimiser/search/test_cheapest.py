"""What is remembered of a route is what going through it again would find."""

import numpy as np
import pytest

from optimiser.arrays import arrays as tables
from optimiser.arrays import to_arrays
from optimiser.problem import Amount, LoadStep, Problem, Travel, Window, Worker
from optimiser.search import state
from optimiser.search.state import costs_apart
from tests.optimiser.search.planned import planned
from tests.optimiser.toy import problem, shift, visit, worker

VISITS = 60
SHIFTS = 8
LENGTH = 10_000
ITERATIONS = 2_000


def day(seed: int, *workers: Worker, per_s: int = 1) -> Problem:
    """Visits with windows all over a square, and shifts with little room; of few workers, each has several in turn."""
    random = np.random.default_rng(seed)
    points = random.integers(0, 1_000, (VISITS + 1, 2))
    legs = np.abs(points[:, None] - points[None]).sum(axis=2).astype(np.int32)
    opens = random.integers(0, 6_000, VISITS)
    people = workers or tuple(worker(f"w{number}") for number in range(SHIFTS))
    hours = LENGTH * len(people) // SHIFTS
    return problem(
        *(
            visit(
                f"v{number}",
                number + 1,
                duration_s=100,
                windows=(Window(earliest_s=int(first), latest_s=int(first) + 2_000),),
                loads=(Amount(of="load", quantity=int(random.integers(1, 5))),),
            )
            for number, first in enumerate(opens)
        ),
        workers=people,
        shifts=tuple(
            shift(
                f"s{number}",
                workers=(people[number % len(people)].id,),
                starts_s=number // len(people) * hours,
                ends_s=(number // len(people) + 1) * hours,
                upence_per_s=per_s,
                upence_per_m=1,
                capacities=(Amount(of="load", quantity=20),),
            )
            for number in range(SHIFTS)
        ),
        travel={"car": Travel(seconds=legs, metres=legs)},
        horizon_s=LENGTH,
    )


def shared_day(seed: int) -> Problem:
    """The same, where two people have four shifts each, and what they are paid goes by all of them."""
    steps = (LoadStep(above_s=4_000, upence_per_s=3),)
    people = (worker("ann", max_load_s=30_000, fairness=steps), worker("bob", max_load_s=30_000, fairness=steps))
    return day(seed, *people)


@pytest.mark.parametrize("made", [day(1), day(2), shared_day(3)], ids=["one", "two", "shared"])
def test_a_plan_is_the_same_with_and_without_a_memory(made: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    remembering = planned(made, ITERATIONS, seed=5)
    monkeypatch.setattr(state, "costs_apart", lambda arrays: np.zeros(len(arrays.shift), dtype=np.bool_))
    assert planned(made, ITERATIONS, seed=5) == remembering


def test_a_load_over_several_shifts_is_not_remembered() -> None:
    assert costs_apart(to_arrays(day(1))).all()
    assert not costs_apart(to_arrays(shared_day(1))).any()


def test_what_a_position_adds_where_the_way_alone_costs_is_what_segments_say(monkeypatch: pytest.MonkeyPatch) -> None:
    made = day(4, per_s=0)
    assert to_arrays(made).shift["by_way"].all()
    at_once = planned(made, ITERATIONS, seed=5)
    monkeypatch.setattr(tables, "shifts_by_way", lambda shift, *_: np.zeros(len(shift), dtype=np.int64))
    assert planned(made, ITERATIONS, seed=5) == at_once


def test_the_way_alone_counts_only_where_no_time_is_paid_or_limited() -> None:
    steps = (LoadStep(above_s=4_000, upence_per_s=3),)
    assert not to_arrays(day(1)).shift["by_way"].any()
    assert not to_arrays(day(1, worker("ann", max_load_s=30_000), per_s=0)).shift["by_way"].any()
    assert not to_arrays(day(1, worker("ann", fairness=steps), per_s=0)).shift["by_way"].any()

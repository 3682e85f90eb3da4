"""How much one person may work over the horizon."""

from optimiser.problem import Break
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import (
    ann_serves,
    at_break,
    at_visit,
    plan,
    problem,
    route,
    serves,
    shift,
    visit,
    worker,
)


def test_a_load_of_just_the_cap_fits() -> None:
    assert broken(problem(visit(), workers=(worker(worked_s=200, max_load_s=1000),)), ann_serves()) == []


def test_a_second_more_than_the_cap_does_not() -> None:
    day = problem(visit(), workers=(worker(worked_s=201, max_load_s=1000),))
    assert broken(day, ann_serves()) == ["load_within_cap"]


def test_all_routes_of_a_worker_count() -> None:
    shifts = (shift("early", workers=("ann",), ends_s=800), shift("late", workers=("ann",), starts_s=800))
    both = plan(serves("early", "v"), serves("late", "w", depart_s=800))
    assert broken(problem(visit("v"), visit("w"), workers=(worker(max_load_s=1600),), shifts=shifts), both) == []
    tight = problem(visit("v"), visit("w"), workers=(worker(max_load_s=1599),), shifts=shifts)
    assert broken(tight, both) == ["load_within_cap"]


def test_guaranteed_time_counts_once_the_shift_is_used() -> None:
    shifts = (shift(guaranteed_s=900),)
    assert broken(problem(visit(), workers=(worker(max_load_s=900),), shifts=shifts), ann_serves()) == []
    tight = problem(visit(), workers=(worker(max_load_s=899),), shifts=shifts)
    assert broken(tight, ann_serves()) == ["load_within_cap"]
    assert broken(tight, plan(unserved=["v"])) == []


def test_an_unpaid_break_is_no_load_and_a_paid_one_is() -> None:
    rests = plan(route("ann", 0, at_visit("v", 100, 100, 700), at_break("tea", 700, 700, 760), end_s=860))
    for paid, load_s in ((False, 800), (True, 860)):
        shifts = (shift(breaks=(Break(id="tea", duration_s=60, earliest_s=0, latest_s=9_000, paid=paid),)),)
        fits = problem(visit(), workers=(worker(max_load_s=load_s),), shifts=shifts)
        tight = problem(visit(), workers=(worker(max_load_s=load_s - 1),), shifts=shifts)
        assert broken(fits, rests) == []
        assert broken(tight, rests) == ["load_within_cap"]


def test_who_is_over_the_cap_already_may_stay_at_home() -> None:
    day = problem(visit(), workers=(worker(worked_s=2000, max_load_s=1000),))
    assert broken(day, plan(unserved=["v"])) == []

"""A few routes re-planned exactly while the rest of the day stays where it is."""

from dataclasses import replace

from optimiser.checker import check
from optimiser.exact.component import component, polish
from optimiser.exact.part import part_of
from optimiser.problem import Coupling, Problem, Who, Window
from optimiser.solve import Draft
from tests.optimiser.search.planned import cost_of, shift_of
from tests.optimiser.toy import problem, shift, visit, worker

NAMES = ("ann", "bob", "cat")


def day_of_three(*couplings: Coupling) -> Problem:
    """Three workers paid by the metre, and two visits at each end of the street."""
    return problem(
        *(visit(name, 1 if name in "ab" else 3) for name in "abcd"),
        workers=tuple(worker(name) for name in NAMES),
        shifts=tuple(shift(name, upence_per_m=1, ends_s=2_500) for name in NAMES),
        couplings=couplings,
    )


def crossed(day: Problem) -> Draft:
    """Ann and Bob both go to both ends; Cat stays at home."""
    draft = Draft(day)
    for name, one in (("ann", "a"), ("ann", "c"), ("bob", "b"), ("bob", "d")):
        assert draft.try_append({name: one}) is not None
    return draft


def test_two_routes_are_uncrossed() -> None:
    day = day_of_three()
    poor = crossed(day).plan()
    better = component(day, poor, ("ann", "bob"), seconds=30)
    assert better is not None
    assert check(day, better).violations == ()
    assert cost_of(day, poor).objective == (0, 0, 0, 12_000)
    assert cost_of(day, better).objective == (0, 0, 0, 8_000)


def test_polishing_ends_at_the_best_of_every_pair() -> None:
    day = day_of_three()
    assert cost_of(day, polish(day, crossed(day).plan(), seconds=30)).objective == (0, 0, 0, 8_000)


def test_nothing_better_is_nothing() -> None:
    day = day_of_three()
    best = component(day, crossed(day).plan(), ("ann", "bob"), seconds=30)
    assert best is not None
    assert component(day, best, ("ann", "bob"), seconds=30) is None


def test_ties_inside_and_outside_are_kept() -> None:
    # c and d are to be met together by two; e is Cat's, and a starts at least 1,000 seconds after it.
    day = day_of_three()
    day = replace(
        day,
        visits=(*day.visits, visit("e", 1, windows=(Window(earliest_s=100, latest_s=100),))),
        couplings=(
            Coupling(first="c", second="d", max_lag_s=0, who=Who.DIFFERENT),
            Coupling(first="e", second="a", min_lag_s=1_000, who=Who.DIFFERENT),
        ),
    )
    draft = Draft(day)
    for steps in ({"cat": "e"}, {"bob": "c", "ann": "d"}, {"bob": "a"}, {"ann": "b"}):
        assert draft.try_append(steps) is not None
    plan = draft.plan()
    part, there = part_of(day, plan, ("ann", "bob"))
    assert part.visits[0].windows == (Window(earliest_s=1_100, latest_s=20_000),)
    assert part.visits[0].forbidden_workers == ()  # Cat is not there
    assert check(part, there).violations == ()
    better = polish(day, plan, seconds=30)
    assert check(day, better).violations == ()
    assert cost_of(day, better).objective <= cost_of(day, plan).objective
    assert {shift_of(better, "c"), shift_of(better, "d")} == {"ann", "bob"}

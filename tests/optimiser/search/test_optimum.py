"""The best plan there is, by trying all, is the one the search finds."""

from dataclasses import replace
from itertools import permutations, product

import pytest

from optimiser.checker import check
from optimiser.plan import Reason
from optimiser.problem import (
    AllOrNone,
    Amount,
    Break,
    Coupling,
    IfUnserved,
    Lateness,
    Problem,
    Promise,
    Site,
    Tier,
    Who,
    Window,
)
from optimiser.solve import Draft, with_reasons
from tests.optimiser.search.pair import two
from tests.optimiser.search.planned import cost_of, planned
from tests.optimiser.toy import at_break, at_visit, plan, problem, route, shift, visit, worker


def best_by_trying_all(day: Problem) -> tuple[int, int, int, int]:
    """The least objective over every way to give each visit to a shift or none, and every order of them."""
    names = [visit.id for visit in day.visits]
    choices: list[str | None] = [None, *(shift.id for shift in day.shifts)]
    best: tuple[int, int, int, int] | None = None
    for order in permutations(names):
        for given in product(choices, repeat=len(names)):
            # Orders that differ only between routes are the same plan; keep the sorted one of them.
            keys = [(choices.index(shift), order[at] if shift is None else "") for at, shift in enumerate(given)]
            if keys != sorted(keys):
                continue
            draft = Draft(day)
            if all(
                draft.try_append({shift: name}) is not None for name, shift in zip(order, given, strict=True) if shift
            ):
                verdict = check(day, draft.plan())
                if verdict.violations:
                    continue  # half a group; a draft does not know what is still to come
                assert verdict.cost is not None
                best = min(best or verdict.cost.objective, verdict.cost.objective)
    assert best is not None
    return best


CROWDED = two(
    visit("a", 3, windows=(Window(earliest_s=0, latest_s=900),), if_unserved=IfUnserved(points=2)),
    visit("b", 1, duration_s=300, setup_s=40, lateness=(Lateness(after_s=400, rate=5, tier=Tier.COST),)),
    visit("c", 2, promised=Promise(earliest_s=500, latest_s=900), if_unserved=IfUnserved(points=2)),
    visit("d", 1, duration_s=200, if_unserved=IfUnserved(tier=Tier.COST, points=1_500)),
    shifts=(
        shift("ann", ends_s=1_500, overtime_limit_s=300, upence_per_s=2, overtime_upence_per_s=4, upence_per_m=1),
        shift(
            "bob",
            starts_s=300,
            ends_s=2_200,
            upence_per_s=3,
            breaks=(Break(duration_s=150, earliest_s=600, latest_s=1_000),),
        ),
    ),
)

# Whatever goes before a or b makes both of them later, each on a route of its own.
PUSHED = replace(
    two(
        visit("a", 3, lateness=(Lateness(after_s=900, rate=2, tier=Tier.COST),)),
        visit("b", 3, lateness=(Lateness(after_s=700, rate=3, tier=Tier.COST),)),
        visit("c", 1, duration_s=100, windows=(Window(earliest_s=0, latest_s=500),)),
        visit("d", 2, duration_s=150, windows=(Window(earliest_s=100, latest_s=700),)),
        shifts=(shift("ann", upence_per_s=1, upence_per_m=2), shift("bob", upence_per_s=1, upence_per_m=1)),
    ),
    couplings=(Coupling(first="a", second="b", max_lag_s=0, who=Who.DIFFERENT),),
    largest_lateness_upence_per_s=4,
)


# Who fetches the saw and more taps from the yard, and before which visit, decides what everything else costs.
SUPPLIED = two(
    visit("a", 1, duration_s=200, tools=("saw",)),
    visit("b", 2, duration_s=150, parts=(Amount(of="taps", quantity=2),)),
    visit(
        "c", 1, duration_s=250, parts=(Amount(of="taps", quantity=2),), windows=(Window(earliest_s=0, latest_s=700),)
    ),
    visit("d", 2, duration_s=100, tools=("saw",), if_unserved=IfUnserved(tier=Tier.COST, points=900)),
    sites=(Site(id="yard", place=3, duration_s=50, restocks=True, tools=("saw",)),),
    shifts=(
        shift("ann", stock=(Amount(of="taps", quantity=2),), upence_per_s=2, upence_per_m=1),
        shift("bob", starts_s=200, tools=("saw",), upence_per_s=3),
    ),
)


@pytest.mark.parametrize(
    "day",
    [
        SUPPLIED,
        PUSHED,
        CROWDED,
        replace(CROWDED, couplings=(Coupling(first="a", second="c", max_lag_s=100, who=Who.DIFFERENT),)),
        replace(CROWDED, couplings=(Coupling(first="b", second="a", min_lag_s=300),)),
        replace(
            CROWDED, groups=(AllOrNone(visits=("b", "d")),), workers=(worker("ann", max_load_s=900), worker("bob"))
        ),
    ],
    ids=["supplied", "pushed", "plain", "together", "lagged", "grouped and capped"],
)
def test_the_best_of_all_plans_is_found(day: Problem) -> None:
    assert cost_of(day, planned(day, iterations=5_000)).objective == best_by_trying_all(day)


def test_a_break_is_taken_at_the_new_place_when_a_visit_is_put_in_before_it() -> None:
    # At the depot the break ends at 400, so c at 700 is just in time. Once d is done at place 2 from 200 to 350, the
    # break is taken there until 450 and c is reached at 550: sooner than without d.
    rest = Break(id="tea", duration_s=100, earliest_s=300, latest_s=500)
    day = problem(
        visit("c", 3, windows=(Window(earliest_s=0, latest_s=700),)),
        visit("d", 2, duration_s=150, windows=(Window(earliest_s=0, latest_s=300),)),
        shifts=(shift(breaks=(rest,)),),
    )
    without_d = plan(route("ann", 0, at_break("tea", 0, 300, 400), at_visit("c", 700, 700, 1_300), end_s=1_600))
    first = replace(without_d, unserved=plan(unserved=["d"]).unserved)
    assert check(day, first).violations == ()
    assert with_reasons(day, first).unserved[0].reason != Reason.FULL

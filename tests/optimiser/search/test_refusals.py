"""What the engine cannot plan is refused by name; the same Problem with the feature switched off is planned."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimiser.problem import (
    AllOrNone,
    Coupling,
    DriversHours,
    HeldSkill,
    Lateness,
    Lending,
    Lock,
    Problem,
    Site,
    SpeedPeriod,
    SpeedProfile,
    Tier,
)
from optimiser.solve import Draft, EngineCannot, EngineError, solve
from tests.optimiser.search.planned import planned
from tests.optimiser.toy import PLACES, problem, shift, travel, visit, worker

# A day from 1,000 to 10,000, or 10,500 with overtime.
DAY = problem(
    visit("v", lateness=(Lateness(after_s=9_000, rate=1, tier=Tier.COST),)),
    visit("w"),
    shifts=(shift(starts_s=1_000, overtime_limit_s=500),),
)
HALF_SPEED = (SpeedProfile(periods=(SpeedPeriod(from_s=0, permille=1_000), SpeedPeriod(from_s=3_600, permille=500))),)
FULL_SPEED = (SpeedProfile(periods=(SpeedPeriod(from_s=0, permille=1_000),)),)
PROFILED = {"car": travel(profile=np.zeros((PLACES, PLACES), dtype=np.uint8))}
LENT = Lending(id="deal", lender="", borrower="trust", kinds=("gutter",))


def with_skill(from_s: int, until_s: int | None) -> Problem:
    """The day with a skill of Ann's that holds for a part of it."""
    skill = HeldSkill(name="gas", valid_from_s=from_s, valid_until_s=until_s)
    return replace(DAY, workers=(worker(skills=(skill,)),))


def with_lending(**changes: Any) -> Problem:
    """The day with an agreement that Ann's organisation lends under."""
    return replace(DAY, lending=(replace(LENT, **changes),))


def with_started(*started: str, tied: bool) -> Problem:
    """The day with v and w tied, and some of them started."""
    visits = tuple(
        replace(one, lock=Lock(shift="ann", rank=started.index(one.id))) if one.id in started else one
        for one in DAY.visits
    )
    return replace(DAY, visits=visits, couplings=(Coupling(first="v", second="w"),) if tied else ())


def with_hours(max_continuous_s: int | None) -> Problem:
    """The day with drivers' hours."""
    hours = DriversHours(max_driving_s=9_000, max_continuous_s=max_continuous_s, rest_s=900)
    return replace(DAY, shifts=(replace(DAY.shifts[0], drivers_hours=hours),))


SITES = replace(DAY, sites=(Site(id="dump", place=3),))
SLOW = replace(DAY, travel=PROFILED, profiles=HALF_SPEED)
LARGEST = replace(DAY, largest_lateness_upence_per_s=1)
GROUPED = replace(with_started("v", tied=False), groups=(AllOrNone(visits=("v", "w")),))

REFUSED = [
    (SITES, "sites on the way (dump, ...)"),
    (SLOW, "speeds by time of day (travel 'car')"),
    (with_hours(3_600), "a limit on driving between rests (shift 'ann')"),
    (LARGEST, "a price on the largest lateness"),
    (with_skill(1_001, None), "skill 'gas' of worker 'ann' that begins or runs out within shift 'ann'"),
    (with_skill(0, 10_499), "skill 'gas' of worker 'ann' that begins or runs out within shift 'ann'"),
    (with_lending(from_s=1_001), "agreement 'deal' that begins or ends within shift 'ann'"),
    (with_lending(until_s=10_500), "agreement 'deal' that begins or ends within shift 'ann'"),
    (with_started("v", tied=True), "visits ['v', 'w'] that are tied while only some have started"),
    (GROUPED, "visits ['v', 'w'] that are tied while only some have started"),
]


@pytest.mark.parametrize(("day", "feature"), REFUSED)
def test_a_feature_the_engine_does_not_model_is_refused_by_name_with_a_remedy(day: Problem, feature: str) -> None:
    with pytest.raises(EngineCannot) as refusal:
        solve(day, iterations=1)
    (told,) = refusal.value.features
    assert told.startswith(feature)
    assert ";" in told  # what to do instead
    assert told in str(refusal.value)


def test_everything_that_is_refused_is_told_at_once() -> None:
    day = replace(
        SLOW, sites=SITES.sites, largest_lateness_upence_per_s=1, shifts=with_hours(1).shifts, lending=(LENT,)
    )
    with pytest.raises(EngineCannot) as refusal:
        solve(day, iterations=1)
    assert [told.split(" (")[0].split(";")[0] for told in refusal.value.features] == [
        "sites on the way",
        "speeds by time of day",
        "a limit on driving between rests",
        "a price on the largest lateness",
    ]


def test_a_draft_refuses_what_the_search_refuses() -> None:
    with pytest.raises(EngineCannot):
        Draft(SITES)


def test_a_refusal_is_an_error_of_the_engine() -> None:
    assert issubclass(EngineCannot, EngineError)


@pytest.mark.parametrize(
    "day",
    [
        DAY,
        replace(DAY, profiles=HALF_SPEED),
        replace(DAY, travel=PROFILED, profiles=FULL_SPEED),
        with_hours(None),
        replace(LARGEST, visits=(visit("v"), visit("w"))),
        with_skill(1_000, 10_500),
        with_skill(0, 1_000),
        with_lending(from_s=1_000, until_s=10_501),
        with_lending(from_s=10_501),
        with_lending(lender="other", from_s=5_000),
        with_started("v", tied=False),
        with_started("v", "w", tied=True),
    ],
    ids=[
        "plain",
        "a profile no leg uses",
        "full speed at any hour",
        "no limit between rests",
        "nothing can be late",
        "a skill for just the shift",
        "a skill that is over before",
        "an agreement for just the shift",
        "an agreement that begins after",
        "somebody else's agreement",
        "started and not tied",
        "all that is tied has started",
    ],
)
def test_a_problem_with_such_a_feature_switched_off_is_planned(day: Problem) -> None:
    assert planned(day, iterations=5).served == {"v", "w"}

"""Work crosses from one organisation to another under a lending agreement only, and as far as it goes."""

from dataclasses import replace
from typing import Any

import pytest

from optimiser.problem import HeldSkill, Lending, Problem, RequiredSkill
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import ann_serves, at_visit, plan, problem, route, shift, visit, worker

AGREED = Lending(id="alarms", lender="council", borrower="charity", kinds=("alarm",))


def day(*lending: Lending, **changes: Any) -> Problem:
    """Ann of the council, a smoke alarm of the charity."""
    alarm = visit(organisation="charity", kind="alarm")
    return problem(alarm, **({"shifts": (shift(organisation="council"),), "lending": lending} | changes))


def test_work_of_ones_own_organisation_needs_no_agreement() -> None:
    own = visit(organisation="council", kind="alarm")
    assert broken(problem(own, shifts=(shift(organisation="council"),)), ann_serves()) == []


def test_work_crosses_under_an_agreement() -> None:
    assert broken(day(AGREED), ann_serves()) == []


def test_without_an_agreement_nothing_crosses() -> None:
    assert broken(day(), ann_serves()) == ["crosses_under_an_agreement"]


@pytest.mark.parametrize(
    "changes",
    [
        {"kinds": ("bath", "lift")},
        {"lender": "charity", "borrower": "council"},
        {"lender": "trust"},
        {"borrower": "trust"},
        {"from_s": 101},
        {"until_s": 100},
    ],
)
def test_an_agreement_for_something_else_does_not_cover_it(changes: dict[str, Any]) -> None:
    assert broken(day(replace(AGREED, **changes)), ann_serves()) == ["crosses_under_an_agreement"]


@pytest.mark.parametrize("changes", [{"kinds": ("bath", "alarm")}, {"from_s": 100}, {"until_s": 101}])
def test_an_agreement_that_just_covers_it_does(changes: dict[str, Any]) -> None:
    assert broken(day(replace(AGREED, **changes)), ann_serves()) == []


def test_a_lent_shift_holds_what_the_agreement_asks_for() -> None:
    strict = replace(AGREED, skills=(RequiredSkill(name="vetted"),))
    vetted = (worker(skills=(HeldSkill(name="vetted"),)),)
    assert broken(day(strict, workers=vetted), ann_serves()) == []
    assert broken(day(strict), ann_serves()) == ["lent_skills_held"]


def test_the_first_agreement_that_fits_is_the_one_that_counts() -> None:
    strict = replace(AGREED, id="strict", skills=(RequiredSkill(name="vetted"),))
    assert broken(day(AGREED, strict), ann_serves()) == []
    assert broken(day(strict, AGREED), ann_serves()) == ["lent_skills_held"]


def test_an_agreement_carries_as_many_visits_as_it_allows_and_no_more() -> None:
    alarms = (visit("v", organisation="charity", kind="alarm"), visit("w", organisation="charity", kind="alarm"))
    both = plan(route("ann", 0, at_visit("v", 100, 100, 700), at_visit("w", 700, 700, 1300), end_s=1400))
    shifts = (shift(organisation="council"),)
    assert broken(problem(*alarms, shifts=shifts, lending=(replace(AGREED, max_visits=2),)), both) == []
    one = problem(*alarms, shifts=shifts, lending=(replace(AGREED, max_visits=1),))
    assert broken(one, both) == ["lent_within_number"]

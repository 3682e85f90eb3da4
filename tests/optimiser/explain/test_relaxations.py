"""The cheapest single change that admits a visit, on days where one can work out which that is."""

import json
from dataclasses import replace
from typing import Any

import pytest

from optimiser.checker import check
from optimiser.explain import Explanation, Kind, explain, explanations_to_json
from optimiser.plan import Plan, Reason
from optimiser.problem import (
    Amount,
    Coupling,
    HeldSkill,
    IfUnserved,
    Lateness,
    Lending,
    Lock,
    Problem,
    Promise,
    RequiredSkill,
    Tier,
    Visit,
    Who,
    Window,
)
from tests.optimiser.search.pair import two
from tests.optimiser.search.planned import planned
from tests.optimiser.toy import problem, shift, visit, worker

GAS = (RequiredSkill(name="gas", level=3),)
TRUST: dict[str, Any] = {"organisation": "trust", "kind": "gutter"}
LENT = Lending(id="deal", lender="", borrower="trust", kinds=("gutter",), max_visits=1)
WEIGHTY = IfUnserved(points=2)


def explained(day: Problem, name: str = "v", plan: Plan | None = None) -> Explanation:
    """The explanation of one visit; what it says would do has to do, by the checker."""
    (found,) = explain(day, plan or planned(day), [name])
    if found.relaxation is not None:
        verdict = check(found.relaxation.problem, found.relaxation.plan)
        assert verdict.violations == ()
        assert name in found.relaxation.plan.served
    return found


def change(day: Problem, name: str = "v") -> tuple[Kind, int, str]:
    """Kind, amount and whose of the relaxation of a visit, which has to have one."""
    relaxation = explained(day, name).relaxation
    assert relaxation is not None
    return relaxation.kind, relaxation.amount, relaxation.of


def test_a_worker_a_level_short_is_told_by_one_level() -> None:
    day = two(visit(skills=GAS))
    day = replace(day, workers=(worker("ann"), worker("bob", skills=(HeldSkill(name="gas", level=2),))))
    assert change(day) == (Kind.SKILL, 1, "bob")


def test_a_window_that_closes_too_soon_is_widened_by_whole_minutes() -> None:
    # Ann is there at 100; the window closes at 30, so two minutes are enough and one is not.
    assert change(problem(visit(windows=(Window(earliest_s=0, latest_s=30),)))) == (Kind.WINDOW, 2, "v")


def test_a_window_that_opens_too_late_is_widened_to_the_other_side() -> None:
    # To be home by 10,000 she has to start by 9,300.
    day = problem(visit(windows=(Window(earliest_s=9_400, latest_s=9_500),)))
    assert change(day)[:2] == (Kind.WINDOW, 2)


def test_an_appointment_too_late_in_the_day_is_moved() -> None:
    day = problem(visit(promised=Promise(earliest_s=9_400, latest_s=9_500)))
    assert change(day) == (Kind.PROMISE, 2, "v")


def test_a_shift_too_short_works_longer() -> None:
    # The visit and the way are 800 seconds, which is two minutes more than 700.
    assert change(problem(visit(), shifts=(shift(ends_s=700),))) == (Kind.OVERTIME, 2, "ann")


def test_a_worker_at_the_cap_works_longer_in_all() -> None:
    assert change(problem(visit(), workers=(worker(max_load_s=700),))) == (Kind.LOAD_CAP, 2, "ann")


def test_an_agreement_used_up_carries_one_more() -> None:
    day = problem(visit("v", **TRUST), visit("w", if_unserved=WEIGHTY, **TRUST), lending=(LENT,))
    assert change(day) == (Kind.LENDING_CAP, 1, "deal")


def test_an_organisation_that_does_not_lend_is_told_to() -> None:
    assert change(problem(visit(**TRUST)))[:2] == (Kind.AGREEMENT, 1)


def test_a_full_vehicle_gets_the_room_that_is_short() -> None:
    load = (Amount(of="litres", quantity=3),)
    day = problem(
        visit("v", loads=load),
        visit("w", loads=load, if_unserved=WEIGHTY),
        shifts=(shift(capacities=(Amount(of="litres", quantity=5),)),),
    )
    assert change(day) == (Kind.ROOM, 1, "ann")


@pytest.mark.parametrize(
    ("one", "kind", "amount"),
    [
        (visit(tools=("drill",)), Kind.TOOL, 1),
        (visit(parts=(Amount(of="tap", quantity=2),)), Kind.PARTS, 2),
        (visit(forbidden_workers=("ann",)), Kind.ALLOWED, 1),
        (visit(must_know=("mrs p",)), Kind.ALLOWED, 1),
    ],
)
def test_what_ann_lacks_is_told(one: Visit, kind: Kind, amount: int) -> None:
    assert change(problem(one))[:2] == (kind, amount)


def test_a_lock_to_someone_not_able_is_lifted() -> None:
    day = two(visit(skills=GAS, lock=Lock(worker="bob")))
    day = replace(day, workers=(worker("ann", skills=(HeldSkill(name="gas", level=3),)), worker("bob")))
    found = explained(day)
    assert found.relaxation is not None
    assert found.relaxation.kind in (Kind.UNLOCKED, Kind.SKILL)
    assert [one.reason for one in found.shifts] == [Reason.LOCK, Reason.SKILL]


def test_two_at_once_who_cannot_be_are_told_how_far_apart_they_could_be() -> None:
    day = two(
        visit("v", windows=(Window(earliest_s=0, latest_s=1_000),)),
        visit("w", windows=(Window(earliest_s=1_090, latest_s=1_200),), if_unserved=WEIGHTY),
        couplings=(Coupling(first="v", second="w", max_lag_s=0, who=Who.DIFFERENT),),
    )
    (missing,) = planned(day).unserved
    kind, minutes, _ = change(day, missing.visit)
    # The first may start until 1,000 and the second from 1,090: a minute more is too little, two are enough.
    assert (kind, minutes) in ((Kind.LAG, 2), (Kind.WINDOW, 2))


def test_a_full_day_drops_what_counts_for_less_when_nothing_else_helps() -> None:
    # Both start at 100 and nowhere else; no minute more, or other worker, is to be had.
    now = Lock(start_s=100)
    day = problem(visit("w", lock=now), visit("v", lock=now, if_unserved=WEIGHTY))
    plan = planned(replace(day, visits=day.visits[:1]))
    plan = replace(plan, unserved=planned(day).unserved)
    plan = replace(plan, unserved=tuple(replace(one, visit="v") for one in plan.unserved))
    found = explained(day, "v", plan)
    assert found.relaxation is not None
    assert (found.relaxation.kind, found.relaxation.of) == (Kind.DROPPED, "w")
    assert found.relaxation.adds.promise == -1


def test_an_optional_visit_not_worth_it_is_told_its_price() -> None:
    optional = visit(if_unserved=IfUnserved(tier=Tier.COST, points=799))
    found = explained(problem(optional, shifts=(shift(upence_per_s=1),)))
    assert found.relaxation is not None
    assert found.relaxation.kind == Kind.PRICE
    assert found.relaxation.adds.cost_upence == 1


def test_a_visit_that_nothing_single_admits_has_no_relaxation() -> None:
    found = explained(problem(visit(crew=2, tools=("drill",))))
    assert found.relaxation is None
    assert [(one.shift, one.reason) for one in found.shifts] == [("ann", Reason.CREW)]


def test_a_late_visit_is_told_what_would_make_it_be_in_time() -> None:
    # Ann arrives at 100; it should have started at 50, and nobody is nearer.
    due = visit(lateness=(Lateness(after_s=50, rate=1, tier=Tier.STATUTE),), if_unserved=IfUnserved(tier=Tier.SAFETY))
    found = explained(problem(due))
    assert found.late
    assert found.shifts[0].reason == Reason.HOURS


def test_a_late_visit_is_told_what_could_be_left_out_for_it() -> None:
    # One of the two can start at 100, and w counts for less.
    due = visit("v", lateness=(Lateness(after_s=100, rate=1, tier=Tier.COST),), if_unserved=WEIGHTY)
    day = problem(visit("w", windows=(Window(earliest_s=0, latest_s=100),)), due)
    plan = planned(replace(day, visits=(replace(due, lateness=()), day.visits[0])))
    late = explained(day, "v", plan)
    assert late.late
    assert late.relaxation is not None
    assert (late.relaxation.kind, late.relaxation.of) in ((Kind.DROPPED, "w"), (Kind.OVERTIME, "ann"))
    assert "be in time" in late.relaxation.sentence


def test_of_a_plan_without_late_or_missing_visits_there_is_nothing_to_tell() -> None:
    day = problem(visit())
    assert explain(day, planned(day)) == ()
    with pytest.raises(ValueError, match="neither left out nor late"):
        explain(day, planned(day), ["v"])


def test_a_watcher_is_told_how_far_it_is_and_may_stop() -> None:
    day = problem(*(visit(f"v{k}", crew=2) for k in range(3)))
    told: list[float] = []

    def watch(share: float) -> bool:
        told.append(share)
        return share < 0.5

    assert len(explain(day, planned(day), progress=watch)) == 2
    assert told == [0.0, pytest.approx(1 / 3), pytest.approx(2 / 3), 1.0]
    assert len(explain(day, planned(day), limit=1)) == 1


def test_explanations_are_json() -> None:
    day = problem(visit(windows=(Window(earliest_s=0, latest_s=30),)))
    told = json.loads(explanations_to_json(explain(day, planned(day))))
    (one,) = told["explanations"]
    assert (one["visit"], one["late"]) == ("v", False)
    assert one["relaxation"]["unit"] == "minutes"
    assert one["shifts"][0]["reason"] == "hours"

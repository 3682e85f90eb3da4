"""Why a visit is left out: each reason, in its sentence, on a day where it is the one that holds."""

from dataclasses import replace
from typing import Any

import pytest

from optimiser.plan import Plan, Reason
from optimiser.problem import (
    AllOrNone,
    Amount,
    Coupling,
    HeldSkill,
    IfUnserved,
    Lateness,
    Lending,
    Lock,
    Problem,
    RequiredSkill,
    Tier,
    Visit,
    Window,
)
from optimiser.solve import solve, with_reasons
from tests.optimiser.search.planned import planned
from tests.optimiser.toy import ann_serves, plan, problem, serves, shift, visit, worker

GAS = (RequiredSkill(name="gas", level=2),)
TRUST: dict[str, Any] = {"organisation": "trust", "kind": "gutter"}
LENT = Lending(id="deal", lender="", borrower="trust", kinds=("gutter",))
SHORT = (shift(ends_s=1_000),)
TWO: dict[str, Any] = {"workers": (worker("ann"), worker("bob")), "shifts": (shift("ann"), shift("bob"))}


def why(day: Problem, name: str = "v") -> tuple[Reason, str]:
    """The reason and the sentence of a visit that the engine leaves out."""
    (found,) = (one for one in planned(day).unserved if one.visit == name)
    return found.reason, found.sentence


def skilled(*skills: HeldSkill) -> Problem:
    """Ann with these skills, and a visit that asks for gas at level 2."""
    return problem(visit(skills=GAS), workers=(worker(skills=skills),))


def test_a_skill_nobody_has_is_named() -> None:
    assert why(skilled()) == (Reason.SKILL, "nobody on shift has the skill gas")


def test_a_level_nobody_reaches_is_named_with_the_highest_there_is() -> None:
    assert why(skilled(HeldSkill(name="gas", level=1))) == (
        Reason.SKILL,
        "it needs gas at level 2; the highest on shift is level 1",
    )


def test_skills_that_nobody_has_together_are_named() -> None:
    day = problem(visit(skills=(*GAS, RequiredSkill(name="roof"))), **TWO)
    gas, roof = HeldSkill(name="gas", level=2), HeldSkill(name="roof")
    day = replace(day, workers=(worker("ann", skills=(gas,)), worker("bob", skills=(roof,))))
    assert why(day) == (
        Reason.SKILL,
        "nobody on shift has all of gas (level 2), roof (level 1) at a time it could be done",
    )


def test_a_crew_too_small_is_told() -> None:
    assert why(problem(visit(crew=2))) == (Reason.CREW, "no shift with the skills has the 2 people it needs together")


@pytest.mark.parametrize(
    "changes", [{"allowed_workers": ("bob",)}, {"forbidden_workers": ("ann",)}, {"must_know": ("mrs p",)}]
)
def test_people_who_may_not_come_are_told(changes: dict[str, Any]) -> None:
    day = problem(visit(skills=GAS, **changes), **TWO)
    day = replace(day, workers=(worker("ann", skills=(HeldSkill(name="gas", level=2),)), worker("bob")))
    assert why(day) == (
        Reason.NOT_ALLOWED,
        "everyone with the skills is forbidden, not on its list of allowed workers, or not known there",
    )


@pytest.mark.parametrize("lock", [Lock(worker="bob"), Lock(shift="bob")])
def test_a_lock_to_someone_who_is_not_able_is_told(lock: Lock) -> None:
    day = problem(visit(skills=GAS, lock=lock), **TWO)
    day = replace(day, workers=(worker("ann", skills=(HeldSkill(name="gas", level=2),)), worker("bob")))
    assert why(day) == (Reason.LOCK, "it is locked to someone who is not able to do it")


def test_an_organisation_nobody_works_for_is_named() -> None:
    assert why(problem(visit(**TRUST))) == (
        Reason.ORGANISATION,
        "those able to do it do not work for trust, and no lending agreement covers gutter with them",
    )


def test_a_kind_that_no_agreement_names_is_told_without_a_name_too() -> None:
    assert why(problem(visit(), shifts=(shift(organisation="trust"),))) == (
        Reason.ORGANISATION,
        "those able to do it do not work for its organisation, and no lending agreement covers this kind of work "
        "with them",
    )


@pytest.mark.parametrize(
    ("one", "capacities"),
    [
        (visit(tools=("drill",)), ()),
        (visit(parts=(Amount(of="tap", quantity=1),)), ()),
        (visit(loads=(Amount(of="litres", quantity=2),)), (Amount(of="litres", quantity=1),)),
    ],
)
def test_tools_parts_and_room_that_no_shift_carries_are_told(one: Visit, capacities: tuple[Amount, ...]) -> None:
    assert why(problem(one, shifts=(shift(capacities=capacities),))) == (
        Reason.TOOLS,
        "no shift able to do it carries the tools, parts or room it needs",
    )


def test_a_day_without_shifts_is_told() -> None:
    assert why(problem(visit(), workers=(), shifts=())) == (Reason.HOURS, "there is no shift at all")


@pytest.mark.parametrize(
    "one",
    [
        visit(duration_s=9_801),
        visit(windows=(Window(earliest_s=0, latest_s=99),)),
        visit(windows=(Window(earliest_s=9_301, latest_s=9_400),)),
        visit(lock=Lock(start_s=99)),
    ],
    ids=["too long", "too soon", "too late", "locked too soon"],
)
def test_hours_that_no_able_shift_is_on_for_are_told(one: Visit) -> None:
    assert why(problem(one)) == (
        Reason.HOURS,
        "the one shift able to do it cannot get there, do it and finish within its hours and the visit's times",
    )


def test_a_visit_that_just_fits_its_hours_is_served() -> None:
    assert planned(problem(visit(duration_s=9_800))).unserved == ()


def test_the_first_visit_that_is_missing_is_named_to_the_one_that_needs_it() -> None:
    day = problem(
        visit("first", crew=2), visit("v"), couplings=(Coupling(first="first", second="v", needs_first=True),)
    )
    assert why(day) == (Reason.COUPLED, "it goes together with first, which is left out")


def test_the_partner_that_nobody_can_do_is_named_to_all_or_none() -> None:
    day = problem(visit("v"), visit("w"), visit("x", crew=2), groups=(AllOrNone(visits=("v", "w", "x")),))
    assert why(day, "v") == why(day, "w") == (Reason.COUPLED, "it goes together with x, which is left out")
    assert why(day, "x")[0] == Reason.CREW


def test_partners_that_each_have_a_place_but_not_together_are_told() -> None:
    day = problem(visit("v"), visit("w"), groups=(AllOrNone(visits=("v", "w")),), shifts=SHORT)
    assert why(day) == (
        Reason.COUPLED,
        "there is a place for it, but what it is tied to, or work that counts for more, would suffer",
    )


def test_an_agreement_that_is_used_up_is_told() -> None:
    day = problem(
        visit("v", **TRUST),
        visit("w", if_unserved=IfUnserved(points=2), **TRUST),
        lending=(replace(LENT, max_visits=1),),
    )
    assert why(day) == (
        Reason.CAP,
        "the limit of the lending agreement or of the vehicle is used up by other work",
    )


def test_a_vehicle_that_is_full_is_told() -> None:
    load = (Amount(of="litres", quantity=3),)
    day = problem(
        visit("v", loads=load),
        visit("w", loads=load, if_unserved=IfUnserved(points=2)),
        shifts=(shift(capacities=(Amount(of="litres", quantity=5),)),),
    )
    assert why(day)[0] == Reason.CAP


def test_a_worker_who_has_worked_enough_before_is_told_as_a_cap() -> None:
    # The visit and the way are 800 seconds.
    assert why(problem(visit(), workers=(worker(worked_s=701, max_load_s=1_500),)))[0] == Reason.CAP


def test_a_worker_whose_load_is_used_up_by_other_work_is_told_as_a_cap() -> None:
    day = problem(visit("v"), visit("w", if_unserved=IfUnserved(points=2)), workers=(worker(max_load_s=1_399),))
    assert why(day)[0] == Reason.CAP


def test_a_full_day_is_told() -> None:
    day = problem(visit("v"), visit("w", if_unserved=IfUnserved(points=2)), shifts=SHORT)
    assert why(day) == (
        Reason.FULL,
        "one shift could do it on an emptier day, but it fits nowhere beside work that counts for as much or more",
    )


def test_an_optional_visit_that_costs_more_than_it_is_worth_is_told() -> None:
    optional = visit(if_unserved=IfUnserved(tier=Tier.COST, points=799))
    assert why(problem(optional, shifts=(shift(upence_per_s=1),))) == (
        Reason.NOT_WORTH,
        "serving it would cost more than leaving it out",
    )


def test_a_visit_that_would_make_a_weightier_one_late_is_told() -> None:
    now = (Window(earliest_s=0, latest_s=100),)
    insulin = visit("insulin", lateness=(Lateness(after_s=100, rate=1, tier=Tier.SAFETY),))
    insulin = replace(insulin, if_unserved=IfUnserved(tier=Tier.SAFETY, points=1_000))
    assert why(problem(visit("v", windows=now), insulin)) == (
        Reason.NOT_WORTH,
        "there is a place for it, but what it is tied to, or work that counts for more, would suffer",
    )


def test_reasons_can_be_asked_of_any_plan_that_keeps_the_rules() -> None:
    asked = with_reasons(
        problem(visit("v"), visit("w", crew=2)), replace(ann_serves(), unserved=plan(unserved=["w"]).unserved)
    )
    assert [(one.visit, one.reason) for one in asked.unserved] == [("w", Reason.CREW)]
    assert asked.routes == ann_serves().routes


def test_a_plan_that_leaves_nothing_out_is_answered_as_it_is() -> None:
    assert with_reasons(problem(visit()), ann_serves()) == ann_serves()


def test_reasons_of_a_plan_that_breaks_a_rule_are_refused() -> None:
    broken = plan(serves("ann"), unserved=["w"])
    with pytest.raises(ValueError, match="breaks a rule"):
        with_reasons(problem(visit("v", crew=2), visit("w")), broken)


def test_every_visit_left_out_by_the_engine_has_a_sentence() -> None:
    visits = tuple(visit(f"v{number}") for number in range(5))
    found: Plan = solve(problem(*visits, shifts=SHORT), iterations=20)
    assert len(found.unserved) == 4
    assert all(one.sentence != "not planned" for one in found.unserved)

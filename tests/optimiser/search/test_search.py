"""The whole search on days small enough to plan in the head: it keeps every rule, and finds what is best."""

from dataclasses import replace
from typing import Any

import pytest

from optimiser.problem import (
    AllOrNone,
    Amount,
    Break,
    CostPart,
    Coupling,
    DriversHours,
    HeldSkill,
    IfUnserved,
    Lateness,
    Lending,
    LoadStep,
    Lock,
    Promise,
    Published,
    RequiredSkill,
    Shift,
    Tier,
    Who,
    Window,
    WorkerCost,
)
from optimiser.solve import LockedWorkBroken, solve
from tests.optimiser.search.pair import two
from tests.optimiser.search.planned import cost_of, left_out, order_of, planned, shift_of, stop_of
from tests.optimiser.toy import problem, shift, visit, worker

GAS = (RequiredSkill(name="gas", level=2),)
# Long enough for one usual visit at place 1, too short for two.
SHORT = shift(ends_s=1_000)


def optional(points: int) -> IfUnserved:
    """So many micropence for leaving it out, and nothing else."""
    return IfUnserved(tier=Tier.COST, points=points)


# Who


def test_a_visit_goes_to_someone_with_the_skill_at_that_level() -> None:
    workers = (
        worker("ann", skills=(HeldSkill(name="gas", level=1),)),
        worker("bob", skills=(HeldSkill(name="gas", level=2),)),
    )
    dear_bob = (shift("ann"), shift("bob", upence_per_s=9))
    assert shift_of(planned(two(visit(skills=GAS), workers=workers, shifts=dear_bob)), "v") == "bob"


def test_a_visit_nobody_is_skilled_for_is_left_out() -> None:
    assert left_out(planned(two(visit(skills=GAS)))) == {"v"}


def test_a_crew_holds_the_skills_between_them() -> None:
    workers = (worker("ann", skills=(HeldSkill(name="gas", level=2),)), worker("bob", skills=(HeldSkill(name="roof"),)))
    both = visit(skills=(*GAS, RequiredSkill(name="roof")), crew=2)
    crew = (shift("ann", workers=("ann", "bob")),)
    assert shift_of(planned(problem(both, workers=workers, shifts=crew)), "v") == "ann"


@pytest.mark.parametrize(
    "changes", [{"allowed_workers": ("bob",)}, {"forbidden_workers": ("ann",)}, {"must_know": ("mrs p",)}]
)
def test_allowed_forbidden_and_known_people_are_kept_to(changes: dict[str, Any]) -> None:
    workers = (worker("ann"), worker("bob", knows=("mrs p",)))
    dear_bob = (shift("ann"), shift("bob", upence_per_s=9))
    assert shift_of(planned(two(visit(**changes), workers=workers, shifts=dear_bob)), "v") == "bob"


def test_the_worker_who_costs_less_on_a_visit_does_it() -> None:
    costs = (WorkerCost(worker="ann", part=CostPart.CONTINUITY, upence=5),)
    assert shift_of(planned(two(visit(worker_costs=costs))), "v") == "bob"


def test_a_published_visit_stays_with_its_worker_and_time_unless_that_costs_more() -> None:
    told = Published(worker="bob", start_s=5_000, tolerance_s=60, other_worker_upence=10, moved_upence=10)
    cheap_ann = (shift("ann"), shift("bob", upence_per_m=1))
    day = two(visit(published=told), shifts=cheap_ann)
    assert shift_of(planned(day), "v") == "ann"  # 2,000 m are dearer than 10
    kept = replace(told, other_worker_upence=2_001)
    assert shift_of(planned(two(visit(published=kept), shifts=cheap_ann)), "v") == "bob"


# When and where


def test_visits_are_ordered_by_their_windows() -> None:
    early, late = Window(earliest_s=0, latest_s=400), Window(earliest_s=900, latest_s=1_100)
    assert order_of(planned(problem(visit("far", 3, windows=(early,)), visit("near", 1, windows=(late,))))) == [
        "far",
        "near",
    ]


def test_the_way_is_as_short_as_it_can_be() -> None:
    visits = (visit("b", 2), visit("d", 1), visit("a", 1), visit("c", 3))
    day = problem(*visits, shifts=(shift(upence_per_m=1),))
    assert cost_of(day, planned(day)).cash.mileage == 6_000


def test_visits_that_cannot_all_be_done_by_one_are_shared_out() -> None:
    day = two(visit("v"), visit("w"), shifts=(SHORT, shift("bob", ends_s=1_000)))
    assert sorted(order_of(planned(day), "ann") + order_of(planned(day), "bob")) == ["v", "w"]


def test_a_break_is_planned_with_the_visits_and_costs_one_of_them_its_place() -> None:
    rest = Break(id="tea", duration_s=300, earliest_s=0, latest_s=900)
    # Two visits end at 1,400; with the break it is 1,700.
    day = problem(visit("v"), visit("w"), shifts=(shift(ends_s=1_700, breaks=(rest,)),))
    assert sorted(order_of(planned(day))) == ["tea", "v", "w"]
    day = problem(visit("v"), visit("w"), shifts=(shift(ends_s=1_699, breaks=(rest,)),))
    assert len(left_out(planned(day))) == 1


def test_nobody_drives_longer_than_drivers_hours_allow() -> None:
    for limit_s, missing in ((600, set()), (599, {"v"})):
        hours = DriversHours(max_driving_s=limit_s)
        assert left_out(planned(problem(visit(place=3), shifts=(shift(drivers_hours=hours),)))) == missing


# Together, one after the other, all or none


def test_two_people_at_once_start_together_on_different_shifts() -> None:
    together = Coupling(first="v", second="w", max_lag_s=0, who=Who.DIFFERENT)
    found = planned(two(visit("v", 2), visit("w", 2), visit("x"), couplings=(together,)))
    assert stop_of(found, "v").start_s == stop_of(found, "w").start_s
    assert {shift_of(found, "v"), shift_of(found, "w")} == {"ann", "bob"}
    assert left_out(found) == set()


def test_two_people_at_once_cannot_be_had_from_one() -> None:
    together = Coupling(first="v", second="w", max_lag_s=0, who=Who.DIFFERENT)
    assert len(left_out(planned(problem(visit("v"), visit("w"), couplings=(together,))))) == 1


def test_the_same_worker_comes_back_though_another_is_cheaper() -> None:
    shifts = (
        shift("ann early", workers=("ann",), ends_s=4_000),
        shift("ann late", workers=("ann",), starts_s=4_000, upence_per_s=9),
        shift("bob late", workers=("bob",), starts_s=4_000),
    )
    morning = visit("v", allowed_workers=("ann",), windows=(Window(earliest_s=0, latest_s=3_000),))
    evening = visit("w", windows=(Window(earliest_s=5_000, latest_s=6_000),))
    day = two(morning, evening, shifts=shifts)
    assert shift_of(planned(day), "w") == "bob late"
    same = replace(day, couplings=(Coupling(first="v", second="w", who=Who.SAME),))
    assert shift_of(planned(same), "w") == "ann late"


def test_a_lag_between_two_visits_is_kept_on_one_route() -> None:
    dries = Coupling(first="plaster", second="paint", min_lag_s=2_000, max_lag_s=2_500)
    found = planned(problem(visit("paint"), visit("plaster"), visit("other"), couplings=(dries,)))
    assert 2_000 <= stop_of(found, "paint").start_s - stop_of(found, "plaster").start_s <= 2_500
    assert left_out(found) == set()


def test_a_visit_that_needs_a_first_one_is_not_done_without_it() -> None:
    first = visit("first", skills=GAS)
    day = problem(first, visit("second"), couplings=(Coupling(first="first", second="second", needs_first=True),))
    assert left_out(planned(day)) == {"first", "second"}
    free = replace(day, couplings=(Coupling(first="first", second="second"),))
    assert left_out(planned(free)) == {"first"}


def test_a_visit_worth_nothing_is_done_for_the_sake_of_one_that_needs_it() -> None:
    day = problem(
        visit("first", if_unserved=optional(0)),
        visit("second", if_unserved=optional(10_000)),
        couplings=(Coupling(first="first", second="second", needs_first=True),),
        shifts=(shift(upence_per_s=1),),
    )
    assert order_of(planned(day)) == ["first", "second"]


def test_all_or_none_gives_none_where_one_cannot_be() -> None:
    visits = (visit("v"), visit("w"), visit("x", skills=GAS))
    assert left_out(planned(problem(*visits, groups=(AllOrNone(visits=("v", "x")),)))) == {"v", "x"}


def test_all_or_none_gives_all_where_all_fit() -> None:
    visits = (visit("v"), visit("w"), visit("x"))
    assert left_out(planned(problem(*visits, groups=(AllOrNone(visits=("v", "w", "x")),)))) == set()


def test_all_or_none_gives_way_to_a_visit_that_counts_for_more_than_the_group() -> None:
    heavy = visit("heavy", if_unserved=IfUnserved(points=3))
    day = problem(visit("v"), visit("w"), heavy, groups=(AllOrNone(visits=("v", "w")),), shifts=(shift(ends_s=1_500),))
    assert left_out(planned(day)) == {"v", "w"}


# Aboard


def test_no_more_is_taken_aboard_than_there_is_room_for() -> None:
    visits = tuple(visit(name, loads=(Amount(of="litres", quantity=4),)) for name in "abc")
    for room, count in ((12, 0), (11, 1), (3, 3)):
        van = shift(capacities=(Amount(of="litres", quantity=room),))
        assert len(left_out(planned(problem(*visits, shifts=(van,))))) == count


def test_no_more_parts_are_used_than_are_aboard() -> None:
    visits = tuple(visit(name, parts=(Amount(of="tap", quantity=2),)) for name in "ab")
    for stock, count in (((Amount(of="tap", quantity=4),), 0), ((Amount(of="tap", quantity=3),), 1), ((), 2)):
        assert len(left_out(planned(problem(*visits, shifts=(shift(stock=stock),))))) == count


def test_a_visit_goes_to_the_shift_with_its_tools() -> None:
    shifts = (shift("ann", tools=("saw",)), shift("bob", tools=("saw", "drill"), upence_per_s=9))
    assert shift_of(planned(two(visit(tools=("drill", "saw")), shifts=shifts)), "v") == "bob"


# Between organisations

TRUST: dict[str, Any] = {"organisation": "trust", "kind": "gutter"}
LENT = Lending(id="deal", lender="council", borrower="trust", kinds=("gutter",))
COUNCIL = (shift(organisation="council", upence_per_s=1),)


def test_without_an_agreement_nothing_crosses() -> None:
    for lending in ((), (replace(LENT, kinds=("roof",)),), (replace(LENT, lender="trust", borrower="council"),)):
        assert left_out(planned(problem(visit(**TRUST), shifts=COUNCIL, lending=lending))) == {"v"}
    assert left_out(planned(problem(visit(**TRUST), shifts=COUNCIL, lending=(LENT,)))) == set()


def test_an_agreement_lends_no_more_visits_than_its_cap() -> None:
    visits = tuple(visit(name, **TRUST) for name in "abc")
    capped = replace(LENT, max_visits=2)
    assert len(left_out(planned(problem(*visits, shifts=COUNCIL, lending=(capped,))))) == 1


def test_the_cap_of_an_agreement_is_spent_on_what_counts_for_most() -> None:
    visits = (visit("a", **TRUST), visit("b", if_unserved=IfUnserved(points=5), **TRUST), visit("c", **TRUST))
    capped = replace(LENT, max_visits=1)
    assert left_out(planned(problem(*visits, shifts=COUNCIL, lending=(capped,)))) == {"a", "c"}


def test_the_skills_an_agreement_asks_for_have_to_be_held() -> None:
    asked = replace(LENT, skills=(RequiredSkill(name="gas"),))
    assert left_out(planned(problem(visit(**TRUST), shifts=COUNCIL, lending=(asked,)))) == {"v"}


def test_the_first_fitting_agreement_is_charged() -> None:
    first = replace(LENT, charge_upence=7, charge_upence_per_s=2)
    day = problem(visit(**TRUST), shifts=COUNCIL, lending=(first, replace(LENT, id="free")))
    assert cost_of(day, planned(day)).cash.charges == 7 + 2 * 600


# What is settled already


def test_a_visit_locked_to_a_worker_or_a_shift_stays_there() -> None:
    dear_bob = (shift("ann"), shift("bob", upence_per_s=9))
    for lock in (Lock(worker="bob"), Lock(shift="bob")):
        assert shift_of(planned(two(visit(lock=lock), shifts=dear_bob)), "v") == "bob"


def test_started_work_stays_at_the_front_in_its_order_though_another_is_shorter() -> None:
    locks = [Lock(shift="ann", rank=rank) for rank in (0, 1)]
    day = problem(visit("far", 3, lock=locks[0]), visit("near", 1, lock=locks[1]), visit("mid", 2))
    assert order_of(planned(replace(day, shifts=(shift(upence_per_m=1),)))) == ["far", "near", "mid"]


def test_a_visit_locked_to_a_start_is_done_at_that_second() -> None:
    day = problem(visit("v", lock=Lock(start_s=2_000)), visit("w"), visit("x"))
    found = planned(day)
    assert stop_of(found, "v").start_s == 2_000
    assert left_out(found) == set()


def test_started_work_that_cannot_stand_as_it_is_locked_is_told() -> None:
    too_soon = visit(lock=Lock(shift="ann", rank=0, start_s=99))
    with pytest.raises(LockedWorkBroken, match="shifts ann"):
        solve(problem(too_soon), iterations=5)


def test_a_break_that_is_owed_is_placed_between_started_visits() -> None:
    rest = Break(id="tea", duration_s=100, earliest_s=0, latest_s=900)
    started = (
        visit("v", lock=Lock(shift="ann", rank=0, start_s=100)),
        visit("w", lock=Lock(shift="ann", rank=1, start_s=1_000)),
    )
    assert order_of(planned(problem(*started, shifts=(shift(breaks=(rest,)),)))) == ["v", "tea", "w"]


# Load


def test_nobody_is_loaded_beyond_their_cap() -> None:
    # Both visits in a row are 1,400 seconds paid.
    for before_s, count in ((0, 0), (1, 1)):
        capped = (worker(worked_s=before_s, max_load_s=1_400),)
        assert len(left_out(planned(problem(visit("v"), visit("w"), workers=capped)))) == count


def test_a_cap_counts_both_shifts_of_a_day() -> None:
    shifts = (shift("early", workers=("ann",), ends_s=900), shift("late", workers=("ann",), starts_s=900, ends_s=2_000))
    visits = (visit("v", lock=Lock(shift="early")), visit("w", lock=Lock(shift="late")))
    for cap_s, count in ((1_600, 0), (1_599, 1)):
        day = problem(*visits, workers=(worker(max_load_s=cap_s),), shifts=shifts)
        assert len(left_out(planned(day))) == count


def test_work_is_shared_out_where_that_is_fair() -> None:
    steps = (LoadStep(above_s=800, upence_per_s=1),)
    fair = (worker("ann", fairness=steps), worker("bob", fairness=steps))
    found = planned(two(visit("v"), visit("w"), workers=fair))
    assert {shift_of(found, "v"), shift_of(found, "w")} == {"ann", "bob"}


def test_who_has_worked_more_before_gets_less() -> None:
    steps = (LoadStep(above_s=5_000, upence_per_s=1),)
    tired = (worker("ann", worked_s=4_500, fairness=steps), worker("bob", worked_s=4_000, fairness=steps))
    assert shift_of(planned(two(visit(), workers=tired)), "v") == "bob"


# What counts for more


def one_of(one: IfUnserved, other: IfUnserved, kept: Shift = SHORT) -> set[str]:
    """Which of two visits is left out where one has room."""
    return left_out(planned(problem(visit("one", if_unserved=one), visit("other", if_unserved=other), shifts=(kept,))))


@pytest.mark.parametrize(
    ("higher", "lower"),
    [(Tier.SAFETY, Tier.STATUTE), (Tier.STATUTE, Tier.PROMISE), (Tier.PROMISE, Tier.COST), (Tier.SAFETY, Tier.COST)],
)
def test_one_point_of_a_higher_tier_outweighs_any_number_of_a_lower(higher: Tier, lower: Tier) -> None:
    assert one_of(IfUnserved(tier=higher, points=1), IfUnserved(tier=lower, points=1_000_000)) == {"other"}


def test_within_a_tier_more_points_win() -> None:
    assert one_of(IfUnserved(points=2), IfUnserved(points=3)) == {"one"}


def test_a_safety_visit_is_done_though_it_breaks_every_promise() -> None:
    promised, kept = Promise(earliest_s=0, latest_s=100, points=9), IfUnserved(points=10)
    insulin = visit("insulin", windows=(Window(earliest_s=0, latest_s=100),), if_unserved=IfUnserved(tier=Tier.SAFETY))
    day = problem(
        visit("p", promised=promised, if_unserved=kept), visit("q", promised=promised, if_unserved=kept), insulin
    )
    found = planned(day)
    assert left_out(found) == set()
    assert cost_of(day, found).objective == (0, 0, 18, 0)


def test_a_statutory_clock_goes_before_a_promise() -> None:
    kept = IfUnserved(points=10)
    damp = visit("damp", lateness=(Lateness(after_s=100, rate=1, tier=Tier.STATUTE),), if_unserved=kept)
    day = problem(visit("p", promised=Promise(earliest_s=0, latest_s=100, points=9), if_unserved=kept), damp)
    assert order_of(planned(day)) == ["damp", "p"]


def test_a_promise_is_kept_whatever_it_costs() -> None:
    promised = visit("p", 3, promised=Promise(earliest_s=0, latest_s=300))
    dear = (shift("ann"), shift("bob", upence_per_s=1_000_000, upence_per_m=1_000_000))
    day = two(
        visit("v", windows=(Window(earliest_s=0, latest_s=100),), forbidden_workers=("bob",)), promised, shifts=dear
    )
    assert cost_of(day, planned(day)).promise == 0


@pytest.mark.parametrize(("worth", "missing"), [(2_801, set()), (2_799, {"v"})])
def test_an_optional_visit_is_done_only_if_it_is_worth_its_cost(worth: int, missing: set[str]) -> None:
    # 800 seconds and 2,000 metres.
    day = problem(visit(if_unserved=optional(worth)), shifts=(shift(upence_per_s=1, upence_per_m=1),))
    assert left_out(planned(day)) == missing


def test_guaranteed_time_makes_an_optional_visit_free() -> None:
    day = problem(visit(if_unserved=optional(1)), shifts=(shift(upence_per_s=1, guaranteed_s=800),))
    assert left_out(planned(day)) == set()


def test_a_visit_worth_nothing_is_done_for_the_sake_of_its_group() -> None:
    visits = tuple(visit(name, if_unserved=optional(points)) for name, points in (("a", 9_000), ("b", 9_000), ("c", 0)))
    day = problem(*visits, groups=(AllOrNone(visits=("a", "b", "c")),), shifts=(shift(upence_per_s=1),))
    assert left_out(planned(day)) == set()


def test_a_chain_is_done_for_the_sake_of_its_last_visit() -> None:
    visits = tuple(visit(name, if_unserved=optional(points)) for name, points in (("a", 0), ("b", 0), ("c", 9_000)))
    chain = tuple(Coupling(first=one, second=next_one, needs_first=True) for one, next_one in ("ab", "bc"))
    assert left_out(planned(problem(*visits, couplings=chain, shifts=(shift(upence_per_s=1),)))) == set()

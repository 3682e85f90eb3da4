"""A plan made by hand: what may be appended, when it starts, and that a refusal changes nothing."""

import pytest

from optimiser.checker import check
from optimiser.problem import AllOrNone, Break, Coupling, Lock, RequiredSkill, Who, Window
from optimiser.solve import Draft
from tests.optimiser.search.planned import left_out, order_of, stop_of
from tests.optimiser.toy import ann_serves, problem, shift, visit, worker

TWO = {"workers": (worker("ann"), worker("bob")), "shifts": (shift("ann"), shift("bob"))}
TOGETHER = Coupling(first="v", second="w", max_lag_s=0, who=Who.DIFFERENT)


def test_an_appended_visit_is_told_with_its_start() -> None:
    draft = Draft(problem(visit("v"), visit("w", 2)))
    assert draft.try_append({"ann": "v"}) == 100
    assert draft.try_append({"ann": "w"}) == 800


def test_a_draft_of_one_visit_is_the_plan_of_it() -> None:
    draft = Draft(problem(visit()))
    draft.try_append({"ann": "v"})
    assert draft.plan() == ann_serves()


def test_an_empty_draft_leaves_everything_out() -> None:
    draft = Draft(problem(visit("v"), visit("w")))
    assert draft.plan().routes == ()
    assert left_out(draft.plan()) == {"v", "w"}


def test_visits_stay_in_the_order_in_which_they_were_appended() -> None:
    draft = Draft(problem(visit("near", 1), visit("far", 3)))
    for name in ("far", "near"):
        draft.try_append({"ann": name})
    assert order_of(draft.plan()) == ["far", "near"]


def test_what_a_rule_forbids_is_not_appended_and_changes_nothing() -> None:
    day = problem(
        visit("v"),
        visit("gas", skills=(RequiredSkill(name="gas"),)),
        visit("early", windows=(Window(earliest_s=0, latest_s=699),)),
        visit("long", duration_s=9_201),
        visit("other", lock=Lock(shift="bob")),
        **TWO,
    )
    draft = Draft(day)
    draft.try_append({"ann": "v"})
    before = draft.plan()
    for name in ("gas", "early", "long", "other", "v"):
        assert draft.try_append({"ann": name}) is None
        assert draft.plan() == before
    assert draft.try_append({"bob": "v"}) is None


def test_two_visits_at_once_are_appended_together() -> None:
    draft = Draft(problem(visit("v", 1), visit("w", 3), couplings=(TOGETHER,), **TWO))
    assert draft.try_append({"ann": "v", "bob": "w"}) == 300
    assert stop_of(draft.plan(), "v").start_s == stop_of(draft.plan(), "w").start_s == 300


def test_of_two_visits_appended_together_both_are_put_back_when_one_does_not_fit() -> None:
    too_early = visit("w", 3, windows=(Window(earliest_s=0, latest_s=299),))
    draft = Draft(problem(visit("x"), visit("v"), too_early, couplings=(TOGETHER,), **TWO))
    draft.try_append({"ann": "x"})
    before = draft.plan()
    assert draft.try_append({"ann": "v", "bob": "w"}) is None
    assert draft.plan() == before
    assert draft.try_append({"ann": "v"}) == 700


def test_a_refused_visit_leaves_a_route_it_would_have_pushed_where_it_was() -> None:
    # w from 2,000 on would push v to 1,500, past what x after it can bear.
    soon = Coupling(first="v", second="w", max_lag_s=500)
    day = problem(
        visit("v"),
        visit("x", windows=(Window(earliest_s=0, latest_s=2_000),)),
        visit("w", windows=(Window(earliest_s=2_000, latest_s=3_000),)),
        couplings=(soon,),
        **TWO,
    )
    draft = Draft(day)
    draft.try_append({"ann": "v"})
    draft.try_append({"ann": "x"})
    before = draft.plan()
    assert draft.try_append({"bob": "w"}) is None
    assert draft.plan() == before


def test_the_second_of_a_pair_waits_for_the_first_to_be_appended() -> None:
    draft = Draft(problem(visit("v"), visit("w"), couplings=(Coupling(first="v", second="w", needs_first=True),)))
    assert draft.try_append({"ann": "w"}) is None
    assert draft.try_append({"ann": "v"}) == 100
    assert draft.try_append({"ann": "w"}) == 700


def test_one_of_a_group_may_be_appended_before_the_others() -> None:
    draft = Draft(problem(visit("v"), visit("w"), groups=(AllOrNone(visits=("v", "w")),)))
    assert draft.try_append({"ann": "v"}) == 100
    assert draft.try_append({"ann": "w"}) == 700


def test_a_break_that_becomes_owed_is_placed_and_kept_to() -> None:
    rest = Break(id="tea", duration_s=300, earliest_s=700, latest_s=1_000)
    day = problem(
        visit("v", windows=(Window(earliest_s=0, latest_s=100),)), visit("w"), shifts=(shift(breaks=(rest,)),)
    )
    draft = Draft(day)
    assert draft.try_append({"ann": "v"}) == 100
    assert order_of(draft.plan()) == ["v"]
    assert draft.try_append({"ann": "w"}) == 1_000
    assert order_of(draft.plan()) == ["v", "tea", "w"]
    assert check(day, draft.plan()).violations == ()


def test_the_start_that_is_told_is_the_one_in_the_plan() -> None:
    # The break after the visit begins at 740, so Ann leaves at 40 and starts at 140.
    rest = Break(id="tea", duration_s=60, earliest_s=740, latest_s=750)
    draft = Draft(problem(visit(), shifts=(shift(breaks=(rest,)),)))
    told = draft.try_append({"ann": "v"})
    assert order_of(draft.plan()) == ["v", "tea"]
    assert told == stop_of(draft.plan(), "v").start_s


def test_an_empty_route_stands_at_its_start_and_is_free_when_the_shift_begins() -> None:
    draft = Draft(problem(visit(), shifts=(shift(start_place=2, starts_s=500),)))
    assert (draft.place_of("ann"), draft.free_at("ann")) == (2, 500)


def test_an_open_start_is_no_place() -> None:
    draft = Draft(problem(visit(), shifts=(shift(start_place=None),)))
    assert draft.place_of("ann") is None


def test_a_route_stands_where_its_last_visit_was_and_is_free_after_it() -> None:
    draft = Draft(problem(visit(place=2), **TWO))
    draft.try_append({"ann": "v"})
    assert (draft.place_of("ann"), draft.free_at("ann")) == (2, 800)
    assert (draft.place_of("bob"), draft.free_at("bob")) == (0, 0)


@pytest.mark.parametrize(("place", "expected"), [(None, (2, 860)), (3, (3, 960))])
def test_a_route_stands_where_its_last_break_was(place: int | None, expected: tuple[int, int]) -> None:
    # Home at 1,000 without the break; it can be taken only after the visit, here or 100 seconds further.
    rest = Break(id="tea", duration_s=60, earliest_s=800, latest_s=999, place=place)
    now = (Window(earliest_s=0, latest_s=200),)
    draft = Draft(problem(visit(place=2, windows=now), shifts=(shift(breaks=(rest,)),)))
    draft.try_append({"ann": "v"})
    assert order_of(draft.plan()) == ["v", "tea"]
    assert (draft.place_of("ann"), draft.free_at("ann")) == expected


def test_started_work_is_on_the_draft_from_the_beginning() -> None:
    draft = Draft(problem(visit("v", lock=Lock(shift="ann", rank=0)), visit("w")))
    assert order_of(draft.plan()) == ["v"]
    assert draft.free_at("ann") == 700
    assert draft.try_append({"ann": "w"}) == 700


def test_a_draft_of_both_shifts_lists_its_routes_in_the_order_of_the_problem() -> None:
    draft = Draft(problem(visit("v"), visit("w"), **TWO))
    draft.try_append({"bob": "v"})
    draft.try_append({"ann": "w"})
    assert [route.shift for route in draft.plan().routes] == ["ann", "bob"]

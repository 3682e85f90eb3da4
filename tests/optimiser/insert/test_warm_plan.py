"""A plan kept loaded: what it answers and refuses, on days one can work out in the head."""

from typing import Any

import pytest

from optimiser.checker import check
from optimiser.insert import Moved, Placed, WarmPlan
from optimiser.plan import Plan
from optimiser.problem import AllOrNone, Amount, Break, Coupling, Lock, Problem, ProblemError, Who, Window
from tests.optimiser.search.pair import two
from tests.optimiser.search.planned import left_out, order_of, planned, shift_of, stop_of
from tests.optimiser.toy import ann_serves, at_visit, plan, problem, route, shift, visit

TOGETHER = Coupling(first="v", second="w", max_lag_s=0, who=Who.DIFFERENT)
PAID = (shift(upence_per_s=1, upence_per_m=1),)


def warm(day: Problem, loaded: Plan | None = None, **how: Any) -> WarmPlan:
    """The day with a plan of it, or with all left out, loaded."""
    return WarmPlan(day, loaded or plan(unserved=[one.id for one in day.visits]), **how)


def test_a_visit_is_told_with_where_when_and_what_it_adds() -> None:
    (option,) = warm(problem(visit(), shifts=PAID)).ranked("v")
    assert option.placed == (Placed(visit="v", shift="ann", rank=0, arrive_s=100, start_s=100, finish_s=700),)
    assert option.moved == ()
    assert option.adds.cash.paid_time == 800
    assert option.adds.cash.mileage == 2_000
    assert option.adds.promise == -1


def test_the_cheapest_position_comes_first_and_tells_whom_it_moves() -> None:
    # On the way to w costs nothing but the time of the visit; after it, it is 200 seconds and 2,000 metres more.
    day = problem(visit("w", 2), visit("v", 1), shifts=PAID)
    first = plan(route("ann", 0, at_visit("w", 200, 200, 800), end_s=1_000), unserved=["v"])
    options = warm(day, first).ranked("v")
    assert [option.placed[0].rank for option in options] == [0, 1]
    assert options[0].moved == (Moved(visit="w", shift="ann", from_s=200, to_s=800),)
    assert options[0].moved[0].by_s == 600
    assert [option.adds.cost_upence for option in options] == [600, 600]


def test_no_more_than_asked_for_are_told() -> None:
    day = two(visit("v"), visit("w"))
    assert len(warm(day).ranked("v")) == 2
    assert len(warm(day).ranked("v", limit=1)) == 1


def test_an_option_taken_is_the_plan_and_the_earlier_plan_undoes_it() -> None:
    day = problem(visit())
    loaded = warm(day)
    before = loaded.plan
    assert loaded.insert(loaded.ranked("v")[0]) == ann_serves() == loaded.plan
    loaded.load(before)
    assert loaded.plan == before


def test_an_option_of_an_earlier_plan_is_refused() -> None:
    loaded = warm(problem(visit("v"), visit("w")))
    option = loaded.ranked("v")[0]
    loaded.insert(loaded.ranked("w")[0])
    with pytest.raises(ValueError, match="ask again"):
        loaded.insert(option)


def test_a_pair_is_placed_jointly_at_one_time() -> None:
    day = two(visit("v", 1), visit("w", 3), couplings=(TOGETHER,))
    loaded = warm(day)
    option = loaded.ranked("v", "w")[0]
    assert [one.start_s for one in option.placed] == [300, 300]
    after = loaded.insert(option)
    assert check(day, after).violations == ()
    assert shift_of(after, "v") != shift_of(after, "w")


def test_the_answer_about_a_pair_is_in_the_order_asked() -> None:
    day = problem(visit("v"), visit("w"), couplings=(Coupling(first="w", second="v", needs_first=True),))
    option = warm(day).ranked("v", "w")[0]
    assert [one.visit for one in option.placed] == ["v", "w"]


def test_the_second_of_a_pair_alone_has_no_place_before_the_first_is_served() -> None:
    day = problem(visit("v"), visit("w"), couplings=(Coupling(first="v", second="w", needs_first=True),))
    loaded = warm(day)
    assert loaded.ranked("w") == ()
    loaded.insert(loaded.ranked("v")[0])
    assert loaded.ranked("w") != ()


def test_one_of_a_group_alone_has_no_place() -> None:
    day = problem(visit("v"), visit("w"), groups=(AllOrNone(visits=("v", "w")),))
    assert warm(day).ranked("v") == ()
    assert warm(day).ranked("v", "w") != ()


def test_a_tied_visit_that_is_planned_is_moved_for_its_partner() -> None:
    day = two(visit("v", 1), visit("w", 3), couplings=(TOGETHER,))
    (option,) = (
        one
        for one in warm(day, plan(route("ann", 0, at_visit("v", 100, 100, 700), end_s=800), unserved=["w"])).ranked("w")
        if one.placed[0].shift == "bob"
    )
    assert option.moved == (Moved(visit="v", shift="ann", from_s=100, to_s=300),)


def test_nothing_goes_before_started_work() -> None:
    day = problem(visit("v", 2, lock=Lock(shift="ann", rank=0, start_s=200)), visit("w", 1))
    options = warm(day, planned(day)).ranked("w") if "w" not in planned(day).served else ()
    loaded = warm(day, plan(route("ann", 0, at_visit("v", 200, 200, 800), end_s=1_000), unserved=["w"]))
    assert [one.placed[0].rank for one in loaded.ranked("w")] == [1]
    assert options == ()
    with pytest.raises(ValueError, match="has started"):
        loaded.remove("v")


def test_a_break_is_made_owed_and_placed() -> None:
    rest = Break(id="tea", duration_s=300, earliest_s=700, latest_s=1_000)
    early, late = (visit("w", windows=(Window(earliest_s=0, latest_s=100),)), visit("v"))
    day = problem(early, late, shifts=(shift(breaks=(rest,)),))
    loaded = warm(day, plan(*ann_serves("w").routes, unserved=["v"]))
    after = loaded.insert(loaded.ranked("v")[0])
    assert order_of(after) == ["w", "tea", "v"]
    assert check(day, after).violations == ()


def test_what_is_removed_is_left_out_with_a_sentence_and_the_rest_timed_anew() -> None:
    day = problem(visit("v", 1), visit("w", 2))
    loaded = warm(day, planned(day))
    after = loaded.remove("v")
    assert left_out(after) == {"v"}
    assert after.unserved[0].sentence == "it was taken off the plan"
    assert stop_of(after, "w").start_s == 200
    assert check(day, after).violations == ()


def test_what_others_need_is_not_removed_alone() -> None:
    needs = problem(visit("v"), visit("w"), couplings=(Coupling(first="v", second="w", needs_first=True),))
    group = problem(visit("v"), visit("w"), groups=(AllOrNone(visits=("v", "w")),))
    for day, why in ((needs, "needs 'v'"), (group, "all or none")):
        loaded = warm(day, planned(day))
        with pytest.raises(ValueError, match=why):
            loaded.remove("v")
        assert left_out(loaded.remove("v", "w")) == {"v", "w"}


@pytest.mark.parametrize(
    ("asked", "why"),
    [(("zed",), "no visit 'zed'"), (("v",), "served already"), ((), "about 0"), (("w", "w"), "two different")],
)
def test_questions_that_make_no_sense_are_refused(asked: tuple[str, ...], why: str) -> None:
    loaded = warm(problem(visit("v"), visit("w")), plan(*ann_serves().routes, unserved=["w"]))
    with pytest.raises(ValueError, match=why):
        loaded.ranked(*asked)


def test_a_plan_that_breaks_a_rule_is_not_kept() -> None:
    with pytest.raises(ValueError, match="breaks a rule"):
        warm(problem(visit("v", crew=2)), ann_serves())


def test_a_new_visit_comes_in_and_makes_the_problem_larger() -> None:
    day = problem(visit("v"))
    loaded = warm(day, planned(day))
    assert loaded.add([visit("new", 2)]) == problem(visit("v"), visit("new", 2)) == loaded.problem
    assert left_out(loaded.plan) == {"new"}
    after = loaded.insert(loaded.ranked("new")[0])
    assert check(loaded.problem, after).violations == ()
    assert after.served == {"v", "new"}


@pytest.mark.parametrize("spare", [0, 1, 2])
def test_new_visits_come_in_whether_or_not_there_is_room_in_the_tables(spare: int) -> None:
    day = two(visit("x"))
    loaded = WarmPlan(day, planned(day), spare=spare)
    loaded.add([visit("v", 1), visit("w", 3)], [TOGETHER])
    after = loaded.insert(loaded.ranked("v", "w")[0])
    assert after.served == {"x", "v", "w"}
    assert check(loaded.problem, after).violations == ()


def test_a_new_visit_may_be_tied_to_one_that_is_planned() -> None:
    day = two(visit("v", 1))
    loaded = warm(day, plan(route("ann", 0, at_visit("v", 100, 100, 700), end_s=800)))
    loaded.add([visit("w", 3)], [TOGETHER])
    option = loaded.ranked("w")[0]
    assert option.moved == (Moved(visit="v", shift="ann", from_s=100, to_s=300),)
    assert check(loaded.problem, loaded.insert(option)).violations == ()


def test_a_new_visit_may_use_a_part_that_no_other_does() -> None:
    tap = (Amount(of="tap", quantity=1),)
    day = problem(visit("v"), shifts=(shift(stock=tap),))
    loaded = warm(day, planned(day))
    loaded.add([visit("new", parts=tap), visit("odd", parts=(Amount(of="lead", quantity=1),))])
    assert loaded.ranked("new") != ()
    assert loaded.ranked("odd") == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"name": "v"}, "another entry with the id 'v'"),
        ({"place": 4}, "have 4 places"),
        ({"lock": Lock(shift="ann", rank=0)}, "cannot have started"),
        ({"forbidden_workers": ("zed",)}, "no such worker"),
        ({"duration_s": -1}, "give seconds from 0"),
    ],
)
def test_a_new_visit_that_is_unsound_is_refused_and_changes_nothing(changes: dict[str, Any], why: str) -> None:
    day = problem(visit("v"))
    loaded = warm(day, planned(day))
    with pytest.raises(ProblemError, match=why):
        loaded.add([visit(**({"name": "new"} | changes))])
    assert loaded.problem == day
    assert loaded.plan.served == {"v"}

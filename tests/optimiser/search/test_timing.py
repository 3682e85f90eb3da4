"""When things happen on a route of given order: the one definition of timing, on times worked out by hand.

`tests/optimiser/toy.py` draws the street. The usual visit at place 1 takes from 100 to 700; from there to place 2 it is
800, and home from there 200.
"""

from typing import Any

import pytest

from optimiser.problem import (
    Break,
    Coupling,
    Lateness,
    LateOn,
    Lock,
    Promise,
    Published,
    Tier,
    Visit,
    Who,
    Window,
)
from optimiser.solve import Draft
from tests.optimiser.search.planned import cost_of, drafted, left_out, order_of, planned, route_of, stop_of
from tests.optimiser.toy import problem, shift, visit, worker

TWO = {"workers": (worker("ann"), worker("bob")), "shifts": (shift("ann"), shift("bob"))}
# Whoever is done at place 1 by 700 waits for this one at place 2 from 800 to 2,000.
LATER = visit("later", 2, windows=(Window(earliest_s=2_000, latest_s=3_000),))


def before_a_wait(first: Visit) -> int:
    """When Ann leaves the depot to do this visit and then LATER."""
    return route_of(drafted(problem(first, LATER), ("ann", "v"), ("ann", "later"))).depart_s


# Departure


def test_departure_moves_later_rather_than_wait_for_a_window() -> None:
    plan = drafted(problem(visit(windows=(Window(earliest_s=1_000, latest_s=2_000),))), ("ann", "v"))
    assert route_of(plan).depart_s == 900
    assert stop_of(plan, "v").arrive_s == stop_of(plan, "v").start_s == 1_000
    assert route_of(plan).end_s == 1_700


def test_a_wait_between_visits_is_saved_by_doing_the_first_one_later() -> None:
    plan = drafted(problem(visit(), LATER), ("ann", "v"), ("ann", "later"))
    assert route_of(plan).depart_s == 1_200
    assert (stop_of(plan, "v").start_s, stop_of(plan, "later").arrive_s) == (1_300, 2_000)
    assert route_of(plan).end_s == 2_800


def test_departure_does_not_move_when_nobody_waits() -> None:
    assert route_of(drafted(problem(visit()), ("ann", "v"))).depart_s == 0


def test_departure_moves_no_visit_beyond_its_window() -> None:
    assert before_a_wait(visit(windows=(Window(earliest_s=0, latest_s=600),))) == 500


def test_departure_moves_no_visit_into_lateness_of_its_start() -> None:
    assert before_a_wait(visit(lateness=(Lateness(after_s=500, rate=1, tier=Tier.COST),))) == 400


def test_departure_moves_no_visit_into_lateness_of_its_finish() -> None:
    late = Lateness(after_s=1_000, rate=1, tier=Tier.COST, on=LateOn.FINISH)
    assert before_a_wait(visit(lateness=(late,))) == 300


def test_departure_makes_no_late_visit_any_later() -> None:
    assert before_a_wait(visit(lateness=(Lateness(after_s=50, rate=1, tier=Tier.COST),))) == 0


def test_the_earliest_of_several_dues_holds_departure_back() -> None:
    dues = (Lateness(after_s=900, rate=1, tier=Tier.COST), Lateness(after_s=350, rate=1, tier=Tier.SAFETY))
    assert before_a_wait(visit(lateness=dues)) == 250


def test_departure_moves_no_visit_past_its_promise() -> None:
    assert before_a_wait(visit(promised=Promise(earliest_s=0, latest_s=500))) == 400


def test_departure_moves_no_visit_further_past_a_broken_promise() -> None:
    assert before_a_wait(visit(promised=Promise(earliest_s=0, latest_s=60))) == 0


def test_departure_moves_no_visit_away_from_what_was_published() -> None:
    told = Published(worker="ann", start_s=150, tolerance_s=200, moved_upence=1)
    assert before_a_wait(visit(published=told)) == 250


def test_a_coupled_visit_keeps_its_earliest_start_though_someone_then_waits() -> None:
    day = problem(visit(), LATER, couplings=(Coupling(first="v", second="later"),))
    plan = drafted(day, ("ann", "v"), ("ann", "later"))
    assert route_of(plan).depart_s == 0
    assert stop_of(plan, "v").start_s == 100
    assert (stop_of(plan, "later").arrive_s, stop_of(plan, "later").start_s) == (800, 2_000)


# Windows, promises and locks


def test_a_visit_with_several_windows_starts_in_the_first_that_can_be_met() -> None:
    windows = (Window(earliest_s=0, latest_s=50), Window(earliest_s=1_000, latest_s=1_500))
    assert stop_of(drafted(problem(visit(windows=windows)), ("ann", "v")), "v").start_s == 1_000


def test_the_last_second_of_a_window_is_soon_enough() -> None:
    windows = (Window(earliest_s=0, latest_s=100), Window(earliest_s=1_000, latest_s=1_500))
    assert stop_of(drafted(problem(visit(windows=windows)), ("ann", "v")), "v").start_s == 100


def test_nobody_comes_before_a_promise_opens() -> None:
    day = problem(visit(promised=Promise(earliest_s=1_000, latest_s=2_000)))
    assert stop_of(drafted(day, ("ann", "v")), "v").start_s == 1_000


def test_a_locked_start_is_exact_and_takes_the_place_of_the_window() -> None:
    day = problem(visit(lock=Lock(start_s=444), windows=(Window(earliest_s=1_000, latest_s=2_000),)))
    assert stop_of(drafted(day, ("ann", "v")), "v").start_s == 444


# How long it takes, and set-up


def test_a_slow_worker_takes_longer_rounded_up_to_a_second() -> None:
    day = problem(visit(duration_s=601), workers=(worker(duration_permille=1_500),))
    assert stop_of(drafted(day, ("ann", "v")), "v").finish_s == 100 + 902  # 901.5


def test_a_crew_takes_as_long_as_its_slowest_member() -> None:
    day = problem(
        visit(),
        workers=(worker("ann", duration_permille=500), worker("bob", duration_permille=2_000)),
        shifts=(shift("ann", workers=("ann", "bob")),),
    )
    assert stop_of(drafted(day, ("ann", "v")), "v").finish_s == 100 + 1_200


def test_set_up_is_spent_only_by_those_who_come_from_another_place() -> None:
    day = problem(visit("v", setup_s=50), visit("w", setup_s=50), visit("x", 2, setup_s=50))
    plan = drafted(day, ("ann", "v"), ("ann", "w"), ("ann", "x"))
    assert (stop_of(plan, "v").arrive_s, stop_of(plan, "v").start_s) == (100, 150)
    assert (stop_of(plan, "w").arrive_s, stop_of(plan, "w").start_s) == (750, 750)
    assert (stop_of(plan, "x").arrive_s, stop_of(plan, "x").start_s) == (1_450, 1_500)


def test_no_set_up_is_spent_on_a_visit_at_the_start_place() -> None:
    plan = drafted(problem(visit(place=0, setup_s=50)), ("ann", "v"))
    assert stop_of(plan, "v").start_s == 0


def test_an_open_start_counts_as_another_place() -> None:
    day = problem(visit(setup_s=50), shifts=(shift(start_place=None),))
    plan = drafted(day, ("ann", "v"))
    assert (route_of(plan).depart_s, stop_of(plan, "v").arrive_s, stop_of(plan, "v").start_s) == (0, 0, 50)


def test_with_an_open_end_the_route_is_over_after_its_last_visit() -> None:
    plan = drafted(problem(visit(), shifts=(shift(end_place=None),)), ("ann", "v"))
    assert route_of(plan).end_s == 700


# Visits that depend on each other


def test_simultaneous_visits_start_when_the_later_of_both_arrives() -> None:
    together = Coupling(first="v", second="far", max_lag_s=0, who=Who.DIFFERENT)
    plan = drafted(problem(visit(), visit("far", 3), couplings=(together,), **TWO), ("ann", "v"), ("bob", "far"))
    assert (stop_of(plan, "v").start_s, stop_of(plan, "far").start_s) == (300, 300)
    assert (route_of(plan, "ann").depart_s, route_of(plan, "bob").depart_s) == (200, 0)
    assert (route_of(plan, "ann").end_s, route_of(plan, "bob").end_s) == (1_000, 1_200)


def test_a_least_lag_holds_the_second_visit_back() -> None:
    after = Coupling(first="v", second="w", min_lag_s=1_000)
    plan = drafted(problem(visit(), visit("w"), couplings=(after,), **TWO), ("ann", "v"), ("bob", "w"))
    assert (stop_of(plan, "v").start_s, stop_of(plan, "w").start_s) == (100, 1_100)
    assert route_of(plan, "bob").depart_s == 1_000


def test_a_largest_lag_pushes_the_first_visit_later() -> None:
    soon = Coupling(first="v", second="later", max_lag_s=500)
    plan = drafted(problem(visit(), LATER, couplings=(soon,), **TWO), ("ann", "v"), ("bob", "later"))
    assert (stop_of(plan, "v").start_s, stop_of(plan, "later").start_s) == (1_500, 2_000)
    assert route_of(plan, "ann").depart_s == 1_400


def test_a_push_over_the_end_of_a_window_goes_on_to_the_next_and_pushes_back() -> None:
    first = visit(windows=(Window(earliest_s=0, latest_s=1_000), Window(earliest_s=2_500, latest_s=4_000)))
    soon = Coupling(first="v", second="later", max_lag_s=500)
    plan = drafted(problem(first, LATER, couplings=(soon,), **TWO), ("ann", "v"), ("bob", "later"))
    assert (stop_of(plan, "v").start_s, stop_of(plan, "later").start_s) == (2_500, 2_500)


def test_a_push_is_felt_by_all_that_follows_on_both_routes() -> None:
    soon = Coupling(first="v", second="later", max_lag_s=500)
    day = problem(visit(), LATER, visit("next", 1), visit("last", 2), couplings=(soon,), **TWO)
    plan = drafted(day, ("ann", "v"), ("ann", "next"), ("bob", "later"), ("bob", "last"))
    assert [stop_of(plan, name).start_s for name in ("v", "next", "later", "last")] == [1_500, 2_100, 2_000, 2_600]


def test_a_lag_that_no_times_can_keep_is_refused() -> None:
    first = visit(windows=(Window(earliest_s=0, latest_s=1_000),))
    soon = Coupling(first="v", second="later", max_lag_s=500)
    draft = Draft(problem(first, LATER, couplings=(soon,), **TWO))
    assert draft.try_append({"ann": "v"}) == 100
    assert draft.try_append({"bob": "later"}) is None


# Breaks


def with_break(*visits: Visit, **changes: Any) -> tuple[str, ...]:
    """The order of Ann's route by the search: these visits with a break of 300 seconds, and each second paid."""
    usual: dict[str, Any] = {"duration_s": 300, "earliest_s": 0, "latest_s": 10_000, "place": None, "paid": True}
    rest = Break(id="tea", **(usual | changes))
    plan = planned(problem(*visits, shifts=(shift(breaks=(rest,), upence_per_s=1, upence_per_m=1),)))
    return tuple(order_of(plan))


def test_a_route_that_is_over_by_the_latest_start_of_a_break_has_none() -> None:
    assert with_break(visit(), latest_s=800) == ("v",)


def test_a_route_that_ends_after_the_latest_start_of_a_break_has_it() -> None:
    assert set(with_break(visit(), latest_s=799)) == {"v", "tea"}


def test_a_route_that_leaves_at_the_latest_start_of_a_break_has_none() -> None:
    assert with_break(visit(windows=(Window(earliest_s=600, latest_s=600),)), latest_s=500) == ("v",)


def test_a_route_that_leaves_before_the_latest_start_of_a_break_has_it() -> None:
    assert with_break(visit(windows=(Window(earliest_s=600, latest_s=600),)), latest_s=501) == ("tea", "v")


def test_a_break_that_fits_nowhere_keeps_the_visit_out() -> None:
    during = visit(windows=(Window(earliest_s=100, latest_s=100),))
    assert with_break(during, earliest_s=200, latest_s=600) == ()


def test_a_break_is_taken_while_waiting_rather_than_in_paid_time_of_its_own() -> None:
    first = visit("v", windows=(Window(earliest_s=100, latest_s=100),))
    second = visit("w", windows=(Window(earliest_s=2_000, latest_s=2_000),))
    assert with_break(first, second, latest_s=2_650) == ("v", "tea", "w")


def test_a_break_with_a_place_is_taken_on_the_way_rather_than_on_a_detour() -> None:
    first = visit("v", windows=(Window(earliest_s=100, latest_s=500),))
    second = visit("w", 3, windows=(Window(earliest_s=1_200, latest_s=9_000),))
    # Back at place 2 only after w it would be too late; before v it is 2,000 m round.
    assert with_break(first, second, place=2, latest_s=1_500) == ("v", "tea", "w")


def test_a_break_without_a_place_is_taken_where_the_route_stands() -> None:
    rest = Break(id="tea", duration_s=300, earliest_s=650, latest_s=750)
    first = visit(windows=(Window(earliest_s=0, latest_s=100),))
    plan = drafted(problem(first, visit("w", 2), shifts=(shift(breaks=(rest,)),)), ("ann", "v"), ("ann", "w"))
    assert (stop_of(plan, "tea").arrive_s, stop_of(plan, "tea").finish_s) == (700, 1_000)
    assert stop_of(plan, "w").arrive_s == 1_100


def test_both_breaks_of_a_long_day_are_taken_in_their_times() -> None:
    rests = (
        Break(id="tea", duration_s=100, earliest_s=2_000, latest_s=2_500),
        Break(id="lunch", duration_s=300, earliest_s=600, latest_s=1_000),
    )
    plan = planned(problem(visit("v"), visit("w"), visit("x"), visit("y"), shifts=(shift(breaks=rests),)))
    assert [name for name in order_of(plan) if name in ("lunch", "tea")] == ["lunch", "tea"]


@pytest.mark.parametrize(("paid", "paid_time"), [(False, 800), (True, 1_100)])
def test_an_unpaid_break_is_taken_off_the_paid_time_and_a_paid_one_is_not(paid: bool, paid_time: int) -> None:
    rest = Break(duration_s=300, earliest_s=0, latest_s=1, paid=paid)
    day = problem(visit(), shifts=(shift(breaks=(rest,), upence_per_s=1),))
    assert cost_of(day, planned(day)).cash.paid_time == paid_time


# What it is paid


def test_time_after_the_end_of_the_shift_is_paid_on_top() -> None:
    day = problem(visit(), shifts=(shift(ends_s=700, overtime_limit_s=100, upence_per_s=1, overtime_upence_per_s=2),))
    cash = cost_of(day, planned(day)).cash
    assert (cash.paid_time, cash.overtime) == (800, 200)


def test_nobody_works_beyond_the_limit_of_overtime() -> None:
    assert left_out(planned(problem(visit(), shifts=(shift(ends_s=700, overtime_limit_s=99),)))) == {"v"}


@pytest.mark.parametrize("visits", [(), (visit(),)])
def test_guaranteed_time_is_paid_whether_the_shift_is_used_or_not(visits: tuple[Visit, ...]) -> None:
    day = problem(*visits, shifts=(shift(guaranteed_s=1_000, upence_per_s=3),))
    plan = planned(day)
    assert len(plan.routes) == len(visits)
    assert cost_of(day, plan).cash.paid_time == 3_000


def test_overtime_stops_where_the_next_shift_of_the_same_person_begins() -> None:
    shifts = (
        shift("early", workers=("ann",), ends_s=700, overtime_limit_s=500),
        shift("late", workers=("ann",), starts_s=750, ends_s=2_000),
    )
    early = visit(lock=Lock(shift="early"))
    assert left_out(planned(problem(early, shifts=shifts))) == {"v"}
    assert left_out(planned(problem(early, shifts=(shifts[0], shift("late", workers=("ann",), starts_s=800))))) == set()

"""By hand: a list each, nearest next, and as legal as any other plan."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch.domain.household import Household
from dispatch.domain.job import Job, JobOrder
from dispatch.domain.skill import Skill
from dispatch.domain.worker import MealBreak
from dispatch.planning.alone import problems_alone
from dispatch.planning.by_hand import plan_by_hand
from dispatch.planning.deal import deal
from dispatch.planning.to_problem import to_problem
from dispatch.planning.travel_times import TravelTimes
from optimiser.checker import check
from optimiser.plan import Plan
from tests.dispatch.planning.plain_draft import PlainDraft
from tests.dispatch.planning.tiny_day import (
    ANN,
    HIGH_STREET,
    MILL_LANE,
    between,
    day,
    job,
    repair,
    shift,
    travel,
    travel_in_traffic,
    worker,
)


def by_hand(*jobs: Job, **changes: object) -> Plan:
    return by_hand_on(travel(), *jobs, **changes)


def by_hand_on(legs: TravelTimes, *jobs: Job, **changes: object) -> Plan:
    toy = day(*jobs, **changes)
    plan = plan_by_hand(problems_alone(toy, legs), PlainDraft)
    assert check(to_problem(toy, legs), plan).violations == ()
    return plan


def order_of(plan: Plan, shift_id: str) -> list[str]:
    return [stop.ref for route in plan.routes if route.shift == shift_id for stop in route.stops]


ANN_ALONE: dict[str, object] = {"workers": (ANN,), "shifts": (shift("ann"),)}


def test_the_nearest_call_is_next() -> None:
    plan = by_hand(job("far", place=HIGH_STREET), job("near", place=MILL_LANE), **ANN_ALONE)
    assert order_of(plan, "ann-shift") == ["near", "far"]


def test_nobody_waits_at_the_nearest_door_while_another_call_could_be_done() -> None:
    later = job("near", place=MILL_LANE, windows=(between("10:30", "11:00"),))
    plan = by_hand(later, job("far", place=HIGH_STREET), **ANN_ALONE)
    assert order_of(plan, "ann-shift") == ["far", "near"]


def test_nobody_starts_a_long_call_that_makes_them_miss_a_call_at_a_time() -> None:
    long = job("long", duration=timedelta(hours=2))
    timed = job("timed", place=HIGH_STREET, windows=(between("08:20", "08:40"),))
    plan = by_hand(long, timed, **ANN_ALONE)
    assert order_of(plan, "ann-shift") == ["timed", "long"]


@pytest.mark.parametrize(
    ("legs", "order"), [(travel(), ["any time", "timed"]), (travel_in_traffic(), ["timed", "any time"])]
)
def test_they_know_what_the_rush_hour_makes_them_miss(legs: TravelTimes, order: list[str]) -> None:
    # In the rush hour the first would be done at 08:38, and 08:48 is too late at the other's door.
    any_time = job("any time", duration=timedelta(minutes=28))
    timed = job("timed", place=HIGH_STREET, windows=(between("08:30", "08:45"),))
    assert order_of(by_hand_on(legs, any_time, timed, **ANN_ALONE), "ann-shift") == order


@pytest.mark.parametrize(("legs", "dealt_to"), [(travel(), "ann-shift"), (travel_in_traffic(), "ben-shift")])
def test_the_leader_leaves_time_for_the_rush_hour_between_calls(legs: TravelTimes, dealt_to: str) -> None:
    # From the first, half an hour from 08:10, it is five minutes to the second, or ten.
    first = job("A", windows=(between("08:10", "08:11"),))
    second = job("B", place=HIGH_STREET, windows=(between("08:44", "08:48"),))
    _, dealt = deal(to_problem(day(first, second), legs))
    assert dealt == {"A": ("ann-shift",), "B": (dealt_to,)}


def test_each_service_does_its_own_calls_only() -> None:
    plan = by_hand(job("care"), repair("repair"))
    assert order_of(plan, "fiona-shift") == ["repair"]


def test_two_people_meet_for_a_call_for_two() -> None:
    plan = by_hand(job("both", people=2))
    starts = {stop.start_s for route in plan.routes for stop in route.stops}
    assert len(plan.routes) == 2
    assert len(starts) == 1


def test_those_with_a_rare_skill_are_kept_for_the_calls_that_need_it() -> None:
    expert = worker("ben", skills=(Skill("care", 3),))
    morning = (between("08:05", "08:20"),)
    plan = by_hand(
        job("easy", windows=morning),
        job("hard", windows=morning, skills=(Skill("care", 3),)),
        workers=(ANN, expert),
        shifts=(shift("ann"), shift("ben")),
    )
    assert order_of(plan, "ben-shift") == ["hard"]
    assert order_of(plan, "ann-shift") == ["easy"]


def test_the_meal_break_is_taken() -> None:
    lunch = MealBreak(length=timedelta(minutes=20), window=between("09:00", "10:00"))
    jobs = [job(f"J{number}", duration=timedelta(minutes=40)) for number in range(4)]
    plan = by_hand(*jobs, workers=(ANN,), shifts=(replace(shift("ann"), breaks=(lunch,)),))
    assert order_of(plan, "ann-shift") == ["J0", "J1", "break-1", "J2", "J3"]


def test_the_second_of_two_ordered_jobs_comes_after_the_first() -> None:
    order = JobOrder(first_id="plumb", second_id="plaster", least=timedelta(hours=1))
    plan = by_hand(job("plaster"), job("plumb", place=HIGH_STREET), orders=(order,))
    start = {stop.ref: stop.start_s for route in plan.routes for stop in route.stops}
    assert start["plaster"] >= start["plumb"] + 3600


def test_what_does_not_fit_on_one_list_is_offered_to_a_colleague() -> None:
    jobs = [job(f"J{number}", duration=timedelta(minutes=100)) for number in range(4)]
    plan = by_hand(*jobs)
    assert plan.served == {"J0", "J1", "J2", "J3"}


def test_a_call_nobody_can_do_is_left_out_with_a_reason() -> None:
    plan = by_hand(job("odd", skills=(Skill("asbestos", 3),)))
    (left_out,) = plan.unserved
    assert left_out.visit == "odd"
    assert left_out.sentence


def test_a_household_kept_apart_is_served_by_its_own_service() -> None:
    apart = Household(id="H", uprn=MILL_LANE.uprn, known_to=("care", "repairs"), shares=False)
    plan = by_hand(job("J", household_id="H"), repair("K", household_id="H"), households=(apart,))
    assert plan.served == {"J", "K"}


def test_the_same_day_gives_the_same_plan() -> None:
    jobs = [job(f"J{number}", place=(MILL_LANE, HIGH_STREET)[number % 2]) for number in range(6)]
    assert by_hand(*jobs) == by_hand(*jobs)

"""During the day: what is done or begun stays, people keep what they were told, and the rest is planned anew."""

from dataclasses import replace
from datetime import timedelta

from dispatch.domain.absence import Absence
from dispatch.domain.agreements import LendingAgreement
from dispatch.domain.day import Day
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.job import JobOrder
from dispatch.domain.outcome import OutcomeKind
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.worker import MealBreak
from dispatch.planning.revise_plan import plan_rest_of_day
from dispatch.planning.travel_times import TravelTimes
from optimiser.solve import solve
from tests.dispatch.planning.tiny_day import (
    ANN,
    BEN,
    FIONA,
    HIGH_STREET,
    WINTER_DAY,
    at,
    between,
    day,
    job,
    repair,
    shift,
    travel,
    travel_in_traffic,
)
from tests.dispatch.planning.told import fact, out, plan, times, visit

ARRIVED, DONE, COULD_NOT = OutcomeKind.ARRIVED, OutcomeKind.DONE, OutcomeKind.COULD_NOT


def revised(
    of: Day, published: DayPlan, now: str, *facts: object, legs: TravelTimes | None = None, **changes: object
) -> DayPlan:
    inputs = PlanInputs(day=of, revises=published, now=at(now), outcomes=facts, **changes)  # type: ignore[arg-type] # the caller's
    _, found = plan_rest_of_day(
        inputs, legs or travel(), lambda problem, start: solve(problem, iterations=50, start=start)
    )
    assert found.violations == ()
    return found


def absent(worker_id: str, since: str) -> Absence:
    return Absence(id=worker_id, organisation_id="council", worker_id=worker_id, on=WINTER_DAY, starts_at=at(since),
                   reported_by="desk", reported_at=at(since))  # fmt: skip


ANN_ALONE: dict[str, object] = {"workers": (ANN,), "shifts": (shift("ann"),)}
REPAIRS = {"organisation_id": "landlord", "service_id": "repairs"}
EARLY = shift("fiona", hours=between("07:30", "09:30"), **REPAIRS)
LATE = replace(shift("fiona", hours=between("10:00", "13:00"), **REPAIRS), id="fiona-late")


def test_work_done_stays_with_the_times_told_and_the_next_starts_when_the_worker_is_free() -> None:
    found = revised(
        day(job("J"), job("K"), **ANN_ALONE),
        plan(out("ann", visit("J", "08:05"), visit("K", "08:35"))),
        "08:50",
        fact("J", "ann", ARRIVED, at("08:15")),
        fact("J", "ann", DONE, at("08:50")),
    )
    assert times(found, "ann") == [("J", "08:20"), ("K", "08:50")]
    (ann,) = found.days
    assert f"{ann.leaves_at:%H:%M} to {ann.ends_at:%H:%M}" == "08:00 to 09:25"
    assert (ann.last_travel_s, ann.entries[1].travel_s) == (300, 0)
    # 85 minutes at £18 an hour, and there and back.
    assert round(ann.cash_pence, 2) == round(85 * 30 + 4000 * 45 / 1609.344, 2)


def test_somebody_still_at_work_is_expected_to_need_what_was_planned() -> None:
    found = revised(
        day(job("J"), job("K"), **ANN_ALONE),
        plan(out("ann", visit("J", "08:05"), visit("K", "08:35"))),
        "08:30",
        fact("J", "ann", ARRIVED, at("08:20")),
    )
    assert times(found, "ann") == [("J", "08:20"), ("K", "08:50")]


def test_nobody_on_the_way_is_turned_round_even_when_they_will_be_late() -> None:
    timed = job("J", windows=(between("08:00", "08:30"),))
    found = revised(
        day(timed, job("K")), plan(out("ann", visit("J", "08:05")), out("ben", visit("K", "08:05"))), "09:00"
    )
    assert times(found, "ann") == [("J", "09:00")]
    assert times(found, "ben") == [("K", "09:00")]


def test_what_was_told_is_kept_though_another_order_is_as_good() -> None:
    jobs = [job(f"J{number}") for number in range(4)]
    route = [visit(f"J{number}", start) for number, start in ((3, "08:05"), (1, "08:35"), (2, "09:05"), (0, "09:35"))]
    found = revised(day(*jobs), plan(out("ann", *route)), "07:50")
    assert [name for name, _ in times(found, "ann")] == ["J3", "J1", "J2", "J0"]


def test_the_work_of_somebody_who_falls_ill_goes_to_others_but_not_what_they_have_begun() -> None:
    found = revised(
        day(job("J"), job("K")),
        plan(out("ann", visit("J", "08:05"), visit("K", "08:35"))),
        "08:30",
        fact("J", "ann", ARRIVED, at("08:05")),
        absences=(absent("ann", "08:30"),),
    )
    assert times(found, "ann") == [("J", "08:05")]
    assert [name for name, _ in times(found, "ben")] == ["K"]


def test_a_crew_goes_on_with_fewer_where_that_is_enough() -> None:
    crew = replace(shift("ann"), worker_ids=("ann", "ben"))
    found = revised(
        day(job("J"), job("big", crew=2), workers=(ANN, BEN), shifts=(crew,)),
        plan(replace(out("ann", visit("big", "08:05"), visit("J", "08:35")), worker_ids=("ann", "ben"))),
        "07:55",
        absences=(absent("ben", "07:30"),),
    )
    assert [name for name, _ in times(found, "ann")] == ["J"]
    assert times(found, "ben") == []
    assert [one.job_id for one in found.left_out] == ["big"]


def test_the_other_of_two_comes_to_where_one_has_arrived() -> None:
    found = revised(
        day(job("J", people=2), job("K")),
        plan(out("ann", visit("J", "09:00")), out("ben", visit("K", "08:05"), visit("J", "09:00"))),
        "08:10",
        fact("J", "ann", ARRIVED, at("08:10")),
        fact("K", "ben", ARRIVED, at("08:08")),
    )
    assert times(found, "ann") == [("J", "08:38")]
    assert times(found, "ben") == [("K", "08:08"), ("J", "08:38")]


def test_a_job_taken_away_is_gone_and_one_that_could_not_be_done_is_not_tried_again() -> None:
    found = revised(
        day(job("J"), job("K"), **ANN_ALONE),
        plan(out("ann", visit("J", "08:05"), visit("K", "08:35"))),
        "08:20",
        fact("J", "ann", COULD_NOT, at("08:15")),
        withdrawn_job_ids=("K",),
    )
    assert [name for name, _ in times(found, "ann")] == ["J"]
    assert found.left_out == ()


def test_one_put_back_is_tried_again() -> None:
    found = revised(
        day(job("J"), **ANN_ALONE),
        plan(out("ann", visit("J", "08:05"))),
        "08:20",
        fact("J", "ann", COULD_NOT, at("08:15")),
        reopened_job_ids=("J",),
    )
    assert times(found, "ann") == [("J", "08:20")]


def test_an_order_with_work_done_becomes_a_window() -> None:
    order = JobOrder(first_id="J", second_id="K", least=timedelta(hours=1), most=timedelta(hours=2))
    found = revised(
        day(job("J"), job("K"), orders=(order,), **ANN_ALONE),
        plan(out("ann", visit("J", "08:05"), visit("K", "09:05"))),
        "08:50",
        fact("J", "ann", ARRIVED, at("08:20")),
        fact("J", "ann", DONE, at("08:50")),
    )
    assert times(found, "ann") == [("J", "08:20"), ("K", "09:20")]


def test_what_has_to_follow_work_that_could_not_be_done_is_left_out_with_the_reason() -> None:
    order = JobOrder(first_id="J", second_id="K", least=timedelta(hours=1))
    found = revised(
        day(job("J"), job("K"), orders=(order,), **ANN_ALONE),
        plan(out("ann", visit("J", "08:05"), visit("K", "09:05"))),
        "08:50",
        fact("J", "ann", COULD_NOT, at("08:20")),
    )
    (left_out,) = found.left_out
    assert (left_out.job_id, left_out.reason) == ("K", "it has to follow job J, which is not going to be done")


def test_a_break_taken_is_not_taken_again_and_one_to_come_is_kept() -> None:
    rests = tuple(
        MealBreak(length=timedelta(minutes=20), window=window)
        for window in (between("08:30", "09:00"), between("10:00", "10:30"))
    )
    route = (
        visit("J", "08:05"),
        visit(None, "08:35", 20),
        visit("K", "09:00"),
        visit(None, "10:00", 20),
        visit("L", "10:30"),
    )
    found = revised(
        day(*(job(name, duration=timedelta(minutes=50)) for name in "JKL"), workers=(ANN,),
            shifts=(replace(shift("ann"), breaks=rests),)),
        plan(out("ann", *route)),
        "09:10",
        fact("J", "ann", DONE, at("08:35")),
        fact("K", "ann", ARRIVED, at("09:00")),
    )  # fmt: skip
    assert [name for name, _ in times(found, "ann")] == ["J", None, "K", None, "L"]


def test_room_stock_and_lending_caps_are_less_by_what_was_done() -> None:
    lending = LendingAgreement(id="alarms", lender_id="council", borrower_id="landlord", job_types=("smoke_alarm",),
                               charge_pence=350, daily_cap=1)  # fmt: skip
    found = revised(
        day(repair("R"), repair("S"), agreements=(lending,), **ANN_ALONE),
        plan(out("ann", visit("R", "08:05"), visit("S", "08:35"))),
        "08:34",
        fact("R", "ann", DONE, at("08:34")),
    )
    assert [name for name, _ in times(found, "ann")] == ["R"]
    assert [one.job_id for one in found.left_out] == ["S"]
    full = replace(shift("ann"), capacities=(("bag", 1),))
    found = revised(
        day(job("J", loads=(("bag", 1),)), job("K", loads=(("bag", 1),)), workers=(ANN,), shifts=(full,)),
        plan(out("ann", visit("J", "08:05"), visit("K", "09:35"))),
        "08:34",
        fact("J", "ann", DONE, at("08:34")),
    )
    assert [one.job_id for one in found.left_out] == ["K"]


def test_a_new_job_is_taken_up() -> None:
    found = revised(
        day(job("J"), job("new"), **ANN_ALONE),
        plan(out("ann", visit("J", "08:05"))),
        "08:20",
        fact("J", "ann", ARRIVED, at("08:05")),
    )
    assert times(found, "ann") == [("J", "08:05"), ("new", "08:35")]


def test_what_is_told_and_what_is_left_have_the_travel_times_of_their_hours() -> None:
    found = revised(
        day(job("J"), job("K", place=HIGH_STREET), **ANN_ALONE),
        plan(out("ann", visit("J", "08:10"), visit("K", "08:50"))),
        "08:50",
        fact("J", "ann", ARRIVED, at("08:20")),
        fact("J", "ann", DONE, at("08:50")),
        legs=travel_in_traffic(),
    )
    assert times(found, "ann") == [("J", "08:20"), ("K", "09:00")]
    (ann,) = found.days
    # Five minutes at half speed, the same again, and ten home at full speed.
    assert [entry.travel_s for entry in ann.entries] == [600, 600]
    assert (ann.last_travel_s, f"{ann.leaves_at:%H:%M} to {ann.ends_at:%H:%M}") == (600, "08:05 to 09:40")


def test_somebody_on_the_way_in_the_rush_hour_is_expected_when_it_lets_them() -> None:
    found = revised(
        day(job("J"), job("K", place=HIGH_STREET), **ANN_ALONE),
        plan(out("ann", visit("J", "08:05"), visit("K", "08:40"))),
        "08:38",
        fact("J", "ann", DONE, at("08:36")),
        legs=travel_in_traffic(),
    )
    assert times(found, "ann") == [("J", "08:06"), ("K", "08:46")]


def test_who_was_there_before_the_traffic_could_have_let_them_left_sooner_than_planned() -> None:
    found = revised(
        day(job("J"), **ANN_ALONE),
        plan(out("ann", visit("J", "08:10"))),
        "08:06",
        fact("J", "ann", ARRIVED, at("08:06")),
        legs=travel_in_traffic(),
    )
    (ann,) = found.days
    # Two minutes of five by eight o'clock; six for the other three.
    assert f"{ann.leaves_at:%H:%M}" == "07:58"
    assert ann.entries[0].travel_s == 480


def test_somebody_still_at_work_on_an_earlier_shift_begins_nothing_on_the_later_one_whatever_was_told_of_that() -> None:
    found = revised(
        day(*(repair(name) for name in "ABC"), workers=(FIONA,), shifts=(EARLY, LATE)),
        plan(
            out("fiona", visit("A", "09:00")),
            replace(out("fiona", visit("B", "10:05"), visit("C", "10:35")), shift_id="fiona-late"),
        ),
        "09:40",
        fact("B", "fiona", COULD_NOT, at("08:00")),
        fact("A", "fiona", ARRIVED, at("09:25")),
    )
    assert times(found, "fiona")[0] == ("A", "09:25")
    assert times(found, "fiona")[-1] == ("C", "09:55")


def test_who_tells_of_the_end_again_on_a_later_shift_was_one_of_the_two_and_not_both() -> None:
    again = replace(fact("J", "fiona", DONE, at("09:55")), id="sent again")
    found = revised(
        day(repair("J", people=2), workers=(FIONA, BEN), shifts=(EARLY, LATE, shift("ben", **REPAIRS))),
        plan(),
        "10:35",
        fact("J", "fiona", DONE, at("09:31")),
        again,
        fact("J", "ben", DONE, at("10:10")),
    )
    ended = {one.shift_id: [f"{entry.finishes_at:%H:%M}" for entry in one.entries] for one in found.days}
    assert ended == {"fiona-shift": ["09:31"], "ben-shift": ["10:10"]}


def test_who_has_arrived_somewhere_on_their_later_shift_has_left_what_they_were_at_on_the_earlier() -> None:
    found = revised(
        day(*(repair(name) for name in "AB"), workers=(FIONA,), shifts=(EARLY, LATE)),
        plan(out("fiona", visit("A", "09:00")), replace(out("fiona", visit("B", "10:05")), shift_id="fiona-late")),
        "10:20",
        fact("A", "fiona", ARRIVED, at("09:10")),
        fact("B", "fiona", ARRIVED, at("10:06")),
    )
    ended = {entry.job_id: f"{entry.finishes_at:%H:%M}" for one in found.days for entry in one.entries}
    assert ended == {"A": "10:06", "B": "10:36"}

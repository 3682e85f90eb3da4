"""Which stops of a plan are told as walked to, because the map cuts off the street beside them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from dispatch.domain.day import Day
from dispatch.domain.day_plan import CutOff, DayPlan
from dispatch.domain.outcome import Outcome, OutcomeKind
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.skill import Skill
from dispatch.domain.worker import TravelMode
from dispatch.planning.plan_day import plan_day
from dispatch.planning.revise_plan import plan_rest_of_day
from tests.dispatch.planning.plain_draft import PlainDraft
from tests.dispatch.planning.tiny_day import DEPOT, HIGH_STREET, MILL_LANE, at, day, job, repair, shift, travel
from tests.web.plain_planner import plan_plainly

CAR, FOOT = TravelMode.CAR.value, TravelMode.FOOT.value
FIONA = shift("fiona", organisation_id="landlord", service_id="repairs")


def planned(made_from: Day, cut_off: Mapping[str, Mapping[str, int]]) -> DayPlan:
    return plan_day(made_from, replace(travel(), cut_off=cut_off), plan_plainly)[1]


def test_a_place_is_told_once_with_all_that_is_done_there_and_the_longest_walk_first() -> None:
    toy = day(job("CALL"), repair("ALARM"), job("TEA", place=HIGH_STREET))
    plan = planned(toy, {CAR: {HIGH_STREET.uprn: 80, MILL_LANE.uprn: 210, "elsewhere": 400}})
    assert plan.left_out == ()
    first, second = plan.cut_off
    assert (first.uprn, first.walk_m, set(first.job_ids), first.shift_ids) == (
        MILL_LANE.uprn, 210, {"CALL", "ALARM"}, (),
    )  # fmt: skip
    assert second == CutOff(uprn=HIGH_STREET.uprn, walk_m=80, job_ids=("TEA",), shift_ids=())


def test_a_job_for_two_is_told_once() -> None:
    plan = planned(day(job("LIFT", people=2)), {CAR: {MILL_LANE.uprn: 210}})
    assert sum(entry.job_id == "LIFT" for one in plan.days for entry in one.entries) == 2
    assert [one.job_ids for one in plan.cut_off] == [("LIFT",)]


def test_what_is_cut_off_by_another_mode_than_that_of_who_goes_there_is_not_told() -> None:
    toy = day(job("CALL"), shifts=(shift("ann"),))
    assert planned(toy, {FOOT: {MILL_LANE.uprn: 210}}).cut_off == ()
    on_foot = day(job("CALL"), shifts=(shift("ann", mode=TravelMode.FOOT),))
    assert [one.walk_m for one in planned(on_foot, {FOOT: {MILL_LANE.uprn: 210}, CAR: {}}).cut_off] == [210]


def test_where_shifts_with_work_start_or_end_is_told_as_well() -> None:
    plan = planned(day(job("CALL"), shifts=(shift("ann"), FIONA)), {CAR: {DEPOT.uprn: 60}})
    assert plan.cut_off == (CutOff(uprn=DEPOT.uprn, walk_m=60, job_ids=(), shift_ids=("ann-shift",)),)


def test_what_is_left_out_is_not_told_as_nobody_walks_there() -> None:
    plan = planned(day(job("WOUND", skills=(Skill("nursing"),))), {CAR: {MILL_LANE.uprn: 210}})
    assert [one.job_id for one in plan.left_out] == ["WOUND"]
    assert plan.cut_off == ()


def test_a_revision_tells_of_what_is_done_and_of_what_is_to_come() -> None:
    toy = day(job("CALL"), job("TEA", place=HIGH_STREET), shifts=(shift("ann"),))
    times = replace(travel(), cut_off={CAR: {HIGH_STREET.uprn: 80, MILL_LANE.uprn: 210}})
    before = plan_day(toy, times, plan_plainly)[1]
    first = before.days[0].entries[0]
    assert first.job_id is not None
    done = Outcome(
        id="one", organisation_id="council", job_id=first.job_id, worker_id="ann", plan_id="p1", kind=OutcomeKind.DONE,
        happened_at=first.finishes_at, received_at=first.finishes_at,
    )  # fmt: skip
    inputs = PlanInputs(day=toy, revises=before, now=at("08:00") + timedelta(hours=1), outcomes=(done,))
    after = plan_rest_of_day(inputs, times, plan_plainly, PlainDraft)[1]
    assert after.days[0].entries[0].job_id == first.job_id
    assert after.cut_off == before.cut_off
    assert [one.walk_m for one in after.cut_off] == [210, 80]

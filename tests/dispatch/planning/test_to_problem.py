"""A day becomes a Problem: seconds, who may do what, and what is promised."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dispatch.domain.agreements import LendingAgreement
from dispatch.domain.household import Household
from dispatch.domain.job import Importance, JobOrder, LegalClock
from dispatch.domain.skill import Skill
from dispatch.domain.worker import MealBreak, TravelMode
from dispatch.planning.held import Held, Told
from dispatch.planning.to_problem import to_problem
from optimiser.problem import CostPart, LateOn, Problem, Tier, Visit, Who, Window
from tests.dispatch.planning.tiny_day import (
    ANN,
    BEN,
    DEPOT,
    FIONA,
    HIGH_STREET,
    MILL_LANE,
    at,
    between,
    day,
    job,
    repair,
    shift,
    travel,
    worker,
)

LENDING = LendingAgreement(
    id="alarms",
    lender_id="council",
    borrower_id="landlord",
    job_types=("smoke_alarm",),
    competence=(Skill("alarms"),),
    charge_pence=350,
    daily_cap=4,
)


def problem_of(*args: object, services: frozenset[str] | None = None, **changes: object) -> Problem:
    return to_problem(day(*args, **changes), travel(), services=services)  # type: ignore[arg-type] # jobs


def only(problem: Problem) -> Visit:
    (visit,) = problem.visits
    return visit


def test_seconds_count_from_local_midnight_and_a_window_closes_a_second_before_its_end() -> None:
    visit = only(problem_of(job("J", windows=(between("08:30", "09:00"),), set_up=timedelta(minutes=2))))
    assert visit.windows == (Window(earliest_s=8 * 3600 + 1800, latest_s=9 * 3600 - 1),)
    assert (visit.duration_s, visit.setup_s, visit.place) == (1800, 120, 1)


@pytest.mark.parametrize(
    ("on", "hours", "eight_o_clock"),
    [(date(2026, 3, 29), 23, 7), (date(2026, 10, 25), 25, 9), (date(2026, 11, 24), 24, 8)],
)
def test_when_the_clocks_change_eight_o_clock_is_an_hour_sooner_or_later(
    on: date, hours: int, eight_o_clock: int
) -> None:
    early = job("J", windows=(between("08:00", "09:00", on),))
    problem = problem_of(
        early, date=on, workers=(ANN,), shifts=(replace(shift("ann"), hours=between("08:00", "12:00", on)),)
    )
    assert problem.horizon_s == hours * 3600
    assert only(problem).windows[0].earliest_s == eight_o_clock * 3600
    assert problem.shifts[0].starts_s == eight_o_clock * 3600


def test_a_shift_past_midnight_lengthens_the_horizon() -> None:
    late = replace(shift("ann"), hours=between("20:00", "23:30"), overtime_limit=timedelta(hours=2))
    problem = problem_of(job("J"), workers=(ANN,), shifts=(late,))
    assert problem.horizon_s == 25 * 3600 + 1800


def test_a_job_for_two_people_becomes_two_visits_that_start_together_or_not_at_all() -> None:
    problem = problem_of(job("J", people=2))
    assert [visit.id for visit in problem.visits] == ["J#1", "J#2"]
    (meeting,) = problem.couplings
    assert (meeting.first, meeting.second, meeting.min_lag_s, meeting.max_lag_s) == ("J#1", "J#2", 0, 0)
    assert meeting.who is Who.DIFFERENT
    assert problem.groups[0].visits == ("J#1", "J#2")


def test_an_order_ties_the_first_visits_of_both_jobs() -> None:
    order = JobOrder(first_id="J", second_id="K", least=timedelta(hours=1), most=timedelta(hours=3))
    problem = problem_of(job("J"), job("K", people=2), orders=(order,))
    tie = problem.couplings[-1]
    assert (tie.first, tie.second, tie.min_lag_s, tie.max_lag_s, tie.needs_first) == ("J", "K#1", 3600, 10800, True)


def test_pay_and_mileage_become_whole_micropence() -> None:
    (found,) = problem_of(job("J"), workers=(ANN,), shifts=(shift("ann"),)).shifts
    assert found.upence_per_s == 500_000  # £18 an hour is half a penny a second
    assert found.upence_per_m == 27_962  # 45p a mile: 45,000,000 / 1609.344 = 27,961.7


def test_a_meal_break_must_begin_before_its_window_closes() -> None:
    lunch = MealBreak(length=timedelta(minutes=20), window=between("10:00", "11:00"))
    (found,) = problem_of(job("J"), workers=(ANN,), shifts=(replace(shift("ann"), breaks=(lunch,)),)).shifts
    (rest,) = found.breaks
    assert (rest.earliest_s, rest.latest_s, rest.duration_s, rest.paid) == (36_000, 39_599, 1200, False)


def test_a_legal_clock_that_runs_out_today_counts_seconds_late_and_weighs_more_than_a_whole_late_day() -> None:
    clock = LegalClock(law="Awaab's Law", started_at=at("00:00"), due_at=at("10:00"))
    visit = only(problem_of(job("J", clock=clock)))
    (late,) = visit.lateness
    assert (late.after_s, late.on, late.tier) == (36_000, LateOn.FINISH, Tier.STATUTE)
    assert visit.if_unserved.tier is Tier.STATUTE
    assert visit.if_unserved.points > 25 * 3600


def test_a_legal_clock_that_runs_out_another_day_does_not_press_today() -> None:
    clock = LegalClock(law="Awaab's Law", started_at=at("00:00"), due_at=at("10:00") + timedelta(days=3))
    visit = only(problem_of(job("J", clock=clock)))
    assert visit.lateness == ()
    assert visit.if_unserved.tier is Tier.PROMISE


def test_a_job_for_safety_is_in_the_highest_tier() -> None:
    visit = only(problem_of(job("J", importance=Importance.SAFETY, priority=7)))
    assert (visit.if_unserved.tier, visit.if_unserved.points) == (Tier.SAFETY, 7)


def test_an_appointment_is_a_promise_and_no_hard_window() -> None:
    visit = only(problem_of(job("J", appointment=between("09:00", "10:00"))))
    assert visit.windows == ()
    assert visit.promised is not None
    assert (visit.promised.earliest_s, visit.promised.latest_s) == (32_400, 35_999)


def test_a_household_that_refuses_sharing_sees_only_its_own_service() -> None:
    apart = Household(id="H", uprn=MILL_LANE.uprn, known_to=("care", "repairs"), shares=False)
    problem = problem_of(job("J", household_id="H"), repair("K"), households=(apart,))
    kept_apart, open_to_all = problem.visits
    assert kept_apart.forbidden_workers == ("fiona",)
    assert open_to_all.forbidden_workers == ()


def test_lending_crosses_with_its_competence_charge_and_cap() -> None:
    (lending,) = problem_of(job("J"), repair("K"), agreements=(LENDING,)).lending
    assert (lending.lender, lending.borrower, lending.kinds) == ("council", "landlord", ("smoke_alarm",))
    assert lending.skills[0].name == "alarms"
    assert (lending.charge_upence, lending.max_visits) == (350_000_000, 4)


def test_without_agreements_nothing_is_lent() -> None:
    assert problem_of(job("J"), repair("K")).lending == ()


def test_a_service_alone_has_its_own_jobs_and_workers_and_lends_nothing() -> None:
    problem = problem_of(job("J"), repair("K"), agreements=(LENDING,), services=frozenset({"repairs"}))
    assert [visit.id for visit in problem.visits] == ["K"]
    assert [one.id for one in problem.workers] == ["fiona"]
    assert problem.lending == ()


def test_strangers_and_wasted_specialists_cost_preferences_and_those_without_the_skill_cost_nothing() -> None:
    expert = worker("ben", skills=(Skill("care", 3),))
    novice = worker("cyd", skills=())
    visit = only(
        problem_of(
            job("J", familiar_worker_ids=("ann",)),
            workers=(ANN, expert, novice),
            shifts=(shift("ann"), shift("ben"), shift("cyd")),
        )
    )
    assert {(cost.worker, cost.part, cost.upence) for cost in visit.worker_costs} == {
        ("ben", CostPart.CONTINUITY, 200_000_000),
        ("ben", CostPart.WASTED_SPECIALIST, 120_000_000),
    }


def test_vans_and_lorries_keep_their_own_matrices_so_that_carbon_can_tell_them_apart() -> None:
    van = replace(shift("ann"), mode=TravelMode.VAN)
    assert problem_of(job("J"), workers=(ANN,), shifts=(van,)).shifts[0].mode == "van"


def test_a_worker_without_a_shift_stays_out() -> None:
    problem = problem_of(job("J"), workers=(ANN, BEN, FIONA), shifts=(shift("ann"),))
    assert [one.id for one in problem.workers] == ["ann"]


def test_places_without_travel_times_are_all_named_at_once() -> None:
    known = replace(travel(), place_index={DEPOT.uprn: 0})
    with pytest.raises(ValueError, match="1 Mill Lane, Toy; 2 High Street, Toy"):
        to_problem(day(job("J"), job("K", place=HIGH_STREET)), known)


def test_what_people_were_told_is_priced_and_who_is_there_cannot_be_their_own_colleague() -> None:
    told = Told(worker_id="ann", starts_at=at("08:30"))
    held = Held(told={"J": told, "K": replace(told, worker_id="gone")}, not_by={"K": frozenset({"ben"})})
    kept, unknown = to_problem(day(job("J"), job("K")), travel(), held=held).visits
    assert kept.published is not None
    assert (kept.published.worker, kept.published.start_s, kept.published.tolerance_s) == ("ann", 30_600, 900)
    assert kept.published.other_worker_upence > kept.published.moved_upence > 0
    assert (unknown.published, unknown.forbidden_workers) == (None, ("ben",))

"""What is saved, counted over the same jobs and in cash."""

from dataclasses import replace

from dispatch.evidence.savings import compare
from dispatch.evidence.totals import served_jobs, totals
from optimiser.plan import Plan, Reason, Unserved
from optimiser.problem import CostPart, WorkerCost
from tests.dispatch.evidence.toy_plans import ALONE, JOB_OF, PROBLEM, TOGETHER, route, without


def test_the_totals_of_a_plan_are_those_one_can_add_up_by_hand() -> None:
    alone = totals(PROBLEM, ALONE, JOB_OF)
    # c: 300 + 1000 + 300 s, 4 km; l: 300 + 1000 + 300 + 1000 + 600 s, 8 km.
    assert (alone.served, alone.routes, alone.travel_s, alone.distance_m, alone.paid_s) == (3, 2, 1800, 12_000, 4800)
    assert alone.cash_pence == 4800 + 1200
    assert alone.co2e_g == round(4 * 167.25 + 8 * 254.30)


def test_lending_at_the_door_costs_its_charge_and_saves_nothing_when_the_van_goes_past_anyway() -> None:
    saving = compare(PROBLEM, ALONE, TOGETHER, JOB_OF, without).saving
    assert (saving.travel_s, saving.distance_m, saving.jobs_compared) == (0, 0, 3)
    assert saving.cash_pence == -50  # the charge; time and metres only changed hands
    assert saving.before_cash_pence == 6000


def test_a_job_done_in_one_plan_only_is_taken_off_before_anything_is_counted() -> None:
    # Alone leaves C undone: its van turns back at B. Together does C as well, and must not look dearer for it.
    alone = Plan(
        routes=(route("c", ("A", 1)), route("l", ("B", 1))),
        unserved=(Unserved(visit="C", reason=Reason.FULL, sentence="Full."),),
    )
    compared = compare(PROBLEM, alone, TOGETHER, JOB_OF, without)
    assert compared.saving.gained == ("C",)
    assert compared.saving.lost == ()
    assert compared.saving.jobs_compared == 2
    # The whole trip of the van to B (600 s, 4 km) is saved, less the charge; its thousand seconds there are not.
    assert (compared.saving.travel_s, compared.saving.distance_m) == (600, 4000)
    assert compared.saving.cash_pence == 600 + 400 - 50
    # A percentage is of both trips as alone makes them: 1600 s and 4 km each.
    assert compared.saving.before_cash_pence == 2 * (1600 + 400)


def test_a_percentage_is_of_the_jobs_compared_and_not_of_all_that_was_done() -> None:
    together = Plan(
        routes=(route("c", ("A", 1), ("B", 1)),),
        unserved=(Unserved(visit="C", reason=Reason.FULL, sentence="Full."),),
    )
    # Without C, alone costs 2 * (1600 + 400)p; with it 6,000p.
    assert compare(PROBLEM, ALONE, together, JOB_OF, without).saving.before_cash_pence == 4000


def test_a_job_lost_is_listed_and_does_not_count_as_a_saving() -> None:
    together = Plan(
        routes=(route("c", ("A", 1), ("B", 1)),),
        unserved=(Unserved(visit="C", reason=Reason.FULL, sentence="Full."),),
    )
    saving = compare(PROBLEM, ALONE, together, JOB_OF, without).saving
    assert saving.lost == ("C",)
    assert saving.jobs_compared == 2
    assert saving.travel_s == 600


def test_a_job_for_two_counts_as_done_only_when_both_visits_are() -> None:
    assert served_jobs(Plan(routes=(route("c", ("A", 1)),)), {"A": "J", "B": "J"}) == frozenset()
    assert served_jobs(ALONE, {"A": "J", "B": "J"}) == {"J"}


def test_preferences_ten_times_as_heavy_leave_cash_and_saving_as_they_are() -> None:
    def with_preferences(upence: int) -> tuple[int, int, int]:
        wish = WorkerCost(worker="c-worker", part=CostPart.CONTINUITY, upence=upence)
        problem = replace(PROBLEM, visits=tuple(replace(visit, worker_costs=(wish,)) for visit in PROBLEM.visits))
        found = totals(problem, TOGETHER, JOB_OF)
        saving = compare(problem, ALONE, TOGETHER, JOB_OF, without).saving
        return found.cash_pence, saving.cash_pence, found.preferences_pence

    light, heavy = with_preferences(1_000_000), with_preferences(10_000_000)
    assert light[:2] == heavy[:2]
    assert (light[2], heavy[2]) == (2, 20)

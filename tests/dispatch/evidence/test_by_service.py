"""Who pays and who gains."""

from dataclasses import replace

from dispatch.evidence.by_service import by_service, cash_shares, travel_shares
from dispatch.evidence.doorsteps import arrivals
from optimiser.cost import cost_of, travel_of
from optimiser.plan import Plan
from tests.dispatch.evidence.toy_plans import ALONE, JOB_OF, PROBLEM, TOGETHER, route


def test_a_shared_route_is_split_by_the_time_of_its_stops() -> None:
    # c in TOGETHER: care 300 s on the way and 1000 s, repairs 1000 s; 2600 s and 4 km make 3,000p to split.
    shares = cash_shares(PROBLEM, Plan(routes=(TOGETHER.routes[0],)))
    assert shares["care"] == 1_695_652_174  # 3,000p * 1300 / 2300


def test_the_charge_for_a_lent_visit_is_paid_by_the_service_that_borrows_and_by_no_other() -> None:
    # The council's car does B for the landlord: 3,000p * 1000 / 2300 and the whole charge of 50p.
    shares = cash_shares(PROBLEM, Plan(routes=(TOGETHER.routes[0],)))
    assert shares["repairs"] == 1_304_347_826 + 50_000_000
    assert shares.total() == 3_050_000_000


def test_a_charge_by_time_is_for_the_time_at_the_lent_visit() -> None:
    by_time = replace(PROBLEM.lending[0], charge_upence=0, charge_upence_per_s=20_000)
    problem = replace(PROBLEM, lending=(by_time,))
    shares = cash_shares(problem, Plan(routes=(TOGETHER.routes[0],)))
    assert shares["repairs"] == 1_304_347_826 + 20_000_000  # 1000 s at 0.02p
    assert shares.total() == cost_of(problem, Plan(routes=(TOGETHER.routes[0],))).cash_upence


def test_the_shares_sum_to_the_plan_s_cash_and_travel() -> None:
    for plan in (ALONE, TOGETHER):
        assert cash_shares(PROBLEM, plan).total() == cost_of(PROBLEM, plan).cash_upence
        assert travel_shares(PROBLEM, plan).total() == travel_of(PROBLEM, plan)[0]


def test_the_way_to_a_stop_is_its_own_and_the_way_home_is_shared() -> None:
    shares = travel_shares(PROBLEM, Plan(routes=(TOGETHER.routes[0],)))
    # There: 300 s for care. Home: 300 s by 1300 to 1000.
    assert shares["care"] == 300 + 170
    assert shares["repairs"] == 130


def test_a_service_that_saves_less_than_half_a_percent_gains_nothing() -> None:
    shares = by_service(PROBLEM, ALONE, ALONE, ALONE, JOB_OF)
    assert not shares["care"].gains
    assert (shares["repairs"].jobs, shares["repairs"].served) == (2, 2)


def test_a_service_that_saves_more_gains() -> None:
    # Going to A and B in one trip: care alone pays 2,000p, and 1300/2300 of 3,000p together.
    shares = by_service(PROBLEM, ALONE, TOGETHER, TOGETHER, JOB_OF)
    assert shares["care"].gains
    assert shares["care"].cash_pence_alone == 2000
    assert shares["care"].cash_pence_together == 1696


def test_work_done_without_leaving_the_door_is_one_arrival() -> None:
    assert arrivals(PROBLEM, ALONE, {1}) == 2
    assert arrivals(PROBLEM, TOGETHER, {1}) == 1
    assert arrivals(PROBLEM, Plan(routes=(route("l", ("B", 1), ("C", 2)),)), {2}) == 1

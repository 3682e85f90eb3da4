"""What one plan costs and covers, in the numbers that are shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from dispatch.evidence.carbon import co2e_g
from optimiser.cost import cost_of, travel_of
from optimiser.plan import Plan
from optimiser.plan.day import day_of
from optimiser.problem import Problem

UPENCE_PER_PENNY = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """`cash_pence` is money that changes hands; `preferences_pence` weighs wishes and is never added to it.

    `paid_s` is the time paid for, travel and waiting included.
    """

    served: int
    routes: int
    travel_s: int
    distance_m: int
    paid_s: int
    cash_pence: int
    preferences_pence: int
    co2e_g: int


def served_jobs(plan: Plan, job_of: Mapping[str, str]) -> frozenset[str]:
    """Jobs all of whose visits are on a route; `job_of` maps every visit to its job."""
    served = plan.served
    missed = {job for visit, job in job_of.items() if visit not in served}
    return frozenset(job_of.values()) - missed


def totals(problem: Problem, plan: Plan, job_of: Mapping[str, str]) -> Totals:
    """The totals of one plan."""
    cost = cost_of(problem, plan)
    travel_s, distance_m = travel_of(problem, plan)
    return Totals(
        served=len(served_jobs(plan, job_of)),
        routes=len(plan.routes),
        travel_s=travel_s,
        distance_m=distance_m,
        paid_s=sum(journey.paid_s for journey in day_of(problem, plan).journeys),
        cash_pence=round(cost.cash_upence / UPENCE_PER_PENNY),
        preferences_pence=round(cost.preferences.upence / UPENCE_PER_PENNY),
        co2e_g=co2e_g(problem, plan),
    )

"""What each service pays and travels, alone and together, and whether it gains.

A route that serves several services is shared out by the time its stops take: the travel to them, set-up and service.
Waiting, breaks and the way home follow in the same proportion. What is charged for a lent visit is the cost of the
service that borrows: it belongs to that visit and is not shared out. So the shares of a route sum exactly to the route.

Charges count as a cost of the borrower and no lender is credited with them, as charges between organisations are cash
in every plan; a saving is therefore understated by the charges paid.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from dispatch.evidence.shares import split
from dispatch.evidence.totals import UPENCE_PER_PENNY, served_jobs
from optimiser.cost import route_cash
from optimiser.plan import Plan
from optimiser.plan.day import day_of
from optimiser.plan.journey import Journey
from optimiser.plan.lent import agreement_for, is_lent
from optimiser.problem import Problem, Visit

# Less than half a percent either way is within what two runs with different seeds differ by.
NO_GAIN_PERMILLE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceShare:
    """One service: its jobs, those done together, and its share of cash and travel over the jobs done in both plans.

    `gains` is false where cash falls by less than half a percent.
    """

    jobs: int
    served: int
    cash_pence_alone: int
    cash_pence_together: int
    travel_s_alone: int
    travel_s_together: int
    gains: bool


def by_service(
    problem: Problem, alone: Plan, together: Plan, all_together: Plan, job_of: Mapping[str, str]
) -> dict[str, ServiceShare]:
    """By service id. `alone` and `together` are cut down to common jobs; `all_together` is the plan as it stands."""
    service_of = {job_of[visit.id]: visit.service for visit in problem.visits}
    served = served_jobs(all_together, job_of)
    cash = {name: cash_shares(problem, plan) for name, plan in (("alone", alone), ("together", together))}
    travel = {name: travel_shares(problem, plan) for name, plan in (("alone", alone), ("together", together))}
    return {
        service: ServiceShare(
            jobs=sum(1 for job in service_of if service_of[job] == service),
            served=sum(1 for job in served if service_of[job] == service),
            cash_pence_alone=round(cash["alone"][service] / UPENCE_PER_PENNY),
            cash_pence_together=round(cash["together"][service] / UPENCE_PER_PENNY),
            travel_s_alone=travel["alone"][service],
            travel_s_together=travel["together"][service],
            gains=1000 * (cash["alone"][service] - cash["together"][service])
            >= NO_GAIN_PERMILLE * max(1, cash["alone"][service]),
        )
        for service in dict.fromkeys(service_of.values())
    }


def cash_shares(problem: Problem, plan: Plan) -> Counter[str]:
    """Micropence of all routes by service; sums to the plan's cash less what idle shifts guarantee.

    Paid time, overtime and mileage are split by `stop_times`; charges are those of each service's own visits.
    """
    found: Counter[str] = Counter()
    for journey in day_of(problem, plan).journeys:
        cash = route_cash(problem, journey.route)
        found.update(split(cash.upence - cash.charges, stop_times(journey)))
        found.update(charges(problem, journey))
    return found


def charges(problem: Problem, journey: Journey) -> Counter[str]:
    """Micropence that each service pays for its visits that this route was lent for, as the agreements say."""
    found: Counter[str] = Counter()
    for stop, visit in journey.each(Visit):
        if is_lent(journey.shift, visit):
            agreement = agreement_for(problem, journey.shift, visit, stop.start_s)
            if agreement is not None:
                time_s = stop.finish_s - stop.start_s
                found[visit.service] += agreement.charge_upence + agreement.charge_upence_per_s * time_s
    return found


def travel_shares(problem: Problem, plan: Plan) -> Counter[str]:
    """Seconds of travel by service: the way to a stop is its own, other legs are shared by time."""
    found: Counter[str] = Counter()
    for journey in day_of(problem, plan).journeys:
        own = Counter[str]()
        for call in journey.calls:
            if isinstance(call.target, Visit):
                own[call.target.service] += call.leg.travel_s
        rest_s = sum(leg.travel_s for leg in journey.legs) - own.total()
        found.update(own)
        found.update(split(rest_s, stop_times(journey)))
    return found


def stop_times(journey: Journey) -> dict[str, int]:
    """Seconds of travel to stops, set-up and service, by service."""
    found: Counter[str] = Counter()
    for call in journey.calls:
        if isinstance(call.target, Visit):
            set_up_s = call.target.setup_s if call.leg.origin != call.leg.destination else 0
            found[call.target.service] += call.leg.travel_s + set_up_s + call.stop.finish_s - call.stop.start_s
    return dict(found)

"""What each route adds to the cost of a plan, part by part, so that a change costs only its own routes to price.

The arithmetic is that of `optimiser.cost`, function by function; what no route has to itself (even loads, the largest
lateness, visits left out) is added up here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from optimiser.cost import Cash, Cost, Penalties, Preferences
from optimiser.cost.cash import journey_cash
from optimiser.cost.preferences import moved, worker_costs
from optimiser.cost.tiers import broken_promises, largest_late_s, lateness_points
from optimiser.plan import Plan, Route
from optimiser.plan.day import Day
from optimiser.plan.journey import journey
from optimiser.problem import Break, CostPart, Problem, Shift, Site, Tier, Visit, Worker

NOTHING = Plan(routes=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one shift adds: all parts that are its own, its largest lateness, and the paid time that counts as load."""

    cost: Cost
    late_s: int = 0
    paid_s: int = 0


def idle(shift: Shift) -> Share:
    """The share of a shift that is not used: what it guarantees is paid all the same."""
    return Share(cost=Cost(cash=Cash(paid_time=shift.guaranteed_s * shift.upence_per_s)))


def share(
    problem: Problem,
    shift: Shift,
    crew: tuple[Worker, ...],
    route: Route,
    targets: Mapping[tuple[str, str], Visit | Break | Site],
) -> Share:
    """The share of a route; `targets` has what its stops call at, by kind and ref."""
    there = journey(problem, route, shift, crew, targets)
    day = Day(problem=problem, plan=NOTHING, journeys=(there,), served={}, unknown=())
    visits = [visit for _, visit in there.each(Visit)]
    # Most visits have none of these, and milliseconds count here.
    dues = any(visit.lateness for visit in visits)
    late = lateness_points(day) if dues else Counter[Tier]()
    by_part = worker_costs(day) if any(visit.worker_costs for visit in visits) else Counter[CostPart]()
    told = any(visit.published for visit in visits)
    return Share(
        cost=Cost(
            safety=late[Tier.SAFETY],
            statute=late[Tier.STATUTE],
            promise=late[Tier.PROMISE] + (broken_promises(day) if any(visit.promised for visit in visits) else 0),
            cash=journey_cash(problem, there),
            preferences=Preferences(
                preference=by_part[CostPart.PREFERENCE],
                continuity=by_part[CostPart.CONTINUITY],
                wasted_specialist=by_part[CostPart.WASTED_SPECIALIST],
                variety=by_part[CostPart.VARIETY],
                stability=sum(moved(shift, stop, visit) for stop, visit in there.each(Visit)) if told else 0,
            ),
            penalties=Penalties(lateness=late[Tier.COST]),
        ),
        late_s=largest_late_s(day) if dues else 0,
        paid_s=there.paid_s,
    )


def fair(worker: Worker, load_s: int) -> int:
    """The price of a load."""
    return sum(step.upence_per_s * max(0, load_s - step.above_s) for step in worker.fairness)


def left_out(visit: Visit) -> Cost:
    """What it costs to leave the visit out."""
    tier, points = visit.if_unserved.tier, visit.if_unserved.points
    if tier == Tier.COST:
        return Cost(penalties=Penalties(unserved=points))
    return Cost(
        safety=points * (tier == Tier.SAFETY),
        statute=points * (tier == Tier.STATUTE),
        promise=points * (tier == Tier.PROMISE),
    )


def flat(cost: Cost) -> tuple[int, ...]:
    """All parts in a row, in the order of their fields."""
    cash, wishes, penalties = cost.cash, cost.preferences, cost.penalties
    return (
        cost.safety,
        cost.statute,
        cost.promise,
        *(cash.paid_time, cash.overtime, cash.mileage, cash.charges),
        *(wishes.preference, wishes.continuity, wishes.wasted_specialist, wishes.variety),
        *(wishes.fairness, wishes.stability),
        *(penalties.lateness, penalties.largest_lateness, penalties.unserved),
    )


def difference(after: Iterable[Cost], before: Iterable[Cost]) -> Cost:
    """The sum of some costs less the sum of others, part by part."""
    total = [0] * 16
    for sign, costs in ((1, after), (-1, before)):
        for cost in costs:
            for part, value in enumerate(flat(cost)):
                total[part] += sign * value
    return Cost(
        safety=total[0],
        statute=total[1],
        promise=total[2],
        cash=Cash(paid_time=total[3], overtime=total[4], mileage=total[5], charges=total[6]),
        preferences=Preferences(
            preference=total[7],
            continuity=total[8],
            wasted_specialist=total[9],
            variety=total[10],
            fairness=total[11],
            stability=total[12],
        ),
        penalties=Penalties(lateness=total[13], largest_lateness=total[14], unserved=total[15]),
    )

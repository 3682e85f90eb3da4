"""Cash: paid time, overtime, mileage and charges between organisations."""

from optimiser.cost.parts import Cash
from optimiser.plan.day import Day
from optimiser.plan.journey import Journey
from optimiser.plan.lent import agreement_for, is_lent
from optimiser.problem import Problem, Visit


def cash_of(day: Day) -> Cash:
    """Cash of the whole day. A shift that is not used still costs the time it guarantees."""
    used = {journey.shift.id for journey in day.journeys}
    idle = sum(shift.guaranteed_s * shift.upence_per_s for shift in day.problem.shifts if shift.id not in used)
    return sum((journey_cash(day.problem, journey) for journey in day.journeys), Cash(paid_time=idle))


def journey_cash(problem: Problem, journey: Journey) -> Cash:
    """Cash of one route."""
    shift = journey.shift
    overtime_s = max(0, journey.route.end_s - shift.ends_s)
    return Cash(
        paid_time=journey.paid_s * shift.upence_per_s,
        overtime=overtime_s * shift.overtime_upence_per_s,
        mileage=sum(leg.distance_m for leg in journey.legs) * shift.upence_per_m,
        charges=_charges(problem, journey),
    )


def _charges(problem: Problem, journey: Journey) -> int:
    """What borrowers pay for the lent visits of a route. A visit lent without an agreement is for the rules to find."""
    total = 0
    for stop, visit in journey.each(Visit):
        if is_lent(journey.shift, visit):
            agreement = agreement_for(problem, journey.shift, visit, stop.start_s)
            if agreement:
                total += agreement.charge_upence + agreement.charge_upence_per_s * (stop.finish_s - stop.start_s)
    return total

"""A few shifts of a plan and what is on them as a Problem of its own, everything else standing where it is."""

from collections.abc import Collection
from dataclasses import replace

from optimiser.plan import Plan
from optimiser.plan.day import Day, day_of
from optimiser.plan.lent import agreement_for, is_lent
from optimiser.problem import Coupling, Problem, ProblemError, Visit, Who, Window


class CannotPart(Exception):
    """What is on these shifts is tied to the rest of the day in a way that a Problem of its own cannot say."""


def part_of(problem: Problem, plan: Plan, shifts: Collection[str]) -> tuple[Problem, Plan]:
    """These shifts with the visits on them, and the plan's routes for them. Raises CannotPart.

    Ties to visits of other shifts become windows and forbidden workers; what the workers do on their other shifts, and
    what is lent elsewhere, counts as done. Visits on no route stay out.
    """
    day = day_of(problem, plan)
    inside = {name: journey for name, (journey, _) in day.served.items() if journey.shift.id in shifts}
    crew = tuple(dict.fromkeys(name for shift in problem.shifts if shift.id in shifts for name in shift.workers))
    visits = {visit.id: visit for visit in problem.visits if visit.id in inside}
    couplings = []
    for tie in problem.couplings:
        if tie.first in inside and tie.second in inside:
            couplings.append(tie)
        elif tie.first in inside and tie.second in day.served:
            visits[tie.first] = _held(day, visits[tie.first], tie, tie.second)
        elif tie.second in inside and tie.first in day.served:
            visits[tie.second] = _held(day, visits[tie.second], tie, tie.first)
    groups = [group for group in problem.groups if set(group.visits) <= set(inside)]
    if any(set(group.visits) & set(inside) for group in problem.groups if group not in groups):
        raise CannotPart("a group goes beyond these shifts")
    elsewhere = [journey for journey in day.journeys if journey.shift.id not in shifts]
    lent = [
        agreement_for(problem, journey.shift, visit, stop.start_s)
        for journey in elsewhere
        for stop, visit in journey.each(Visit)
        if is_lent(journey.shift, visit)
    ]
    try:
        part = replace(
            problem,
            workers=tuple(
                replace(
                    worker,
                    worked_s=worker.worked_s
                    + sum(journey.paid_s for journey in elsewhere if worker.id in journey.shift.workers),
                )
                for worker in problem.workers
                if worker.id in crew
            ),
            shifts=tuple(shift for shift in problem.shifts if shift.id in shifts),
            visits=tuple(_among(visit, crew) for visit in visits.values()),
            couplings=tuple(couplings),
            groups=tuple(groups),
            lending=tuple(
                agreement
                if agreement.max_visits is None
                else replace(agreement, max_visits=agreement.max_visits - lent.count(agreement))
                for agreement in problem.lending
            ),
        )
    except ProblemError as error:
        raise CannotPart(str(error)) from error
    return part, Plan(routes=tuple(route for route in plan.routes if route.shift in shifts))


def _held(day: Day, visit: Visit, tie: Coupling, other: str) -> Visit:
    """The visit with what a tie to a visit elsewhere asks of it, while that one stays where it is."""
    journey, stop = day.served[other]
    if tie.who == Who.SAME or (tie.needs_first and tie.first == visit.id):
        raise CannotPart(f"visit {visit.id!r} needs {other!r} on another shift")
    if tie.second == visit.id:
        low = stop.start_s + tie.min_lag_s
        high = day.problem.horizon_s if tie.max_lag_s is None else stop.start_s + tie.max_lag_s
    else:
        low = 0 if tie.max_lag_s is None else stop.start_s - tie.max_lag_s
        high = stop.start_s - tie.min_lag_s
    spans = visit.windows or (Window(earliest_s=0, latest_s=day.problem.horizon_s),)
    held = [(max(low, span.earliest_s), min(high, span.latest_s)) for span in spans]
    forbidden = visit.forbidden_workers
    if tie.who == Who.DIFFERENT:
        forbidden = tuple(dict.fromkeys((*forbidden, *journey.shift.workers)))
    return replace(
        visit,
        windows=tuple(Window(earliest_s=first, latest_s=last) for first, last in held if first <= last),
        forbidden_workers=forbidden,
    )


def _among(visit: Visit, crew: tuple[str, ...]) -> Visit:
    """The visit without a word about workers who are not there."""
    told = visit.published
    if told is not None and told.worker not in crew:
        # Whoever comes is somebody else, which costs the same for all.
        told = replace(told, worker=crew[0], other_worker_upence=0)
    allowed = visit.allowed_workers
    return replace(
        visit,
        allowed_workers=allowed and tuple(name for name in allowed if name in crew),
        forbidden_workers=tuple(name for name in visit.forbidden_workers if name in crew),
        worker_costs=tuple(cost for cost in visit.worker_costs if cost.worker in crew),
        published=told,
    )

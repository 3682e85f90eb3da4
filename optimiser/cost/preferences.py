"""Preferences: whom people would rather see, an even load, and what they were told."""

from collections import Counter
from collections.abc import Iterator

from optimiser.cost.parts import Preferences
from optimiser.plan.day import Day
from optimiser.plan.load import load_s
from optimiser.plan.stop import Stop
from optimiser.problem import CostPart, Shift, Visit


def preferences_of(day: Day) -> Preferences:
    """All preferences of the day, in micropence."""
    by_part = worker_costs(day)
    return Preferences(
        preference=by_part[CostPart.PREFERENCE],
        continuity=by_part[CostPart.CONTINUITY],
        wasted_specialist=by_part[CostPart.WASTED_SPECIALIST],
        variety=by_part[CostPart.VARIETY],
        fairness=fairness(day),
        stability=sum(moved(journey_shift, stop, visit) for journey_shift, stop, visit in _visits(day)),
    )


def worker_costs(day: Day) -> Counter[CostPart]:
    """The visit-by-worker costs of everyone who comes, by part."""
    found: Counter[CostPart] = Counter()
    for shift, _, visit in _visits(day):
        for cost in visit.worker_costs:
            if cost.worker in shift.workers:
                found[cost.part] += cost.upence
    return found


def fairness(day: Day) -> int:
    """For each worker and step, the price of every second of load above it: convex in a worker's own load."""
    return sum(
        step.upence_per_s * max(0, load_s(day, worker) - step.above_s)
        for worker in day.problem.workers
        for step in worker.fairness
    )


def moved(shift: Shift, stop: Stop, visit: Visit) -> int:
    """The price of another worker, or of a start off by more than the tolerance, against what was published."""
    told = visit.published
    if told is None:
        return 0
    other = told.other_worker_upence if told.worker not in shift.workers else 0
    off = told.moved_upence if abs(stop.start_s - told.start_s) > told.tolerance_s else 0
    return other + off


def _visits(day: Day) -> Iterator[tuple[Shift, Stop, Visit]]:
    for journey in day.journeys:
        for stop, visit in journey.each(Visit):
            yield journey.shift, stop, visit

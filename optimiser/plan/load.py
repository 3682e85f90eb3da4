"""A worker's load: what they had worked before, and the paid time of all their routes."""

from optimiser.plan.day import Day
from optimiser.problem import Worker


def load_s(day: Day, worker: Worker) -> int:
    """Seconds of load. Unused shifts add nothing, though their guaranteed time is paid for."""
    return worker.worked_s + sum(journey.paid_s for journey in day.journeys_of(worker.id))

"""How much one person may work over the horizon."""

from collections.abc import Iterator

from optimiser.plan.day import Day
from optimiser.plan.load import load_s
from optimiser.rules.violation import Violation


def load_within_cap(day: Day) -> Iterator[Violation]:
    """What a worker had worked before, and the paid time of all their routes, stays within their cap."""
    for worker in day.problem.workers:
        load = load_s(day, worker)
        # Whoever is over the cap before the horizon begins breaks it only by going out again.
        if worker.max_load_s is not None and load > worker.max_load_s and day.journeys_of(worker.id):
            sentence = f"worker {worker.id!r} comes to a load of {load}; {worker.max_load_s} is their cap"
            yield Violation(rule="load_within_cap", sentence=sentence, ref=worker.id)

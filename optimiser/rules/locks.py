"""What is settled already stays as it is (a locked start is a matter of visit_times)."""

from collections.abc import Iterator

from optimiser.plan.day import Day
from optimiser.problem import Visit
from optimiser.rules.violation import Violation


def locks_kept(day: Day) -> Iterator[Violation]:
    """A locked visit goes to its worker, on its shift, at its rank among the visits of the route."""
    for journey in day.journeys:
        for rank, (_, visit) in enumerate(journey.each(Visit)):
            lock = visit.lock
            problems = []
            if lock.worker is not None and lock.worker not in journey.shift.workers:
                problems.append(f"locked to worker {lock.worker!r}, who is not on it")
            if lock.shift is not None and lock.shift != journey.shift.id:
                problems.append(f"locked to shift {lock.shift!r}")
            if lock.rank is not None and lock.rank != rank:
                problems.append(f"visit number {rank} of it (counted from 0), but locked to number {lock.rank}")
            for problem in problems:
                sentence = f"visit {visit.id!r} is on route {journey.shift.id!r}, and it is {problem}"
                yield Violation(rule="locks_kept", sentence=sentence, shift=journey.shift.id, ref=visit.id)


def started_work_is_served(day: Day) -> Iterator[Violation]:
    """A visit locked to a rank, as started work is, is served."""
    for visit in day.problem.visits:
        if visit.lock.rank is not None and visit.id not in day.served:
            sentence = f"visit {visit.id!r} is locked to rank {visit.lock.rank} of {visit.lock.shift!r} and not served"
            yield Violation(rule="started_work_is_served", sentence=sentence, shift=visit.lock.shift, ref=visit.id)

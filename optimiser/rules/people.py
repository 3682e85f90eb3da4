"""Who may come: enough people, allowed, not forbidden, and known there."""

from collections.abc import Iterator

from optimiser.plan.day import Day
from optimiser.problem import Visit
from optimiser.rules.violation import Violation


def enough_people(day: Day) -> Iterator[Violation]:
    """At least as many people come as the visit asks for."""
    for journey in day.journeys:
        for _, visit in journey.each(Visit):
            if len(journey.crew) < visit.crew:
                sentence = (
                    f"visit {visit.id!r} needs {visit.crew} people; route {journey.shift.id!r} has {len(journey.crew)}"
                )
                yield Violation(rule="enough_people", sentence=sentence, shift=journey.shift.id, ref=visit.id)


def people_allowed(day: Day) -> Iterator[Violation]:
    """Everyone who comes is among those allowed, where such a list is given, and nobody is forbidden."""
    for journey in day.journeys:
        for _, visit in journey.each(Visit):
            for worker in journey.crew:
                if worker.id in visit.forbidden_workers:
                    problem = "is forbidden there"
                elif visit.allowed_workers is not None and worker.id not in visit.allowed_workers:
                    problem = "is not among those allowed there"
                else:
                    continue
                sentence = (
                    f"worker {worker.id!r} of route {journey.shift.id!r} goes to visit {visit.id!r} and {problem}"
                )
                yield Violation(rule="people_allowed", sentence=sentence, shift=journey.shift.id, ref=visit.id)


def someone_is_known(day: Day) -> Iterator[Violation]:
    """Each person and place that asks for a known face is known by someone who comes."""
    for journey in day.journeys:
        known = {name for worker in journey.crew for name in worker.knows}
        for _, visit in journey.each(Visit):
            for name in visit.must_know:
                if name not in known:
                    sentence = (
                        f"visit {visit.id!r} must be made by someone who knows {name!r}, and nobody on route "
                        f"{journey.shift.id!r} does"
                    )
                    yield Violation(rule="someone_is_known", sentence=sentence, shift=journey.shift.id, ref=visit.id)

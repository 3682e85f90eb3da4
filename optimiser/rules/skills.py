"""Skills a visit asks of the shift that serves it."""

from collections.abc import Iterable, Iterator

from optimiser.plan.day import Day
from optimiser.plan.stop import Stop
from optimiser.problem import RequiredSkill, Visit, Worker
from optimiser.rules.violation import Violation


def skills_held(day: Day) -> Iterator[Violation]:
    """Each required skill is held by someone on the shift, at its level or above, for the whole service."""
    for journey in day.journeys:
        for stop, visit in journey.each(Visit):
            for skill in missing(journey.crew, visit.skills, stop):
                sentence = (
                    f"visit {visit.id!r} asks for {skill.name!r} at level {skill.level} from {stop.start_s} to "
                    f"{stop.finish_s}, and nobody on route {journey.shift.id!r} holds it then"
                )
                yield Violation(rule="skills_held", sentence=sentence, shift=journey.shift.id, ref=visit.id)


def missing(crew: Iterable[Worker], skills: Iterable[RequiredSkill], stop: Stop) -> Iterator[RequiredSkill]:
    """Those of `skills` that nobody of the crew holds from start to finish of the stop."""
    held = [skill for worker in crew for skill in worker.skills]
    for wanted in skills:
        if not any(
            skill.name == wanted.name
            and skill.level >= wanted.level
            and skill.valid_from_s <= stop.start_s
            and (skill.valid_until_s is None or stop.finish_s <= skill.valid_until_s)
            for skill in held
        ):
            yield wanted

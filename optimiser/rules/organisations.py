"""Work crosses from one organisation to another under a lending agreement only, and as far as it goes."""

from collections import Counter
from collections.abc import Iterator

from optimiser.plan.day import Day
from optimiser.plan.journey import Journey
from optimiser.plan.lent import agreement_for, is_lent
from optimiser.plan.stop import Stop
from optimiser.problem import Lending, Visit
from optimiser.rules.skills import missing
from optimiser.rules.violation import Violation


def crosses_under_an_agreement(day: Day) -> Iterator[Violation]:
    """A visit of another organisation needs an agreement for its kind at its time."""
    for journey, _, visit, agreement in _lent_visits(day):
        if agreement is None:
            sentence = (
                f"visit {visit.id!r} of {visit.organisation!r} is on route {journey.shift.id!r} of "
                f"{journey.shift.organisation!r}, and no lending agreement covers kind {visit.kind!r} then"
            )
            yield Violation(rule="crosses_under_an_agreement", sentence=sentence, shift=journey.shift.id, ref=visit.id)


def lent_skills_held(day: Day) -> Iterator[Violation]:
    """A lent shift holds the skills that the agreement asks for on top of the visit's own."""
    for journey, stop, visit, agreement in _lent_visits(day):
        for skill in missing(journey.crew, agreement.skills if agreement else (), stop):
            sentence = (
                f"agreement {agreement.id if agreement else ''!r} asks for {skill.name!r} at level {skill.level} at "
                f"visit {visit.id!r}, and nobody on route {journey.shift.id!r} holds it then"
            )
            yield Violation(rule="lent_skills_held", sentence=sentence, shift=journey.shift.id, ref=visit.id)


def lent_within_number(day: Day) -> Iterator[Violation]:
    """An agreement carries no more visits than it allows over the horizon."""
    carried = Counter(agreement.id for _, _, _, agreement in _lent_visits(day) if agreement)
    for agreement in day.problem.lending:
        if agreement.max_visits is not None and carried[agreement.id] > agreement.max_visits:
            count, limit = carried[agreement.id], agreement.max_visits
            sentence = f"agreement {agreement.id!r} carries {count} visits; {limit} is its limit"
            yield Violation(rule="lent_within_number", sentence=sentence, ref=agreement.id)


def _lent_visits(day: Day) -> Iterator[tuple[Journey, Stop, Visit, Lending | None]]:
    for journey in day.journeys:
        for stop, visit in journey.each(Visit):
            if is_lent(journey.shift, visit):
                yield journey, stop, visit, agreement_for(day.problem, journey.shift, visit, stop.start_s)

"""Every visit once, every route with work on it, and nothing the Problem does not know."""

from collections import Counter
from collections.abc import Iterator

from optimiser.plan.day import Day
from optimiser.problem import Visit
from optimiser.rules.violation import Violation


def known_names(day: Day) -> Iterator[Violation]:
    """Shifts, visits, sites and breaks that the plan names exist in the Problem."""
    for one in day.unknown:
        place = f"route {one.shift!r}" if one.shift is not None else "the list of unserved visits"
        sentence = f"{place} names {one.kind} {one.ref!r}, and the Problem has none of that name"
        yield Violation(rule="known_names", sentence=sentence, shift=one.shift, ref=one.ref)


def each_visit_once(day: Day) -> Iterator[Violation]:
    """Each visit is on exactly one route, once, or listed as unserved, once."""
    served = Counter(visit.id for journey in day.journeys for _, visit in journey.each(Visit))
    left_out = Counter(one.visit for one in day.plan.unserved)
    for visit in day.problem.visits:
        times = served[visit.id] + left_out[visit.id]
        if times == 0:
            sentence = f"visit {visit.id!r} is on no route and not listed as unserved"
        elif times > 1:
            sentence = (
                f"visit {visit.id!r} is on routes {served[visit.id]} times and listed as unserved "
                f"{left_out[visit.id]} times; it belongs in one place, once"
            )
        else:
            continue
        yield Violation(rule="each_visit_once", sentence=sentence, ref=visit.id)


def reason_given(day: Day) -> Iterator[Violation]:
    """What is left out has a sentence that says why."""
    for one in day.plan.unserved:
        if not one.sentence.strip():
            sentence = f"visit {one.visit!r} is listed as unserved without a sentence that says why"
            yield Violation(rule="reason_given", sentence=sentence, ref=one.visit)


def one_route_each(day: Day) -> Iterator[Violation]:
    """A shift has at most one route."""
    for shift, count in Counter(journey.shift.id for journey in day.journeys).items():
        if count > 1:
            sentence = f"shift {shift!r} has {count} routes; a shift has at most one"
            yield Violation(rule="one_route_each", sentence=sentence, shift=shift)


def route_with_work(day: Day) -> Iterator[Violation]:
    """A route has at least one visit; a shift without work is left out of the plan."""
    for journey in day.journeys:
        if not any(True for _ in journey.each(Visit)):
            sentence = f"route {journey.shift.id!r} has no visit; leave it out"
            yield Violation(rule="route_with_work", sentence=sentence, shift=journey.shift.id)

"""Rests: when they may start, how long they last, and which are owed."""

from collections import Counter
from collections.abc import Iterator

from optimiser.plan.day import Day
from optimiser.problem import Break
from optimiser.rules.violation import Violation


def break_at_its_time(day: Day) -> Iterator[Violation]:
    """A break starts after arrival, between its earliest and latest second, and lasts its duration."""
    for journey in day.journeys:
        for stop, rest in journey.each(Break):
            if stop.start_s < stop.arrive_s:
                problem = f"starts at {stop.start_s}, before the arrival at {stop.arrive_s}"
            elif not rest.earliest_s <= stop.start_s <= rest.latest_s:
                problem = f"starts at {stop.start_s}; it may start from {rest.earliest_s} to {rest.latest_s}"
            elif stop.finish_s != stop.start_s + rest.duration_s:
                problem = f"lasts from {stop.start_s} to {stop.finish_s}; it takes {rest.duration_s}"
            else:
                continue
            sentence = f"break {rest.id!r} of route {journey.shift.id!r} {problem}"
            yield Violation(rule="break_at_its_time", sentence=sentence, shift=journey.shift.id, ref=rest.id)


def break_taken_once(day: Day) -> Iterator[Violation]:
    """Each break of a shift is taken at most once."""
    for journey in day.journeys:
        for name, count in Counter(rest.id for _, rest in journey.each(Break)).items():
            if count > 1:
                sentence = f"route {journey.shift.id!r} takes break {name!r} {count} times; it is taken once"
                yield Violation(rule="break_taken_once", sentence=sentence, shift=journey.shift.id, ref=name)


def owed_break_is_taken(day: Day) -> Iterator[Violation]:
    """A route that leaves before a break's latest start and ends after it takes that break."""
    for journey in day.journeys:
        taken = {rest.id for _, rest in journey.each(Break)}
        route = journey.route
        for rest in journey.shift.breaks:
            if rest.id not in taken and route.depart_s < rest.latest_s < route.end_s:
                sentence = (
                    f"route {journey.shift.id!r} is out from {route.depart_s} to {route.end_s} without break "
                    f"{rest.id!r}, which must start by {rest.latest_s}"
                )
                yield Violation(rule="owed_break_is_taken", sentence=sentence, shift=journey.shift.id, ref=rest.id)

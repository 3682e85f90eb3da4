"""Time at the wheel: in all, and without a rest."""

from collections.abc import Iterator

from optimiser.plan.day import Day
from optimiser.plan.journey import Journey
from optimiser.problem import Break
from optimiser.rules.violation import Violation


def driving_in_all(day: Day) -> Iterator[Violation]:
    """All legs of a route together take no longer than its shift may drive."""
    for journey in day.journeys:
        hours = journey.shift.drivers_hours
        driven_s = sum(leg.travel_s for leg in journey.legs)
        if hours and driven_s > hours.max_driving_s:
            sentence = f"route {journey.shift.id!r} drives {driven_s} in all; {hours.max_driving_s} is the limit"
            yield Violation(rule="driving_in_all", sentence=sentence, shift=journey.shift.id)


def driving_without_rest(day: Day) -> Iterator[Violation]:
    """Legs between the start, long enough breaks and the end together take no longer than the shift may drive on."""
    for journey in day.journeys:
        hours = journey.shift.drivers_hours
        if hours is None or hours.max_continuous_s is None:
            continue
        for driven_s in _stretches(journey, hours.rest_s):
            if driven_s > hours.max_continuous_s:
                sentence = (
                    f"route {journey.shift.id!r} drives {driven_s} without a rest of {hours.rest_s}; "
                    f"{hours.max_continuous_s} is the limit"
                )
                yield Violation(rule="driving_without_rest", sentence=sentence, shift=journey.shift.id)


def _stretches(journey: Journey, rest_s: int) -> Iterator[int]:
    """Seconds driven from the start to the first rest, between rests, and from the last rest to the end."""
    driven_s = 0
    for call in journey.calls:
        driven_s += call.leg.travel_s
        if isinstance(call.target, Break) and call.target.duration_s >= rest_s:
            yield driven_s
            driven_s = 0
    yield driven_s + journey.last_leg.travel_s

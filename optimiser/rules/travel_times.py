"""Legs take the time the matrices say: nobody arrives sooner, and nobody waits before leaving."""

from collections.abc import Iterator

from optimiser.plan.day import Day
from optimiser.rules.violation import Violation


def arrives_when_the_leg_ends(day: Day) -> Iterator[Violation]:
    """Each stop is arrived at exactly one leg after the stop before was finished (or the route departed)."""
    for journey in day.journeys:
        for call in journey.calls:
            due_s = call.leg.leave_s + call.leg.travel_s
            if call.stop.arrive_s != due_s:
                sentence = (
                    f"route {journey.shift.id!r} arrives at {call.stop.kind} {call.stop.ref!r} at "
                    f"{call.stop.arrive_s}, but it leaves at {call.leg.leave_s} and the leg takes "
                    f"{call.leg.travel_s}, which makes {due_s}"
                )
                yield Violation(
                    rule="arrives_when_the_leg_ends", sentence=sentence, shift=journey.shift.id, ref=call.stop.ref
                )


def ends_when_the_last_leg_ends(day: Day) -> Iterator[Violation]:
    """A route ends one leg after its last stop, or with that stop when the end is open."""
    for journey in day.journeys:
        leg, end_s = journey.last_leg, journey.route.end_s
        if end_s != leg.leave_s + leg.travel_s:
            sentence = (
                f"route {journey.shift.id!r} ends at {end_s}, but its last stop is over at {leg.leave_s} and the leg "
                f"to its end takes {leg.travel_s}, which makes {leg.leave_s + leg.travel_s}"
            )
            yield Violation(rule="ends_when_the_last_leg_ends", sentence=sentence, shift=journey.shift.id)

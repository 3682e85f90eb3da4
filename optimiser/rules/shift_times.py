"""When a route may be out, and one person in one place."""

from collections.abc import Iterator
from itertools import combinations

from optimiser.plan.day import Day
from optimiser.rules.violation import Violation


def leaves_after_shift_starts(day: Day) -> Iterator[Violation]:
    """A route leaves at or after the start of its shift."""
    for journey in day.journeys:
        shift, depart_s = journey.shift, journey.route.depart_s
        if depart_s < shift.starts_s:
            sentence = f"route {shift.id!r} leaves at {depart_s}, before its shift starts at {shift.starts_s}"
            yield Violation(rule="leaves_after_shift_starts", sentence=sentence, shift=shift.id)


def ends_within_overtime(day: Day) -> Iterator[Violation]:
    """A route ends by the end of its shift plus the overtime allowed."""
    for journey in day.journeys:
        shift, end_s = journey.shift, journey.route.end_s
        limit_s = shift.ends_s + shift.overtime_limit_s
        if end_s > limit_s:
            sentence = f"route {shift.id!r} ends at {end_s}, after {limit_s}, the end of its shift with all overtime"
            yield Violation(rule="ends_within_overtime", sentence=sentence, shift=shift.id)


def one_place_at_a_time(day: Day) -> Iterator[Violation]:
    """Routes of one worker do not overlap; one may end at the second the next begins."""
    for one, other in combinations(day.journeys, 2):
        shared = [name for name in one.shift.workers if name in other.shift.workers]
        first, second = sorted((one.route, other.route), key=lambda route: (route.depart_s, route.end_s))
        if second.depart_s < first.end_s:
            for name in shared:
                sentence = (
                    f"worker {name!r} is out on {first.shift!r} until {first.end_s} and on {second.shift!r} "
                    f"from {second.depart_s}"
                )
                yield Violation(rule="one_place_at_a_time", sentence=sentence, shift=second.shift, ref=name)

"""What ties visits to each other."""

from collections.abc import Iterator

from optimiser.plan.day import Day
from optimiser.problem import Who
from optimiser.rules.violation import Violation


def lag_between_starts(day: Day) -> Iterator[Violation]:
    """The second of two coupled visits starts at least and at most so many seconds after the first."""
    for tie in day.problem.couplings:
        if tie.first not in day.served or tie.second not in day.served:
            continue
        lag_s = day.served[tie.second][1].start_s - day.served[tie.first][1].start_s
        if lag_s < tie.min_lag_s or (tie.max_lag_s is not None and lag_s > tie.max_lag_s):
            upper = "or more" if tie.max_lag_s is None else f"to {tie.max_lag_s}"
            sentence = (
                f"visit {tie.second!r} starts {lag_s} after visit {tie.first!r}; the coupling asks for "
                f"{tie.min_lag_s} {upper}"
            )
            shift = day.served[tie.second][0].shift.id
            yield Violation(rule="lag_between_starts", sentence=sentence, shift=shift, ref=tie.second)


def same_or_different_people(day: Day) -> Iterator[Violation]:
    """Coupled visits that ask for it share a worker, or share none."""
    for tie in day.problem.couplings:
        if tie.first not in day.served or tie.second not in day.served:
            continue
        first, second = day.served[tie.first][0].shift, day.served[tie.second][0].shift
        shared = [name for name in first.workers if name in second.workers]
        if tie.who == Who.SAME and not shared:
            problem = "must have a worker in common and have none"
        elif tie.who == Who.DIFFERENT and shared:
            problem = f"must have no worker in common and share {shared[0]!r}"
        else:
            continue
        sentence = f"visits {tie.first!r} on {first.id!r} and {tie.second!r} on {second.id!r} {problem}"
        yield Violation(rule="same_or_different_people", sentence=sentence, shift=second.id, ref=tie.second)


def second_needs_first(day: Day) -> Iterator[Violation]:
    """A visit that depends on another is served only if that one is."""
    for tie in day.problem.couplings:
        if tie.needs_first and tie.second in day.served and tie.first not in day.served:
            shift = day.served[tie.second][0].shift.id
            sentence = f"visit {tie.second!r} is on route {shift!r}, but {tie.first!r}, which it depends on, is on none"
            yield Violation(rule="second_needs_first", sentence=sentence, shift=shift, ref=tie.second)


def all_or_none(day: Day) -> Iterator[Violation]:
    """The visits of a group are all served or none is."""
    for group in day.problem.groups:
        left_out = [name for name in group.visits if name not in day.served]
        if left_out and len(left_out) < len(group.visits):
            sentence = (
                f"visits {', '.join(group.visits)} go together, all or none, and {', '.join(left_out)} is left out"
            )
            yield Violation(rule="all_or_none", sentence=sentence, ref=left_out[0])

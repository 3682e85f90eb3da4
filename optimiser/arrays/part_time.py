"""When a shift may start a visit, where a skill or a lending agreement begins or ends within the shift."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from optimiser.problem import Lending, Problem, RequiredSkill, Shift, Worker

# Starts from the first to the last second, both included, apart and in order of time.
Spans = list[tuple[int, int]]


class Lender(NamedTuple):
    """Under which agreement one shift does visits of one organisation and kind.

    `agreement` is the number of the one that counts all shift long, where there is one (`always`; -1: none is needed);
    otherwise `parts` are those that count at some time and when. `ever` is False where none ever does.
    """

    ever: bool
    always: bool
    agreement: int
    parts: tuple[tuple[int, Spans], ...]


def lender_of(problem: Problem, shift: Shift, crew: Sequence[Worker], organisation: str, kind: str) -> Lender:
    """At any second the first agreement in the Problem's order counts, whether or not the shift holds its skills."""
    if shift.organisation == organisation:
        return Lender(True, True, -1, ())
    parts: list[tuple[int, Spans]] = []
    left: Spans = [_hours(shift)]
    for number, agreement in enumerate(problem.lending):
        if agreement.lender == shift.organisation and agreement.borrower == organisation and kind in agreement.kinds:
            times = free_spans(left, [_term(agreement, shift)])
            if times:
                parts.append((number, times))
            left = without(left, _term(agreement, shift))
    if len(parts) == 1 and parts[0][1] == [_hours(shift)]:
        number = parts[0][0]
        if all(holds(shift, crew, need) for need in problem.lending[number].skills):
            return Lender(True, True, number, ())
    return Lender(bool(parts), False, -1, tuple(parts))


def holds(shift: Shift, crew: Sequence[Worker], need: RequiredSkill) -> bool:
    """Whether someone on the shift has the skill at that level all shift long."""
    return any(
        skill.name == need.name
        and skill.level >= need.level
        and skill.valid_from_s <= shift.starts_s
        and (skill.valid_until_s is None or skill.valid_until_s >= shift.ends_s + shift.overtime_limit_s)
        for worker in crew
        for skill in worker.skills
    )


def skill_spans(crew: Iterable[Worker], need: RequiredSkill, shift: Shift, service_s: int) -> Spans:
    """When a service of that length may start so that one person holds the skill throughout it."""
    starts_s, ends_s = _hours(shift)
    found = [
        (
            max(starts_s, skill.valid_from_s),
            ends_s if skill.valid_until_s is None else min(ends_s, skill.valid_until_s - service_s),
        )
        for worker in crew
        for skill in worker.skills
        if skill.name == need.name and skill.level >= need.level
    ]
    return _joined(found)


def free_spans(one: Spans, other: Spans) -> Spans:
    """The seconds in both."""
    found = [
        (max(first, begin), min(last, end))
        for first, last in one
        for begin, end in other
        if max(first, begin) <= min(last, end)
    ]
    return sorted(found)


def without(spans: Spans, taken: tuple[int, int]) -> Spans:
    """The seconds of `spans` that are not between the two of `taken`, both included."""
    found = []
    for first, last in spans:
        found += [(first, min(last, taken[0] - 1)), (max(first, taken[1] + 1), last)]
    return _joined(found) if taken[0] <= taken[1] else spans


def _hours(shift: Shift) -> tuple[int, int]:
    return shift.starts_s, shift.ends_s + shift.overtime_limit_s


def _term(agreement: Lending, shift: Shift) -> tuple[int, int]:
    """First and last start under the agreement, as far as the shift can tell."""
    return agreement.from_s, _hours(shift)[1] if agreement.until_s is None else agreement.until_s - 1


def _joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """In order of time, with none empty and none overlapping or touching another."""
    found: Spans = []
    for first, last in sorted(spans):
        if last < first:
            continue
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found

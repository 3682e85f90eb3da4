"""Verifies the audit log: numbers, chain, the head outside, and every fact it vouches for."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from dispatch.domain.actor import system
from dispatch.domain.audit import AuditEntry, Seal
from dispatch.governance.sealer import chain_hash
from dispatch.ports.audit_head import AuditHead
from dispatch.ports.store import Store, Work

VERIFIER = system("verifier")
ERASE = "erase"  # the action of an entry by which a fact (its subject) may be gone
MOST_UNSEALED = 1_000_000  # a day of an unsealed log and more; sealing is every few seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`problems` are sentences, none when all is well; `erased` facts are gone, and an entry says by whose order.

    `not_noted`: seals that the record outside does not have yet. One is what a kill between sealing and noting leaves,
    and the next sealing notes it; more than that is among the problems.
    """

    entries: int
    seals: int
    not_noted: int
    unsealed: int
    facts: int
    erased: int
    problems: tuple[str, ...]


def verify(store: Store, head: AuditHead, told: Callable[[int, int], None] | None = None) -> Verdict:
    """Reads the whole log, seal by seal; `told` hears of (done, of) seals."""
    problems: list[str] = []
    vouched = _Vouched()
    noted = _noted(head, problems)  # before the database: whatever is noted by now has been in there for good
    with store.reading(VERIFIER) as work:
        seals = tuple(work.audit.seals())
        problems += _against_head(seals, noted)
        problems += _before_the_first(work)
        expected, previous = 1, ""
        for done, seal in enumerate(seals, start=1):
            entries = work.audit.entries(seal.first, seal.last)
            problems += _of_seal(seal, entries, expected, previous)
            vouched.add(entries)
            expected, previous = seal.last + 1, seal.hash
            if told is not None:
                told(done, len(seals))
        unsealed = work.audit.unsealed(MOST_UNSEALED)
        problems += _of_the_rest(unsealed, expected)
        vouched.add(unsealed)
        facts, erased, wrong = _facts(work, vouched)
    problems += wrong
    # Once more, as others may have sealed and noted meanwhile.
    known = {seal.number for seal in _noted(head, problems)}
    not_noted = [seal.number for seal in seals if seal.number not in known]
    problems += _cut_off(not_noted)
    return Verdict(
        entries=(seals[-1].last if seals else 0) + len(unsealed),
        seals=len(seals),
        not_noted=len(not_noted),
        unsealed=len(unsealed),
        facts=facts,
        erased=erased,
        problems=tuple(dict.fromkeys(problems)),
    )


@dataclass(slots=True)
class _Vouched:
    """What the entries vouch for: (subject, hash) by entry number, and the last erasure by subject."""

    facts: dict[int, tuple[str, str]] = field(default_factory=dict)
    erasures: dict[str, int] = field(default_factory=dict)

    def add(self, entries: Iterable[AuditEntry]) -> None:
        for entry in entries:
            if entry.fact_hash:
                self.facts[entry.number] = (entry.subject, entry.fact_hash)
            if entry.action == ERASE:
                self.erasures[entry.subject] = entry.number

    def erased(self, number: int, subject: str) -> bool:
        """Whether that fact was erased by order after it was written."""
        return self.erasures.get(subject, 0) > number


def _noted(head: AuditHead, problems: list[str]) -> tuple[Seal, ...]:
    try:
        return head.noted()
    except ValueError as error:
        problems.append(f"The record of seals outside the database is damaged: {error}.")
        return ()


def _against_head(seals: tuple[Seal, ...], noted: tuple[Seal, ...]) -> Iterator[str]:
    by_number = {seal.number: seal for seal in seals}
    for seal in noted:
        found = by_number.get(seal.number)
        if found is None:
            yield f"Seal {seal.number} was noted outside the database and is not in it: entries were removed."
        elif found != seal:
            yield f"Seal {seal.number} is not the one noted outside the database: it was made anew."


def _cut_off(not_noted: Sequence[int]) -> Iterator[str]:
    if len(not_noted) > 1:
        yield (
            f"{len(not_noted)} seals from {not_noted[0]} on are not in the record outside the database: "
            "it was cut off, or it is not the record of this database. Compare it with its copy."
        )


def _before_the_first(work: Work) -> Iterator[str]:
    strays = work.audit.entries(-(2**62), 0)
    if strays:
        yield f"Entry {strays[0].number} stands before the first of the log: it was put in later."


def _of_seal(seal: Seal, entries: tuple[AuditEntry, ...], expected: int, previous: str) -> Iterator[str]:
    if seal.first != expected or seal.previous_hash != previous:
        yield f"Seal {seal.number} does not follow the one before it."
    missing = seal.last - seal.first + 1 - len(entries)
    if missing > 0:
        there = {entry.number for entry in entries}
        # Not a list of all numbers: a forged seal may speak of more than there is memory for.
        first = next(number for number in count(seal.first) if number not in there)
        yield f"Entries under seal {seal.number} are missing: {missing}, the first of them {first}."
    elif chain_hash(seal.previous_hash, entries) != seal.hash:
        yield f"An entry of {seal.first} to {seal.last} (seal {seal.number}) was changed after it was sealed."


def _of_the_rest(unsealed: tuple[AuditEntry, ...], expected: int) -> Iterator[str]:
    for entry, number in zip(unsealed, count(expected), strict=False):
        if entry.number != number:
            yield f"Entry {number} is missing among those not sealed yet."
            return


def _facts(work: Work, vouched: _Vouched) -> tuple[int, int, list[str]]:
    checked, erased, wrong = 0, 0, []
    left = dict(vouched.facts)
    for number, _, salt, content in work.audit.facts():
        subject, kept = left.pop(number, ("", ""))
        if not kept:
            continue
        if content:
            checked += 1
            if hashlib.sha256((salt + content).encode()).hexdigest() != kept:
                wrong.append(f"The {subject} is not what entry {number} of the log vouches for: it was changed.")
        elif vouched.erased(number, subject):
            erased += 1
        else:
            wrong.append(f"The {subject} that entry {number} of the log vouches for is gone: it was taken out.")
    for number, (subject, _) in left.items():
        if vouched.erased(number, subject):
            erased += 1
        else:
            wrong.append(
                f"Whether the {subject} is what entry {number} of the log vouches for can no longer be told: the "
                "fact's salt was taken out, and no entry says that it was erased."
            )
    return checked, erased, wrong

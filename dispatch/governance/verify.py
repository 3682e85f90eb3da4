"""Verifies the audit log: numbers, chain, the head outside, and every fact it vouches for."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dispatch.domain.actor import system
from dispatch.domain.audit import AuditEntry, Seal
from dispatch.governance.sealer import chain_hash
from dispatch.ports.audit_head import AuditHead
from dispatch.ports.store import Store, Work

VERIFIER = system("verifier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`problems` are sentences, none when all is well; `erased` facts are gone on purpose or not: a person decides."""

    entries: int
    seals: int
    unsealed: int
    facts: int
    erased: int
    problems: tuple[str, ...]


def verify(store: Store, head: AuditHead, told: Callable[[int, int], None] | None = None) -> Verdict:
    """Reads the whole log, seal by seal; `told` hears of (done, of) seals."""
    problems: list[str] = []
    hashes: dict[int, str] = {}
    with store.reading(VERIFIER) as work:
        seals = tuple(work.audit.seals())
        problems += _against_head(seals, head)
        expected, previous = 1, ""
        for done, seal in enumerate(seals, start=1):
            entries = work.audit.entries(seal.first, seal.last)
            problems += _of_seal(seal, entries, expected, previous)
            hashes.update({entry.number: entry.fact_hash for entry in entries if entry.fact_hash})
            expected, previous = seal.last + 1, seal.hash
            if told is not None:
                told(done, len(seals))
        unsealed = work.audit.unsealed(1_000_000)
        hashes.update({entry.number: entry.fact_hash for entry in unsealed if entry.fact_hash})
        facts, erased, wrong = _facts(work, hashes)
    problems += wrong
    return Verdict(
        entries=(seals[-1].last if seals else 0) + len(unsealed),
        seals=len(seals),
        unsealed=len(unsealed),
        facts=facts,
        erased=erased,
        problems=tuple(problems),
    )


def _against_head(seals: tuple[Seal, ...], head: AuditHead) -> Iterator[str]:
    try:
        noted = head.noted()
    except ValueError as error:
        yield f"The record of seals outside the database is damaged: {error}."
        return
    by_number = {seal.number: seal for seal in seals}
    for seal in noted:
        found = by_number.get(seal.number)
        if found is None:
            yield f"Seal {seal.number} was noted outside the database and is not in it: entries were removed."
        elif found.hash != seal.hash:
            yield f"Seal {seal.number} is not the one noted outside the database: it was made anew."


def _of_seal(seal: Seal, entries: tuple[AuditEntry, ...], expected: int, previous: str) -> Iterator[str]:
    if seal.first != expected or seal.previous_hash != previous:
        yield f"Seal {seal.number} does not follow the one before it."
    numbers = [entry.number for entry in entries]
    if numbers != list(range(seal.first, seal.last + 1)):
        missing = sorted(set(range(seal.first, seal.last + 1)) - set(numbers))
        yield f"Entries under seal {seal.number} are missing: {', '.join(map(str, missing[:5]))}."
    elif chain_hash(seal.previous_hash, entries) != seal.hash:
        yield f"An entry of {seal.first} to {seal.last} (seal {seal.number}) was changed after it was sealed."


def _facts(work: Work, hashes: dict[int, str]) -> tuple[int, int, list[str]]:
    checked, erased, wrong = 0, 0, []
    left = dict(hashes)
    for number, subject, salt, content in work.audit.facts():
        kept = left.pop(number, None)
        if kept is None:
            continue
        if not content:
            erased += 1
            continue
        checked += 1
        if hashlib.sha256((salt + content).encode()).hexdigest() != kept:
            wrong.append(f"The {subject} is not what entry {number} of the log vouches for: it was changed.")
    return checked, erased + len(left), wrong

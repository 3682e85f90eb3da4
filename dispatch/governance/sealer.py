"""Seals the audit log: entries are hashed together with the seal before them, and the seal is noted outside."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from dispatch.domain.actor import system
from dispatch.domain.audit import AuditEntry, Seal
from dispatch.ports.audit_head import AuditHead
from dispatch.ports.store import Store

BATCH = 1000
SEALER = system("sealer")


def seal(store: Store, head: AuditHead, now: datetime) -> int:
    """Seals what is not sealed yet, in batches; how many entries. Killed half-way, the next call finishes it."""
    sealed = 0
    while True:
        with store.begin(SEALER) as work:
            last = work.audit.last_seal()
            entries = work.audit.unsealed(BATCH)
            if entries and work.audit.add_seal(make_seal(last, entries, now)):
                sealed += len(entries)
        note_missing(store, head)
        if len(entries) < BATCH:
            return sealed


def make_seal(last: Seal | None, entries: tuple[AuditEntry, ...], now: datetime) -> Seal:
    """The seal that follows `last` (None: the first)."""
    number, previous = (last.number + 1, last.hash) if last else (1, "")
    return Seal(
        number=number,
        first=entries[0].number,
        last=entries[-1].number,
        sealed_at=now,
        previous_hash=previous,
        hash=chain_hash(previous, entries),
    )


def chain_hash(previous: str, entries: Iterable[AuditEntry]) -> str:
    """SHA-256 over the hash before and every entry in turn."""
    sha = hashlib.sha256(previous.encode())
    for entry in entries:
        sha.update(entry_text(entry).encode())
    return sha.hexdigest()


def entry_text(entry: AuditEntry) -> str:
    """An entry as the text that is hashed; a new field would change old hashes, so none may be added here."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = (entry.number, at, entry.organisation_id, entry.actor_id, entry.role, entry.purpose, entry.action,
             entry.subject, entry.fact_hash)  # fmt: skip
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")) + "\n"


def note_missing(store: Store, head: AuditHead) -> None:
    """Notes outside whatever was sealed and not noted: a kill between the two leaves such a gap."""
    with store.begin(SEALER) as work:
        missing = tuple(work.audit.seals(head.last()))
    head.note(missing)

"""The audit log's entries and seals."""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from dispatch.adapters.database.chunks import chunks
from dispatch.adapters.database.insert import insert_unless_there
from dispatch.adapters.database.scope import visible
from dispatch.adapters.database.shelves.facts import facts_of
from dispatch.adapters.database.tables import audit
from dispatch.domain.actor import Actor
from dispatch.domain.audit import AuditEntry, Seal
from dispatch.ports.clock import Clock

_entry, _fact, _seal, _counter = audit.audit_entry, audit.audit_fact, audit.audit_seal, audit.audit_counter
_SALT_BYTES = 16
_SEALS_AT_ONCE = 1000


class SqlAuditShelf:
    """Entries and seals are written once. Write the entry last in a unit of work: from then on others wait to write."""

    def __init__(self, connection: Connection, actor: Actor, now: Clock) -> None:
        self._connection = connection
        self._actor = actor
        self._now = now

    def write(self, action: str, subject: str, *, organisation_id: str = "", fact: str = "") -> None:
        """Without an organisation it is the actor's own."""
        number, owner = self._next_number(), organisation_id or self._actor.organisation_id
        salt = secrets.token_hex(_SALT_BYTES) if fact else ""
        entry = {
            "number": number,
            "organisation_id": owner,
            "at": self._now(),
            "actor_id": self._actor.id,
            "role": self._actor.role,
            "purpose": self._actor.purpose,
            "action": action,
            "subject": subject,
            "fact_hash": hashlib.sha256((salt + fact).encode()).hexdigest() if fact else "",
        }
        self._connection.execute(_entry.insert().values(entry))
        if fact:
            kept = {"number": number, "organisation_id": owner, "subject": subject, "salt": salt}
            self._connection.execute(_fact.insert().values(kept))

    def unsealed(self, limit: int) -> tuple[AuditEntry, ...]:
        """In the order of commits."""
        last = select(func.coalesce(func.max(_seal.c.last), 0)).scalar_subquery()
        asked = select(_entry).where(_entry.c.number > last, visible(_entry, self._actor))
        return tuple(map(_entry_from, self._connection.execute(asked.order_by(_entry.c.number).limit(limit))))

    def entries(self, first: int, last: int) -> tuple[AuditEntry, ...]:
        """In the order of commits."""
        asked = select(_entry).where(_entry.c.number.between(first, last), visible(_entry, self._actor))
        return tuple(map(_entry_from, self._connection.execute(asked.order_by(_entry.c.number))))

    def add_seal(self, seal: Seal) -> bool:
        """The primary key decides."""
        return insert_unless_there(self._connection, _seal, _seal_row(seal))

    def seals(self, after: int = 0) -> Iterator[Seal]:
        """Some at a time: there may be one for every second of years."""
        last = after
        while True:
            asked = select(_seal).where(_seal.c.number > last).order_by(_seal.c.number).limit(_SEALS_AT_ONCE)
            rows = self._connection.execute(asked).all()
            yield from map(_seal_from, rows)
            if len(rows) < _SEALS_AT_ONCE:
                return
            last = rows[-1].number

    def last_seal(self) -> Seal | None:
        """The one with the highest number."""
        row = self._connection.execute(select(_seal).order_by(_seal.c.number.desc()).limit(1)).one_or_none()
        return None if row is None else _seal_from(row)

    def facts(self) -> Iterator[tuple[int, str, str, str]]:
        """By entry number; empty also where the subject is none that facts are made of."""
        return facts_of(self._connection, self._actor)

    def find(self, subjects: Sequence[str]) -> tuple[AuditEntry, ...]:
        """In the order of commits."""
        found: list[AuditEntry] = []
        for some in chunks(subjects):
            asked = select(_entry).where(_entry.c.subject.in_(some), visible(_entry, self._actor))
            found += map(_entry_from, self._connection.execute(asked))
        return tuple(sorted(found, key=lambda entry: entry.number))

    def _next_number(self) -> int:
        counted = update(_counter).where(_counter.c.id == 1).values(last=_counter.c.last + 1).returning(_counter.c.last)
        number: int | None = self._connection.scalar(counted)
        if number is None:
            # The first entry of all, or the first after the counter was lost: go on after what is there.
            highest = self._connection.scalar(select(func.max(_entry.c.number)))
            insert_unless_there(self._connection, _counter, {"id": 1, "last": highest or 0})
            number = self._connection.scalar(counted)
        if number is None:
            raise RuntimeError("the audit log's counter was made and is not there")
        return number


def _entry_from(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        number=row.number,
        at=row.at,
        organisation_id=row.organisation_id,
        actor_id=row.actor_id,
        role=row.role,
        purpose=row.purpose,
        action=row.action,
        subject=row.subject,
        fact_hash=row.fact_hash,
    )


def _seal_row(seal: Seal) -> dict[str, object]:
    return {
        "number": seal.number,
        "first": seal.first,
        "last": seal.last,
        "sealed_at": seal.sealed_at,
        "previous_hash": seal.previous_hash,
        "hash": seal.hash,
    }


def _seal_from(row: Row[Any]) -> Seal:
    return Seal(
        number=row.number,
        first=row.first,
        last=row.last,
        sealed_at=row.sealed_at,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )

"""Messages as received, and the signals read from them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, select, update

from dispatch.adapters.database.chunks import chunks
from dispatch.adapters.database.codec import from_json, to_json
from dispatch.adapters.database.insert import insert_unless_there
from dispatch.adapters.database.scope import check_owner, visible
from dispatch.adapters.database.tables import messages
from dispatch.domain.actor import Actor
from dispatch.domain.message import Message
from dispatch.domain.signal import Signal
from dispatch.ports.clock import Clock

_message, _signal = messages.message, messages.signal


class SqlMessageShelf:
    """Rows are written once; only the mark that a signal was triaged comes later, and goes when it is news again."""

    def __init__(self, connection: Connection, actor: Actor, now: Clock) -> None:
        self._connection = connection
        self._actor = actor
        self._now = now

    def add(self, message: Message, signals: Sequence[Signal]) -> bool:
        """A signal whose id is known from an earlier message is not stored again; its new message is."""
        check_owner(self._actor, message.organisation_id)
        if not insert_unless_there(self._connection, _message, _message_row(message)):
            return False
        for signal in signals:
            insert_unless_there(self._connection, _signal, _signal_row(signal, message))
        return True

    def untriaged(self, limit: int) -> tuple[Signal, ...]:
        """By receipt, then by id."""
        asked = (
            select(_signal.c.body)
            .where(_signal.c.triaged_at.is_(None), visible(_signal, self._actor))
            .order_by(_signal.c.received_at, _signal.c.id)
            .limit(limit)
        )
        return tuple(from_json(Signal, body) for body in self._connection.scalars(asked))

    def mark_triaged(self, signal_ids: Sequence[str], at: datetime) -> None:
        """The first mark stays."""
        for some in chunks(signal_ids):
            self._connection.execute(
                update(_signal)
                .where(_signal.c.id.in_(some), _signal.c.triaged_at.is_(None), visible(_signal, self._actor))
                .values(triaged_at=at)
            )

    def look_again(self, uprn: str, after: datetime) -> None:
        """Takes their marks away."""
        self._connection.execute(
            update(_signal)
            .where(
                _signal.c.uprn == uprn,
                _signal.c.received_at > after,
                _signal.c.triaged_at.is_not(None),
                visible(_signal, self._actor),
            )
            .values(triaged_at=None)
        )

    def signals_at(self, uprns: Sequence[str], since: datetime) -> tuple[Signal, ...]:
        """By receipt, then by id."""
        found: list[Signal] = []
        for some in chunks(uprns):
            asked = select(_signal.c.body).where(
                _signal.c.uprn.in_(some), _signal.c.received_at >= since, visible(_signal, self._actor)
            )
            found += (from_json(Signal, body) for body in self._connection.scalars(asked))
        return tuple(sorted(found, key=lambda signal: (signal.received_at, signal.id)))

    def signals(self, signal_ids: Sequence[str]) -> tuple[Signal, ...]:
        """In the order asked for, each once."""
        found: dict[str, Signal] = {}
        for some in chunks(signal_ids):
            asked = select(_signal.c.id, _signal.c.body).where(_signal.c.id.in_(some), visible(_signal, self._actor))
            found |= {row.id: from_json(Signal, row.body) for row in self._connection.execute(asked)}
        return tuple(found[each] for each in dict.fromkeys(signal_ids) if each in found)

    def message_of(self, signal_id: str) -> Message | None:
        """The message it came in first."""
        asked = (
            select(_message)
            .join(_signal, _signal.c.message_id == _message.c.id)
            .where(_signal.c.id == signal_id, visible(_message, self._actor))
        )
        row = self._connection.execute(asked).one_or_none()
        return None if row is None else _message_from(row)

    def not_understood(self, limit: int) -> tuple[Message, ...]:
        """Latest receipt first."""
        asked = (
            select(_message)
            .where(_message.c.problem != "", visible(_message, self._actor))
            .order_by(_message.c.received_at.desc(), _message.c.id)
            .limit(limit)
        )
        return tuple(_message_from(row) for row in self._connection.execute(asked))


def _message_row(message: Message) -> dict[str, object]:
    return {
        "id": message.id,
        "organisation_id": message.organisation_id,
        "source_id": message.source_id,
        "key": message.key,
        "key_hash": hashlib.sha256(message.key.encode(errors="surrogatepass")).hexdigest(),
        "received_at": message.received_at,
        "content_type": message.content_type,
        "body": message.body,
        "problem": message.problem,
    }


def _message_from(row: Row[tuple[object, ...]]) -> Message:
    return Message(
        id=row.id,
        organisation_id=row.organisation_id,
        source_id=row.source_id,
        key=row.key,
        received_at=row.received_at,
        content_type=row.content_type,
        body=bytes(row.body),
        problem=row.problem,
    )


def _signal_row(signal: Signal, message: Message) -> dict[str, object]:
    return {
        "id": signal.id,
        "organisation_id": message.organisation_id,
        "message_id": message.id,
        "uprn": signal.uprn,
        "received_at": signal.received_at,
        "triaged_at": None,
        "body": to_json(Signal, signal),
    }

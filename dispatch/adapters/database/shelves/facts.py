"""The facts that audit entries vouch for, as their rows are now."""

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import Connection, select

from dispatch.adapters.database.packed import unpack
from dispatch.adapters.database.scope import visible
from dispatch.adapters.database.shelves.outcomes import outcome_from
from dispatch.adapters.database.tables import audit, messages, outcomes, plans
from dispatch.domain.actor import Actor
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.fact import Sent, message_fact, outcome_fact, publication_fact
from dispatch.domain.message import Message

_fact = audit.audit_fact
_AT_ONCE = 500


def facts_of(connection: Connection, actor: Actor) -> Iterator[tuple[int, str, str, str]]:
    """(entry number, subject, salt, content now) by number; some at a time, as there is one for every message."""
    last = 0
    while True:
        asked = select(_fact).where(_fact.c.number > last, visible(_fact, actor)).order_by(_fact.c.number)
        rows = connection.execute(asked.limit(_AT_ONCE)).all()
        contents = _contents(connection, [row.subject for row in rows])
        yield from ((row.number, row.subject, row.salt, contents.get(row.subject, "")) for row in rows)
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1].number


def _contents(connection: Connection, subjects: list[str]) -> dict[str, str]:
    """By subject, such as `outcome 4711`; those whose row is gone are missing."""
    wanted: dict[str, list[str]] = {}
    for subject in subjects:
        kind, _, thing_id = subject.partition(" ")
        wanted.setdefault(kind, []).append(thing_id)
    return {
        f"{kind} {thing_id}": content
        for kind, ids in wanted.items()
        if kind in _READERS
        for thing_id, content in _READERS[kind](connection, ids)
    }


def _messages(connection: Connection, ids: list[str]) -> Iterator[tuple[str, str]]:
    table = messages.message
    for row in connection.execute(select(table).where(table.c.id.in_(ids))):
        message = Message(id=row.id, organisation_id=row.organisation_id, source_id=row.source_id, key=row.key,
                          received_at=row.received_at, content_type=row.content_type, body=bytes(row.body),
                          problem=row.problem)  # fmt: skip
        yield row.id, message_fact(message)


def _outcomes(connection: Connection, ids: list[str]) -> Iterator[tuple[str, str]]:
    table = outcomes.outcome
    for row in connection.execute(select(table).where(table.c.id.in_(ids))):
        yield row.id, outcome_fact(outcome_from(row))


def _publications(connection: Connection, ids: list[str]) -> Iterator[tuple[str, str]]:
    """Drafts were not published: of them there is no fact. Evidence is read from the visits, so these count as well."""
    table = plans.plan_revision
    asked = select(table.c.id, table.c.plan, table.c.published_by, table.c.published_at)
    for row in connection.execute(asked.where(table.c.id.in_(ids), table.c.published_at.is_not(None))):
        plan, sent = unpack(DayPlan, row.plan), _sent(connection, row.id)
        yield row.id, publication_fact(row.id, plan, row.published_by, row.published_at, sent)


def _sent(connection: Connection, plan_id: str) -> list[Sent]:
    table = plans.visit
    return [
        Sent(shift_id=row.shift_id, worker_id=row.worker_id, position=row.position, job_id=row.job_id,
             starts_at=row.starts_at, finishes_at=row.finishes_at)
        for row in connection.execute(select(table).where(table.c.plan_id == plan_id))
    ]  # fmt: skip


_READERS: Mapping[str, Callable[[Connection, list[str]], Iterator[tuple[str, str]]]] = {
    "message": _messages,
    "outcome": _outcomes,
    "plan": _publications,
}

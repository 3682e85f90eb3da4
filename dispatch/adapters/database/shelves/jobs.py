"""Jobs and where they stand."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select, update

from dispatch.adapters.database.chunks import chunks
from dispatch.adapters.database.codec import from_json, to_json
from dispatch.adapters.database.insert import insert_or_replace, insert_unless_there
from dispatch.adapters.database.scope import check_owner, visible
from dispatch.adapters.database.tables import jobs
from dispatch.domain.actor import Actor
from dispatch.domain.errors import Unusable
from dispatch.domain.job import Cause, CauseKind, Job, JobOrder
from dispatch.domain.job_record import JobRecord
from dispatch.domain.states import CLOSED, UNSETTLED, JobState, from_states
from dispatch.ports.clock import Clock

_job, _job_signal, _job_order = jobs.job, jobs.job_signal, jobs.job_order


class SqlJobShelf:
    """What is asked for often is a column; the body has the whole job."""

    def __init__(self, connection: Connection, actor: Actor, now: Clock) -> None:
        self._connection = connection
        self._actor = actor
        self._now = now

    def add(self, record: JobRecord) -> bool:
        """The unique indexes decide, so that of two at the same moment one is stored."""
        check_owner(self._actor, record.job.organisation_id)
        if not insert_unless_there(self._connection, _job, _row(record)):
            return False
        self._join(record.job.id, record.job.organisation_id, record.job.cause.signal_ids)
        return True

    def get(self, job_id: str) -> JobRecord | None:
        """One by its id."""
        found = self._where(_job.c.id == job_id)
        return found[0] if found else None

    def hold(self, job_id: str) -> JobRecord | None:
        """On SQLite the unit of work is the only one that writes. Rows that refer to the job may still be added."""
        asked = select(_job).where(_job.c.id == job_id, visible(_job, self._actor)).with_for_update(key_share=True)
        row = self._connection.execute(asked).one_or_none()
        return None if row is None else _record(row)

    def many(self, job_ids: Sequence[str]) -> tuple[JobRecord, ...]:
        """In the order asked for, each once."""
        found = {record.job.id: record for some in chunks(job_ids) for record in self._where(_job.c.id.in_(some))}
        return tuple(found[each] for each in dict.fromkeys(job_ids) if each in found)

    def of_day(self, on: date) -> tuple[JobRecord, ...]:
        """Due then in whatever state; undated and overdue ones while they are not closed."""
        waiting = and_(or_(_job.c.due_on.is_(None), _job.c.due_on < on), _job.c.state.not_in(sorted(CLOSED)))
        return self._where(or_(_job.c.due_on == on, waiting))

    def caused_at(self, uprns: Sequence[str]) -> tuple[JobRecord, ...]:
        """By id; the last closed one is the one closed last."""
        found: list[JobRecord] = []
        for some in chunks(uprns):
            found += self._where(_job.c.uprn.in_(some), _job.c.cause_kind == CauseKind.SENSOR)
        unsettled = [record for record in found if record.state in UNSETTLED]
        closed = sorted((record for record in found if record.state not in UNSETTLED), key=_closed)
        last = {(record.job.type, record.job.place.uprn): record for record in closed}
        return tuple(sorted((*unsettled, *last.values()), key=lambda record: record.job.id))

    def move(
        self,
        job_id: str,
        target: JobState,
        at: datetime,
        *,
        note: str = "",
        only_from: Collection[JobState] | None = None,
    ) -> bool:
        """One conditional UPDATE. An empty note leaves the one that is there."""
        sources = from_states(target) if only_from is None else from_states(target) & frozenset(only_from)
        changes = {"state": target, "changed_at": at, "closed_at": at if target in CLOSED else None}
        if note:
            changes["note"] = note
        moved = self._connection.execute(
            update(_job)
            .where(_job.c.id == job_id, _job.c.state.in_(sorted(sources)), visible(_job, self._actor))
            .values(changes)
        )
        return moved.rowcount == 1

    def set_cause(self, job_id: str, cause: Cause, at: datetime) -> None:
        """Signals that joined before stay, whoever writes last; a job that is not there is left alone."""
        asked = select(_job).where(_job.c.id == job_id, visible(_job, self._actor)).with_for_update()
        row = self._connection.execute(asked).one_or_none()
        if row is None:
            return
        job = from_json(Job, row.body)
        signal_ids = tuple(dict.fromkeys((*job.cause.signal_ids, *cause.signal_ids)))
        joined = replace(job, cause=replace(cause, signal_ids=signal_ids))
        changes = {"body": to_json(Job, joined), "cause_kind": cause.kind, "changed_at": at}
        self._connection.execute(update(_job).where(_job.c.id == job_id).values(changes))
        self._join(job_id, row.organisation_id, signal_ids)

    def add_orders(self, organisation_id: str, orders: Sequence[JobOrder]) -> None:
        """Again for the same two jobs replaces. Raises Unusable where another organisation has ordered them."""
        check_owner(self._actor, organisation_id)
        for order in orders:
            row = {
                "first_id": order.first_id,
                "second_id": order.second_id,
                "organisation_id": organisation_id,
                "body": to_json(JobOrder, order),
            }
            if not insert_or_replace(self._connection, _job_order, row):
                both = f"jobs {order.first_id!r} and {order.second_id!r}"
                raise Unusable([f"another organisation has put {both} in order already; ask it to change that"])

    def orders(self, job_ids: Collection[str]) -> tuple[JobOrder, ...]:
        """By the ids of the first, then of the second job."""
        wanted = frozenset(job_ids)
        found: list[JobOrder] = []
        for some in chunks(job_ids):
            asked = select(_job_order.c.body).where(_job_order.c.first_id.in_(some), visible(_job_order, self._actor))
            found += (from_json(JobOrder, body) for body in self._connection.scalars(asked))
        between = (order for order in found if order.second_id in wanted)
        return tuple(sorted(between, key=lambda order: (order.first_id, order.second_id)))

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[JobRecord, ...]:
        """By id."""
        asked = select(_job).where(*conditions, visible(_job, self._actor)).order_by(_job.c.id)
        return tuple(_record(row) for row in self._connection.execute(asked))

    def _join(self, job_id: str, organisation_id: str, signal_ids: Sequence[str]) -> None:
        for signal_id in signal_ids:
            row = {"job_id": job_id, "signal_id": signal_id, "organisation_id": organisation_id}
            insert_unless_there(self._connection, _job_signal, row)


def _closed(record: JobRecord) -> tuple[datetime, str]:
    return (record.closed_at or record.changed_at, record.job.id)


def _row(record: JobRecord) -> dict[str, object]:
    job = record.job
    return {
        "id": job.id,
        "organisation_id": job.organisation_id,
        "service_id": job.service_id,
        "type": job.type,
        "uprn": job.place.uprn,
        "cause_kind": job.cause.kind,
        "state": record.state,
        "due_on": record.due_on,
        "added_at": record.added_at,
        "added_by": record.added_by,
        "changed_at": record.changed_at,
        "closed_at": record.closed_at,
        "note": record.note,
        "body": to_json(Job, job),
    }


def _record(row: Row[tuple[object, ...]]) -> JobRecord:
    return JobRecord(
        job=from_json(Job, row.body),
        state=JobState(row.state),
        due_on=row.due_on,
        added_at=row.added_at,
        added_by=row.added_by,
        changed_at=row.changed_at,
        closed_at=row.closed_at,
        note=row.note,
    )

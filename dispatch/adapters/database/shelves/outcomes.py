"""Facts from the field, and who is absent."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Row, delete, select

from dispatch.adapters.database.chunks import chunks
from dispatch.adapters.database.insert import insert_unless_there
from dispatch.adapters.database.scope import check_owner, visible
from dispatch.adapters.database.tables import outcomes
from dispatch.domain.absence import Absence
from dispatch.domain.actor import Actor
from dispatch.domain.outcome import CouldNotReason, Outcome, OutcomeKind, Standing
from dispatch.ports.clock import Clock

_outcome, _absence = outcomes.outcome, outcomes.absence


class SqlOutcomeShelf:
    """Outcomes are written once; a change behind the program's back shows in the audit log, which vouches for each."""

    def __init__(self, connection: Connection, actor: Actor, now: Clock) -> None:
        self._connection = connection
        self._actor = actor
        self._now = now

    def add(self, outcome: Outcome) -> bool:
        """The first report of an id stays as it is."""
        check_owner(self._actor, outcome.organisation_id)
        return insert_unless_there(self._connection, _outcome, _outcome_row(outcome))

    def get(self, outcome_id: str) -> Outcome | None:
        """One by its id."""
        asked = select(_outcome).where(_outcome.c.id == outcome_id, visible(_outcome, self._actor))
        row = self._connection.execute(asked).one_or_none()
        return None if row is None else outcome_from(row)

    def of_jobs(self, job_ids: Sequence[str]) -> tuple[Outcome, ...]:
        """Where the times are equal, arriving comes first."""
        found: list[Outcome] = []
        for some in chunks(job_ids):
            asked = select(_outcome).where(_outcome.c.job_id.in_(some), visible(_outcome, self._actor))
            found += (outcome_from(row) for row in self._connection.execute(asked))
        return tuple(sorted(found, key=_order))

    def add_absence(self, absence: Absence) -> bool:
        """The unique key of worker and day decides."""
        check_owner(self._actor, absence.organisation_id)
        return insert_unless_there(self._connection, _absence, _absence_row(absence))

    def end_absence(self, absence_id: str) -> bool:
        """Deletes the row: that somebody was thought to be absent and was not is kept nowhere but in the audit log."""
        ended = self._connection.execute(
            delete(_absence).where(_absence.c.id == absence_id, visible(_absence, self._actor))
        )
        return ended.rowcount == 1

    def absences(self, on: date) -> tuple[Absence, ...]:
        """By the time they start, then by worker."""
        asked = (
            select(_absence)
            .where(_absence.c.date == on, visible(_absence, self._actor))
            .order_by(_absence.c.starts_at, _absence.c.worker_id)
        )
        return tuple(_absence_from(row) for row in self._connection.execute(asked))


def outcome_from(row: Row[tuple[object, ...]]) -> Outcome:
    """Of a row of the table."""
    return Outcome(
        id=row.id,
        organisation_id=row.organisation_id,
        job_id=row.job_id,
        worker_id=row.worker_id,
        plan_id=row.plan_id,
        kind=OutcomeKind(row.kind),
        reason=None if row.reason is None else CouldNotReason(row.reason),
        note=row.note,
        happened_at=row.happened_at,
        received_at=row.received_at,
        standing=Standing(row.standing),
    )


def _order(outcome: Outcome) -> tuple[datetime, datetime, bool, str]:
    return (outcome.happened_at, outcome.received_at, outcome.kind is not OutcomeKind.ARRIVED, outcome.id)


def _outcome_row(outcome: Outcome) -> dict[str, object]:
    return {
        "id": outcome.id,
        "organisation_id": outcome.organisation_id,
        "job_id": outcome.job_id,
        "worker_id": outcome.worker_id,
        "plan_id": outcome.plan_id,
        "kind": outcome.kind,
        "reason": outcome.reason,
        "note": outcome.note,
        "happened_at": outcome.happened_at,
        "received_at": outcome.received_at,
        "standing": outcome.standing,
    }


def _absence_row(absence: Absence) -> dict[str, object]:
    return {
        "id": absence.id,
        "organisation_id": absence.organisation_id,
        "worker_id": absence.worker_id,
        "date": absence.on,
        "starts_at": absence.starts_at,
        "reported_by": absence.reported_by,
        "reported_at": absence.reported_at,
    }


def _absence_from(row: Row[tuple[object, ...]]) -> Absence:
    return Absence(
        id=row.id,
        organisation_id=row.organisation_id,
        worker_id=row.worker_id,
        on=row.date,
        starts_at=row.starts_at,
        reported_by=row.reported_by,
        reported_at=row.reported_at,
    )

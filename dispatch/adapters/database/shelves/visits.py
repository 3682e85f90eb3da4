"""Who is sent where by a published revision, and reading that back job by job."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from dispatch.adapters.database.chunks import chunks
from dispatch.adapters.database.tables import plans
from dispatch.domain.fact import sent_by
from dispatch.domain.promised import Promised
from dispatch.domain.revision import Revision

_revision, _visit = plans.plan_revision, plans.visit


def write_visits(connection: Connection, revision: Revision) -> None:
    """One row for each person and visit, the very ones that the log vouches for."""
    common = {"plan_id": revision.id, "organisation_id": revision.organisation_id}
    rows = [{**common, **asdict(sent)} for sent in sent_by(revision.plan)]
    if rows:
        connection.execute(_visit.insert(), rows)


def promised_of(connection: Connection, job_ids: Sequence[str], seen: ColumnElement[bool]) -> tuple[Promised, ...]:
    """In the order asked for, each job once; of one job by the time of publishing. `seen` is asked of the revision."""
    found: dict[str, list[Promised]] = {}
    for some in chunks(job_ids):
        asked = (
            select(_visit, _revision.c.number, _revision.c.published_by, _revision.c.published_at)
            .join(_revision, _revision.c.id == _visit.c.plan_id)
            .where(_visit.c.job_id.in_(some), seen)
            .order_by(_visit.c.job_id, _revision.c.published_at, _revision.c.number, _revision.c.id,
                      _visit.c.shift_id, _visit.c.position, _visit.c.worker_id)
        )  # fmt: skip
        rows = connection.execute(asked).all()
        for (job_id, _), group in groupby(rows, key=lambda row: (row.job_id, row.plan_id)):
            found.setdefault(job_id, []).append(_promised(list(group)))
    return tuple(promise for job_id in dict.fromkeys(job_ids) for promise in found.get(job_id, ()))


def _promised(rows: list[Row[Any]]) -> Promised:
    first = rows[0]
    return Promised(
        plan_id=first.plan_id,
        number=first.number,
        job_id=first.job_id,
        published_by=first.published_by,
        published_at=first.published_at,
        worker_ids=tuple(dict.fromkeys(row.worker_id for row in rows)),
        starts_at=min(row.starts_at for row in rows),
        finishes_at=max(row.finishes_at for row in rows),
    )

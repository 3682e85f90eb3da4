"""A revision as a row and back; plan, lines and comparison compressed, as they are only ever read whole."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from dispatch.adapters.database.packed import pack, unpack
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.revision import Line, Revision
from dispatch.domain.states import PlanState

# What `pack` is told: generic types are no classes, but pydantic reads them all the same.
LINES: Any = dict[str, Line]
SAVINGS: Any = Mapping[str, Any]


def revision_row(revision: Revision) -> dict[str, object]:
    """Of the table `plan_revision`."""
    return {
        "id": revision.id,
        "organisation_id": revision.organisation_id,
        "date": revision.date,
        "number": revision.number,
        "based_on": revision.based_on,
        "request_id": revision.request_id,
        "state": revision.state,
        "made_by": revision.made_by,
        "made_at": revision.made_at,
        "inputs_at": revision.inputs_at,
        "published_by": revision.published_by,
        "published_at": revision.published_at,
        "attribution": revision.attribution,
        "plan": pack(DayPlan, revision.plan),
        "lines": pack(LINES, dict(revision.lines)),
        "savings": None if revision.savings is None else pack(SAVINGS, revision.savings),
    }


def worker_rows(revision: Revision) -> list[dict[str, object]]:
    """Everyone on a shift of it, once."""
    workers = dict.fromkeys(worker_id for day in revision.plan.days for worker_id in day.worker_ids)
    common = {"plan_id": revision.id, "organisation_id": revision.organisation_id, "date": revision.date}
    return [{**common, "worker_id": worker_id} for worker_id in workers]


def revision_from(row: Row[Any]) -> Revision:
    """What `revision_row` made; moments come back in UTC."""
    return Revision(
        id=row.id,
        organisation_id=row.organisation_id,
        date=row.date,
        number=row.number,
        based_on=row.based_on,
        request_id=row.request_id,
        state=PlanState(row.state),
        made_by=row.made_by,
        made_at=row.made_at,
        inputs_at=row.inputs_at,
        published_by=row.published_by,
        published_at=row.published_at,
        plan=unpack(DayPlan, row.plan),
        lines=unpack(LINES, row.lines),
        savings=None if row.savings is None else unpack(SAVINGS, row.savings),
        attribution=row.attribution,
    )

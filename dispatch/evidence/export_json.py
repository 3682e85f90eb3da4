"""The evidence of a day as a JSON file, with everything in it that its reader may see; README.md describes it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from dispatch.evidence.evidence_row import EvidenceRow, PromiseSeen, ReportSeen, RevisionSeen, SignalSeen
from dispatch.evidence.names import Person

# A reader asks for this number first. A field that is added leaves it; one that changes its meaning makes it 2.
SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What a file is of: which day, for whom, made when."""

    day: date
    made_at: datetime
    made_by: Person
    organisation: Person
    purpose: str


def as_json(export: Export, rows: Iterable[EvidenceRow]) -> bytes:
    """One document; times are ISO 8601 in UTC, what the reader may not see is null and named in `withheld`."""
    document = {
        "schema": SCHEMA,
        "about": {
            "day": export.day.isoformat(),
            "made_at": moment(export.made_at),
            "made_by": _person(export.made_by),
            "organisation": _person(export.organisation),
            "purpose": export.purpose,
        },
        "jobs": [_job(row) for row in rows],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(errors="replace")


def _job(row: EvidenceRow) -> dict[str, Any]:
    return {
        "job_id": row.job_id,
        "organisation": _person(row.organisation),
        "service": {"id": row.service_id, "name": row.service},
        "type": row.type,
        "description": row.description,
        "address": row.address,
        "uprn": row.uprn,
        "duration_s": round(row.duration.total_seconds()),
        "appointment": [moment(row.appointment.opens_at), moment(row.appointment.closes_at)]
        if row.appointment
        else None,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "state": row.state.value,
        "state_since": moment(row.state_since),
        "note": row.note,
        "added_at": moment(row.added_at),
        "added_by": _person(row.added_by),
        "cause": {"kind": row.cause, "reference": row.reference, "rule": row.rule},
        "signals": [_signal(one) for one in row.signals],
        "plans": [_revision(one) for one in row.revisions],
        "promises": [_promise(one) for one in row.promises],
        "reports": [_report(one) for one in row.reports],
        "came": row.kept.value if row.kept else None,
        "withheld": sorted(one.value for one in row.withheld),
    }


def _signal(one: SignalSeen) -> dict[str, Any]:
    return {
        "id": one.id, "kind": one.kind, "source": one.source, "received_at": moment(one.received_at),
        "observed_at": moment(one.observed_at), "quantity": one.quantity or None,
        "value": one.value if one.quantity else None, "text": one.text or None,
    }  # fmt: skip


def _revision(one: RevisionSeen) -> dict[str, Any]:
    return {
        "plan_id": one.plan_id, "number": one.number, "date": one.date.isoformat(), "state": one.state.value,
        "made_by": _person(one.made_by), "made_at": moment(one.made_at),
        "published_by": _person(one.published_by), "published_at": moment(one.published_at),
        "placed": one.placed, "left_out_because": one.left_out_because or None,
    }  # fmt: skip


def _promise(one: PromiseSeen) -> dict[str, Any]:
    return {
        "plan_id": one.plan_id, "number": one.number, "told_by": _person(one.told_by),
        "told_at": moment(one.told_at), "workers": [_person(who) for who in one.workers],
        "starts_at": moment(one.starts_at), "finishes_at": moment(one.finishes_at),
    }  # fmt: skip


def _report(one: ReportSeen) -> dict[str, Any]:
    return {
        "id": one.id, "kind": one.kind.value, "reason": one.reason.value if one.reason else None, "note": one.note,
        "worker": _person(one.worker), "plan_id": one.plan_id, "happened_at": moment(one.happened_at),
        "received_at": moment(one.received_at), "standing": one.standing.value,
    }  # fmt: skip


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, whole seconds."""
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None


def _person(one: Person | None) -> dict[str, str] | None:
    return {"id": one.id, "name": one.name} if one else None

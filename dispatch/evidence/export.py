"""The evidence as files: JSON with everything, CSV with one line a job. README.md beside this says what is in them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from dispatch.domain.outcome import Standing
from dispatch.evidence.csv_file import Cell, csv_file
from dispatch.evidence.evidence_row import EvidenceRow, PromiseSeen, ReportSeen, RevisionSeen, SignalSeen
from dispatch.evidence.names import Person

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
            "made_at": _moment(export.made_at),
            "made_by": _person(export.made_by),
            "organisation": _person(export.organisation),
            "purpose": export.purpose,
        },
        "jobs": [_job(row) for row in rows],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(errors="replace")


def as_csv(export: Export, rows: Iterable[EvidenceRow]) -> bytes:
    """One line a job; columns are those of `COLUMNS`, ids of many things stand with spaces between."""
    return csv_file(COLUMNS, (tuple(_line(export, row).values()) for row in rows))


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
        "appointment": [_moment(row.appointment.opens_at), _moment(row.appointment.closes_at)]
        if row.appointment
        else None,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "state": row.state.value,
        "state_since": _moment(row.state_since),
        "note": row.note,
        "added_at": _moment(row.added_at),
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
        "id": one.id, "kind": one.kind, "source": one.source, "received_at": _moment(one.received_at),
        "observed_at": _moment(one.observed_at), "quantity": one.quantity or None,
        "value": one.value if one.quantity else None, "text": one.text or None,
    }  # fmt: skip


def _revision(one: RevisionSeen) -> dict[str, Any]:
    return {
        "plan_id": one.plan_id, "number": one.number, "date": one.date.isoformat(), "state": one.state.value,
        "made_by": _person(one.made_by), "made_at": _moment(one.made_at),
        "published_by": _person(one.published_by), "published_at": _moment(one.published_at),
        "placed": one.placed, "left_out_because": one.left_out_because or None,
    }  # fmt: skip


def _promise(one: PromiseSeen) -> dict[str, Any]:
    return {
        "plan_id": one.plan_id, "number": one.number, "told_by": _person(one.told_by),
        "told_at": _moment(one.told_at), "workers": [_person(who) for who in one.workers],
        "starts_at": _moment(one.starts_at), "finishes_at": _moment(one.finishes_at),
    }  # fmt: skip


def _report(one: ReportSeen) -> dict[str, Any]:
    return {
        "id": one.id, "kind": one.kind.value, "reason": one.reason.value if one.reason else None, "note": one.note,
        "worker": _person(one.worker), "plan_id": one.plan_id, "happened_at": _moment(one.happened_at),
        "received_at": _moment(one.received_at), "standing": one.standing.value,
    }  # fmt: skip


def _line(export: Export, row: EvidenceRow) -> Mapping[str, Cell]:
    """In the order of the columns."""
    ending, arrival = row.ending, row.arrival
    return {
        "schema": SCHEMA,
        "day": export.day.isoformat(),
        "job_id": row.job_id,
        "organisation_id": row.organisation.id,
        "organisation": row.organisation.name,
        "service_id": row.service_id,
        "service": row.service,
        "type": row.type,
        "description": row.description,
        "address": row.address,
        "uprn": row.uprn,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "state": row.state.value,
        "state_since": _moment(row.state_since),
        "added_at": _moment(row.added_at),
        "added_by_id": row.added_by.id,
        "added_by": row.added_by.name,
        "cause": row.cause,
        "reference": row.reference,
        "rule": row.rule,
        "signal_ids": " ".join(one.id for one in row.signals),
        "signals": "; ".join(_signal_words(one) for one in row.signals),
        "plan_ids": " ".join(one.plan_id for one in row.revisions),
        "left_out_because": next((one.left_out_because for one in reversed(row.revisions) if not one.placed), None),
        **_promise_cells("first", row.first_promise),
        **_promise_cells("last", row.last_promise),
        "arrived_at": _moment(arrival.happened_at) if arrival else None,
        "came": row.kept.value if row.kept else None,
        "ended": ending.kind.value if ending else None,
        "ended_at": _moment(ending.happened_at) if ending else None,
        "ended_by_id": ending.worker.id if ending else None,
        "ended_by": ending.worker.name if ending else None,
        "ended_report_id": ending.id if ending else None,
        "ended_received_at": _moment(ending.received_at) if ending else None,
        "reason": ending.reason.value if ending and ending.reason else None,
        "note": ending.note if ending else None,
        "report_ids": " ".join(one.id for one in row.reports),
        "reports_not_counted": sum(one.standing is not Standing.COUNTED for one in row.reports),
        "withheld": " ".join(sorted(one.value for one in row.withheld)),
    }


def _promise_cells(which: str, one: PromiseSeen | None) -> dict[str, Cell]:
    workers = one.workers if one else ()
    return {
        f"{which}_plan_id": one.plan_id if one else None,
        f"{which}_told_at": _moment(one.told_at) if one else None,
        f"{which}_told_by_id": one.told_by.id if one else None,
        f"{which}_told_by": one.told_by.name if one else None,
        f"{which}_worker_ids": " ".join(who.id for who in workers),
        f"{which}_workers": "; ".join(who.name for who in workers),
        f"{which}_starts_at": _moment(one.starts_at) if one else None,
        f"{which}_finishes_at": _moment(one.finishes_at) if one else None,
    }


def _columns() -> Iterator[str]:
    own = ("schema day job_id organisation_id organisation service_id service type description address uprn due_on "
           "state state_since added_at added_by_id added_by cause reference rule signal_ids signals plan_ids "
           "left_out_because")  # fmt: skip
    yield from own.split()
    for which in ("first", "last"):
        yield from _promise_cells(which, None)
    yield from (
        "arrived_at came ended ended_at ended_by_id ended_by ended_report_id ended_received_at reason note report_ids "
        "reports_not_counted withheld"
    ).split()


COLUMNS = tuple(_columns())


def _signal_words(one: SignalSeen) -> str:
    what = f"{one.quantity} {one.value:g}" if one.quantity else one.text
    return f"{one.source}: {what} ({_moment(one.received_at)})"


def _person(one: Person | None) -> dict[str, str] | None:
    return {"id": one.id, "name": one.name} if one else None


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None

"""The evidence of a day as a CSV file for spreadsheets: one line a job; README.md describes its columns."""

from collections.abc import Callable, Iterable

from dispatch.domain.outcome import Standing
from dispatch.evidence.csv_file import Cell, csv_file
from dispatch.evidence.evidence_row import EvidenceRow, PromiseSeen, ReportSeen, SignalSeen
from dispatch.evidence.export_json import SCHEMA, Export, moment

Column = tuple[str, Callable[[EvidenceRow], Cell]]


def as_csv(export: Export, rows: Iterable[EvidenceRow]) -> bytes:
    """Ids of many things stand with spaces between; what the reader may not see is empty and named in `withheld`."""
    header = ("schema", "day", *(name for name, _ in COLUMNS))
    about = (SCHEMA, export.day.isoformat())
    return csv_file(header, ((*about, *(cell(row) for _, cell in COLUMNS)) for row in rows))


def _promise(which: str, of: Callable[[EvidenceRow], PromiseSeen | None]) -> tuple[Column, ...]:
    def cell(read: Callable[[PromiseSeen], Cell]) -> Callable[[EvidenceRow], Cell]:
        return lambda row: read(one) if (one := of(row)) is not None else None

    return (
        (f"{which}_plan_id", cell(lambda one: one.plan_id)),
        (f"{which}_told_at", cell(lambda one: moment(one.told_at))),
        (f"{which}_told_by_id", cell(lambda one: one.told_by.id)),
        (f"{which}_told_by", cell(lambda one: one.told_by.name)),
        (f"{which}_worker_ids", cell(lambda one: " ".join(who.id for who in one.workers))),
        (f"{which}_workers", cell(lambda one: "; ".join(who.name for who in one.workers))),
        (f"{which}_starts_at", cell(lambda one: moment(one.starts_at))),
        (f"{which}_finishes_at", cell(lambda one: moment(one.finishes_at))),
    )


def _ending(read: Callable[[ReportSeen], Cell]) -> Callable[[EvidenceRow], Cell]:
    return lambda row: read(row.ending) if row.ending is not None else None


def _left_out(row: EvidenceRow) -> str | None:
    return next((one.left_out_because for one in reversed(row.revisions) if not one.placed), None)


def _signal(one: SignalSeen) -> str:
    what = f"{one.quantity} {one.value:g}" if one.quantity else one.text
    return f"{one.source}: {what} ({moment(one.received_at)})"


COLUMNS: tuple[Column, ...] = (
    ("job_id", lambda row: row.job_id),
    ("organisation_id", lambda row: row.organisation.id),
    ("organisation", lambda row: row.organisation.name),
    ("service_id", lambda row: row.service_id),
    ("service", lambda row: row.service),
    ("type", lambda row: row.type),
    ("description", lambda row: row.description),
    ("address", lambda row: row.address),
    ("uprn", lambda row: row.uprn),
    ("due_on", lambda row: row.due_on.isoformat() if row.due_on else None),
    ("state", lambda row: row.state.value),
    ("state_since", lambda row: moment(row.state_since)),
    ("added_at", lambda row: moment(row.added_at)),
    ("added_by_id", lambda row: row.added_by.id),
    ("added_by", lambda row: row.added_by.name),
    ("cause", lambda row: row.cause),
    ("reference", lambda row: row.reference),
    ("rule", lambda row: row.rule),
    ("signal_ids", lambda row: " ".join(one.id for one in row.signals)),
    ("signals", lambda row: "; ".join(_signal(one) for one in row.signals)),
    ("plan_ids", lambda row: " ".join(one.plan_id for one in row.revisions)),
    ("left_out_because", _left_out),
    *_promise("first", lambda row: row.first_promise),
    *_promise("last", lambda row: row.last_promise),
    ("arrived_at", lambda row: moment(row.arrival.happened_at) if row.arrival else None),
    ("came", lambda row: row.kept.value if row.kept else None),
    ("ended", _ending(lambda one: one.kind.value)),
    ("ended_at", _ending(lambda one: moment(one.happened_at))),
    ("ended_by_id", _ending(lambda one: one.worker.id)),
    ("ended_by", _ending(lambda one: one.worker.name)),
    ("ended_report_id", _ending(lambda one: one.id)),
    ("ended_received_at", _ending(lambda one: moment(one.received_at))),
    ("reason", _ending(lambda one: one.reason.value if one.reason else None)),
    ("note", _ending(lambda one: one.note)),
    ("report_ids", lambda row: " ".join(one.id for one in row.reports)),
    ("reports_not_counted", lambda row: sum(one.standing is not Standing.COUNTED for one in row.reports)),
    ("withheld", lambda row: " ".join(sorted(one.value for one in row.withheld))),
)

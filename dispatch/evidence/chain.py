"""Puts the chain together: which signals caused a job, what was promised by whom, and what was done."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotFound, Unusable
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import Outcome
from dispatch.domain.permissions import Action, require
from dispatch.domain.promised import Promised
from dispatch.domain.revision import Revision
from dispatch.domain.sharing import JobField, SharingAgreement
from dispatch.domain.signal import Signal
from dispatch.evidence.evidence_row import EvidenceRow, PromiseSeen, ReportSeen, RevisionSeen, SignalSeen
from dispatch.evidence.names import Names, Person
from dispatch.ports.store import Store, Work

Of = TypeVar("Of", Promised, Outcome)
MOST_ROWS = 20_000
# Of a job with its owner, the workers sent, and their organisations: may this field be seen? (governance/access)
MaySee = Callable[[str, frozenset[str], frozenset[str], JobField], bool]
# What this reader may see under the sharing agreements there are.
Grants = Callable[[Collection[SharingAgreement]], MaySee]


def evidence_of_day(
    store: Store, actor: Actor, on: date, *, names: Names, grants: Grants, action: Action = Action.SEE_EVIDENCE
) -> tuple[EvidenceRow, ...]:
    """One row a job, by service and id: jobs due on the day and whatever else a plan of the day spoke of.

    Raises NotAllowed; Unusable for more rows than `MOST_ROWS`. Writes one audit entry, as the last thing.
    """
    require(actor, action)
    with store.reading(actor) as work:
        rows = _of_day(work, on, names, grants(work.settings.sharing()))
    _note(store, actor, action, f"day {on.isoformat()}", actor.organisation_id)
    return rows


def evidence_of_job(store: Store, actor: Actor, job_id: str, *, names: Names, grants: Grants) -> EvidenceRow:
    """One job's row, over every day that a plan spoke of it. Raises NotAllowed, NotFound. Writes one audit entry."""
    require(actor, Action.SEE_EVIDENCE)
    with store.reading(actor) as work:
        row = _of_job(work, job_id, names, grants(work.settings.sharing()))
    _note(store, actor, Action.SEE_EVIDENCE, f"job {job_id}", row.organisation.id)
    return row


def _note(store: Store, actor: Actor, action: Action, subject: str, organisation_id: str) -> None:
    """In a short unit of its own, so that looking at much evidence keeps nobody from writing."""
    with store.begin(actor) as work:
        work.audit.write(action.value, subject, organisation_id=organisation_id)


def _of_day(work: Work, on: date, names: Names, may_see: MaySee) -> tuple[EvidenceRow, ...]:
    revisions = work.plans.revisions(_host(work), on)
    spoken_of = {job_id for revision in revisions for job_id in _jobs_of(revision)}
    due = tuple(record for record in work.jobs.of_day(on) if record.due_on == on)
    known = {record.job.id for record in due}
    records = (*due, *work.jobs.many(sorted(spoken_of - known)))
    if len(records) > MOST_ROWS:
        raise Unusable([f"{on} has {len(records)} jobs, more than the {MOST_ROWS} that one list may hold; ask for "
                        "the database's own export"])  # fmt: skip
    rows = _rows(work, records, revisions, names, may_see)
    return tuple(sorted(rows, key=lambda row: (row.service, row.job_id)))


def _of_job(work: Work, job_id: str, names: Names, may_see: MaySee) -> EvidenceRow:
    record = work.jobs.get(job_id)
    if record is None:
        raise NotFound("There is no such job, or it is none of your organisation's. Look for it in the day's list.")
    host = _host(work)
    sent_by = (work.plans.get(one.plan_id) for one in work.plans.visits_of_job(job_id))
    days = {record.due_on, *(one.date for one in sent_by if one is not None)} - {None}
    revisions = [one for on in sorted(day for day in days if day) for one in work.plans.revisions(host, on)]
    return _rows(work, (record,), revisions, names, may_see)[0]


def _host(work: Work) -> str:
    return work.settings.partnership_of(work.actor.organisation_id).host_id


def _jobs_of(revision: Revision) -> Iterable[str]:
    """Only plans that were published speak of work that is due on another day: drafts come and go."""
    if revision.published_at is None:
        return ()
    sent = (entry.job_id for day in revision.plan.days for entry in day.entries if entry.job_id is not None)
    return (*sent, *(one.job_id for one in revision.plan.left_out))


def _rows(
    work: Work, records: Sequence[JobRecord], revisions: Sequence[Revision], names: Names, may_see: MaySee
) -> tuple[EvidenceRow, ...]:
    ids = tuple(record.job.id for record in records)
    promises = _by_job(work.plans.promised(ids))
    reports = _by_job(work.outcomes.of_jobs(ids))
    signal_ids = tuple(dict.fromkeys(one for record in records for one in record.job.cause.signal_ids))
    signals = {one.id: one for one in work.messages.signals(signal_ids)}
    in_plans = _in_plans(revisions, names)
    rows = []
    for record in records:
        told, said = promises.get(record.job.id, ()), reports.get(record.job.id, ())
        sent = frozenset({*(who for one in told for who in one.worker_ids), *(one.worker_id for one in said)})
        employers = frozenset(names.employers[who] for who in sent if who in names.employers)
        seen = frozenset(each for each in JobField if may_see(record.job.organisation_id, sent, employers, each))
        caused_by = [signals[one] for one in record.job.cause.signal_ids if one in signals]
        rows.append(_row(record, seen, caused_by, in_plans.get(record.job.id, ()), told, said, names))
    return tuple(rows)


def _row(
    record: JobRecord,
    seen: frozenset[JobField],
    caused_by: Sequence[Signal],
    revisions: Sequence[RevisionSeen],
    told: Sequence[Promised],
    said: Sequence[Outcome],
    names: Names,
) -> EvidenceRow:
    job = record.job
    place, cause = JobField.PLACE in seen, JobField.CAUSE in seen
    what, note = JobField.DESCRIPTION in seen, JobField.NOTE in seen
    return EvidenceRow(
        job_id=job.id,
        organisation=Person(
            id=job.organisation_id, name=names.organisations.get(job.organisation_id, job.organisation_id)
        ),
        service_id=job.service_id,
        service=names.services.get(job.service_id, job.service_id),
        type=job.type if what else None,
        description=(job.description or job.type) if what else None,
        address=job.place.one_line if place else None,
        uprn=job.place.uprn if place else None,
        duration=job.duration,
        appointment=job.appointment,
        due_on=record.due_on,
        state=record.state,
        state_since=record.changed_at,
        note=record.note if note else None,
        added_at=record.added_at,
        added_by=names.account(record.added_by),
        cause=job.cause.kind.value if cause else None,
        reference=job.cause.reference if cause else None,
        rule=job.cause.rule if cause else None,
        signals=tuple(_signal(one) for one in caused_by) if cause else (),
        # Why nobody is sent names the skills that the job needs, and so what it is about.
        revisions=tuple(revisions if what else (replace(one, left_out_because="") for one in revisions)),
        promises=tuple(_promise(one, names) for one in told),
        reports=tuple(_report(one, names, note) for one in said),
        withheld=frozenset(JobField) - seen,
    )


def _signal(one: Signal) -> SignalSeen:
    return SignalSeen(
        id=one.id, kind=one.kind.value, source=one.source, received_at=one.received_at, observed_at=one.observed_at,
        quantity=one.quantity, value=one.value, text=one.text,
    )  # fmt: skip


def _promise(one: Promised, names: Names) -> PromiseSeen:
    return PromiseSeen(
        plan_id=one.plan_id, number=one.number, told_by=names.account(one.published_by), told_at=one.published_at,
        workers=tuple(names.worker(who) for who in one.worker_ids), starts_at=one.starts_at,
        finishes_at=one.finishes_at,
    )  # fmt: skip


def _report(one: Outcome, names: Names, note: bool) -> ReportSeen:
    return ReportSeen(
        id=one.id, kind=one.kind, reason=one.reason if note else None, note=one.note if note else None,
        worker=names.worker(one.worker_id), plan_id=one.plan_id, happened_at=one.happened_at,
        received_at=one.received_at, standing=one.standing,
    )  # fmt: skip


def _in_plans(revisions: Iterable[Revision], names: Names) -> dict[str, tuple[RevisionSeen, ...]]:
    found: dict[str, dict[str, RevisionSeen]] = {}
    for revision in revisions:
        for left in revision.plan.left_out:
            found.setdefault(left.job_id, {})[revision.id] = _seen(revision, names, False, left.reason)
        for day in revision.plan.days:
            for entry in day.entries:
                if entry.job_id is not None:
                    found.setdefault(entry.job_id, {})[revision.id] = _seen(revision, names, True)
    return {job_id: tuple(seen.values()) for job_id, seen in found.items()}


def _seen(revision: Revision, names: Names, placed: bool, because: str = "") -> RevisionSeen:
    return RevisionSeen(
        plan_id=revision.id, number=revision.number, date=revision.date, state=revision.state,
        made_by=names.account(revision.made_by), made_at=revision.made_at,
        published_by=names.account(revision.published_by) if revision.published_by else None,
        published_at=revision.published_at, placed=placed, left_out_because=because,
    )  # fmt: skip


def _by_job(found: Iterable[Of]) -> dict[str, tuple[Of, ...]]:
    by_job: dict[str, list[Of]] = {}
    for one in found:
        by_job.setdefault(one.job_id, []).append(one)
    return {job_id: tuple(ones) for job_id, ones in by_job.items()}

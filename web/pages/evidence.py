"""The evidence: what was promised, done, when, by whom and from which signal; and the same as files."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from dispatch.domain.actor import Actor
from dispatch.domain.permissions import Action, may, require
from dispatch.domain.sharing import JobField, SharingAgreement
from dispatch.domain.states import JobState
from dispatch.evidence.chain import Grants, MaySee, evidence_of_day, evidence_of_job
from dispatch.evidence.evidence_row import EvidenceRow
from dispatch.evidence.export_csv import as_csv
from dispatch.evidence.export_json import Export, as_json
from dispatch.evidence.names import Person, read_names
from dispatch.governance.access import Access, Subject
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store
from web.pages.evidence_story import story_view
from web.pages.evidence_view import evidence_day_view
from web.pages.page import Pages, actor_in
from web.pages.savings import as_file, days_with_a_plan, host_of


def evidence_routes(*, store: Store, clock: Clock, zone: ZoneInfo, pages: Pages) -> APIRouter:
    """`/evidence` and the same as files, for a `date` or the last day with a plan; and one job's story."""
    router = APIRouter(tags=["evidence"])

    @router.get("/evidence")
    def show(request: Request, date: date | None = None, state: JobState | None = None) -> Response:
        actor = actor_in(request)
        require(actor, Action.SEE_EVIDENCE)
        today = clock().astimezone(zone).date()
        with store.reading(actor) as work:
            host = host_of(work)
            last = work.plans.last_date(host)
            days = days_with_a_plan(work, host, last)
        on = date or last or today
        rows = _rows(store, actor, on, today, Action.SEE_EVIDENCE)
        view = evidence_day_view(
            on, rows, state=state, days=days, may_export=may(actor, Action.EXPORT_EVIDENCE), zone=zone
        )
        return pages.show(request, "evidence.html", view=view)

    @router.get("/evidence.csv")
    def download_csv(request: Request, date: date | None = None) -> Response:
        export, rows = _export(store, clock(), zone, actor_in(request), date)
        return as_file(as_csv(export, rows), f"evidence-{export.day.isoformat()}.csv", "text/csv; charset=utf-8")

    @router.get("/evidence.json")
    def download_json(request: Request, date: date | None = None) -> Response:
        export, rows = _export(store, clock(), zone, actor_in(request), date)
        return as_file(as_json(export, rows), f"evidence-{export.day.isoformat()}.json", "application/json")

    @router.get("/evidence/{job_id}")
    def story(request: Request, job_id: Annotated[str, Path(max_length=200)]) -> Response:
        actor = actor_in(request)
        require(actor, Action.SEE_EVIDENCE)
        today = clock().astimezone(zone).date()
        names = read_names(store)
        row = evidence_of_job(store, actor, job_id, names=names, grants=grants_to(actor, today))
        return pages.show(request, "evidence_job.html", view=story_view(row, reader=actor, today=today, zone=zone))

    return router


def grants_to(actor: Actor, today: date) -> Grants:
    """Asks governance about each field of each job."""

    def grants(sharing: Collection[SharingAgreement]) -> MaySee:
        access = Access(sharing=sharing, today=today)

        def may_see(owner: str, workers: frozenset[str], employers: frozenset[str], field: JobField) -> bool:
            subject = Subject(owner_id=owner, worker_ids=workers, worker_organisation_ids=employers)
            return access.may_see(actor, actor.purpose, subject, field)

        return may_see

    return grants


def _rows(store: Store, actor: Actor, on: date, today: date, action: Action) -> tuple[EvidenceRow, ...]:
    names = read_names(store)
    return evidence_of_day(store, actor, on, names=names, grants=grants_to(actor, today), action=action)


def _export(
    store: Store, now: datetime, zone: ZoneInfo, actor: Actor, on: date | None
) -> tuple[Export, tuple[EvidenceRow, ...]]:
    require(actor, Action.EXPORT_EVIDENCE)
    today = now.astimezone(zone).date()
    if on is None:
        with store.reading(actor) as work:
            on = work.plans.last_date(host_of(work)) or today
    names = read_names(store)
    rows = _rows(store, actor, on, today, Action.EXPORT_EVIDENCE)
    organisation = actor.organisation_id
    export = Export(
        day=on,
        made_at=now,
        made_by=Person(id=actor.id, name=actor.name),
        organisation=Person(id=organisation, name=names.organisations.get(organisation, organisation)),
        purpose=actor.purpose.value,
    )
    return export, rows

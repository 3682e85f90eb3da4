"""A revision as it is, what it changes, its routes as files, and what a scheduler does with a draft."""

import json
import re
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotFound, NotLegal, Stale
from dispatch.domain.revision import Revision
from dispatch.domain.states import PlanState
from dispatch.planning.cancel_plan import discard_draft
from dispatch.planning.publish_plan import publish_plan
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store, Work
from web.pages.board import address
from web.pages.board_day import StoredBoard, note, read_board
from web.pages.frame import Flash
from web.pages.in_zone import clock as at
from web.pages.page import Pages, actor_in, back_to
from web.pages.plan_page_view import plan_page_view
from web.pages.route_gpx import route_gpx
from web.pages.routes_geojson import routes_geojson
from web.pages.savings import as_file

Id = Annotated[str, Path(max_length=200)]


def plan_routes(store: Store, clock: Clock, zone: ZoneInfo, pages: Pages, *, has_map: bool = False) -> APIRouter:
    """`/plans/{plan_id}`, its `/routes.geojson`, `/routes/{shift_id}.gpx`, `/publish` and `/discard`."""
    router = APIRouter(tags=["plans"])

    def read(actor: Actor, plan_id: str, now: datetime) -> tuple[Revision, StoredBoard]:
        with store.reading(actor) as work:
            revision = _known(work, plan_id)
            today = now.astimezone(zone).date()
            return revision, read_board(work, actor, revision.date, today=today, now=now, plan_id=revision.id)

    @router.get("/plans/{plan_id}")
    def show(request: Request, plan_id: Id) -> Response:
        """One revision, read-only."""
        actor = actor_in(request)
        revision, stored = read(actor, plan_id, clock())
        note(store, actor, "see a plan", f"plan {plan_id}", revision.organisation_id)
        view = plan_page_view(stored, zone, has_map=has_map)
        return pages.show(request, "plan.html", attribution=revision.attribution, view=view)

    @router.get("/plans/{plan_id}/routes.geojson")
    def download_routes(request: Request, plan_id: Id) -> Response:
        """What the map draws of it, to take along."""
        actor = actor_in(request)
        revision, stored = read(actor, plan_id, clock())
        content = json.dumps(routes_geojson(stored, zone), ensure_ascii=False, allow_nan=False).encode()
        note(store, actor, "download routes", f"plan {plan_id}", revision.organisation_id)
        return as_file(content, f"routes-{_named(revision)}.geojson", "application/geo+json")

    @router.get("/plans/{plan_id}/routes/{shift_id}.gpx")
    def download_route(request: Request, plan_id: Id, shift_id: Id) -> Response:
        """One shift's."""
        actor, now = actor_in(request), clock()
        revision, stored = read(actor, plan_id, now)
        content = route_gpx(stored, shift_id, zone, now)
        note(store, actor, "download a route", f"plan {plan_id} shift {shift_id}", revision.organisation_id)
        # Shift ids are whatever an organisation gives; a header takes less than that.
        name = f"route-{_named(revision)}-{re.sub('[^A-Za-z0-9]+', '-', shift_id)[:60]}.gpx"
        return as_file(content, name, "application/gpx+xml")

    @router.post("/plans/{plan_id}/publish")
    def publish(request: Request, plan_id: Id) -> Response:
        """The draft becomes the plan that holds."""
        actor = actor_in(request)
        try:
            published = publish_plan(store, actor, plan_id, clock(), zone=zone)
        except (NotLegal, Stale) as refused:
            with store.reading(actor) as work:
                revision = _known(work, plan_id)
                by = _publisher(work, revision, zone)
            return back_to(address(revision.date), Flash(kind="note" if by else "error", text=by or str(refused)))
        text = f"Plan {published.number} is published: phones show it now."
        return back_to(address(published.date), Flash(kind="success", text=text))

    @router.post("/plans/{plan_id}/discard")
    def discard(request: Request, plan_id: Id) -> Response:
        """The draft is not wanted."""
        actor = actor_in(request)
        try:
            revision = discard_draft(store, actor, plan_id, clock())
        except NotLegal as refused:
            with store.reading(actor) as work:
                revision = _known(work, plan_id)
            return back_to(address(revision.date), Flash(kind="note", text=str(refused)))
        return back_to(address(revision.date), Flash(kind="success", text=f"Draft {revision.number} is discarded."))

    return router


def _named(revision: Revision) -> str:
    """As in the name of a file."""
    return f"{revision.date.isoformat()}-plan-{revision.number}"


def _known(work: Work, plan_id: str) -> Revision:
    revision = work.plans.get(plan_id)
    if revision is None:
        raise NotFound("There is no such plan. Open the board to see what there is.")
    return revision


def _publisher(work: Work, revision: Revision, zone: ZoneInfo) -> str:
    """Where this very plan is published already, who did it; else nothing."""
    if revision.state is not PlanState.PUBLISHED or revision.published_at is None:
        return ""
    who = work.accounts.get(revision.published_by or "")
    by = who.name if who else "somebody"
    return f"Plan {revision.number} was already published by {by} at {at(revision.published_at, zone)}."

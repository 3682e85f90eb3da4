"""The manager's page: what planning together saves, counted so that it can be believed, and what became of the day."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from starlette.responses import Response

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotFound
from dispatch.domain.permissions import Action, require
from dispatch.domain.revision import Revision
from dispatch.evidence.csv_file import Cell, csv_file
from dispatch.evidence.names import read_names
from dispatch.evidence.so_far import so_far
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store, Work
from web.pages.page import Pages, actor_in
from web.pages.savings_so_far import SO_FAR_COLUMNS
from web.pages.savings_view import plan_counted, savings_view

DAYS_SHOWN = 7  # back from the last day with a plan
CSV_HEADER = ("day", "plan_id", "table", "what", "unit", "by_hand", "alone", "together")
UNITS = {
    "served": "jobs",
    "routes": "routes",
    "cash_pence": "pence",
    "paid_s": "seconds",
    "travel_s": "seconds",
    "distance_m": "metres",
    "co2e_g": "grams",
    "shared_door_arrivals": "arrivals",
    "preferences_pence": "pence, not cash",
}


def savings_routes(*, store: Store, clock: Clock, zone: ZoneInfo, pages: Pages) -> APIRouter:
    """`/savings` and `/savings.csv`, for a `date` or for the last day with a plan."""
    router = APIRouter(tags=["savings"])

    @router.get("/savings")
    def show(request: Request, date: date | None = None) -> Response:
        actor = actor_in(request)
        require(actor, Action.SEE_SAVINGS)
        now = clock()
        names = read_names(store)
        with store.reading(actor) as work:
            host = host_of(work)
            last = work.plans.last_date(host)
            on = date or last or now.astimezone(zone).date()
            revisions = work.plans.revisions(host, on)
            found = so_far(work, host, on)
            days = days_with_a_plan(work, host, last)
        view = savings_view(on, revisions, found, names=names, days=days, now=now, zone=zone)
        return pages.show(
            request, "savings.html", view=view, columns=[text for text, _ in SO_FAR_COLUMNS],
            attribution=_attribution(revisions),
        )  # fmt: skip

    @router.get("/savings.csv")
    def download(request: Request, date: date | None = None) -> Response:
        actor = actor_in(request)
        require(actor, Action.SEE_SAVINGS)
        on, plan = _compared(store, actor, date)
        content = csv_file(CSV_HEADER, csv_rows(on, plan.id, plan.savings or {}))
        return as_file(content, f"savings-{on.isoformat()}.csv", "text/csv; charset=utf-8")

    return router


def as_file(content: bytes, name: str, media_type: str) -> Response:
    """To be kept under this name."""
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def host_of(work: Work) -> str:
    """Whose plans this actor's organisation works in."""
    return work.settings.partnership_of(work.actor.organisation_id).host_id


def days_with_a_plan(work: Work, host: str, last: date | None) -> tuple[date, ...]:
    """The last week that was planned, earliest first."""
    if last is None:
        return ()
    days = (last - timedelta(days=back) for back in reversed(range(DAYS_SHOWN)))
    return tuple(day for day in days if work.plans.published(host, day) or work.plans.draft(host, day))


def csv_rows(on: date, plan_id: str, summary: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    """The three ways, then the services (over the jobs done both alone and together), in whole units."""
    for key, unit in UNITS.items():
        yield (on.isoformat(), plan_id, "ways", key, unit, *(int(summary[way][key]) for way in
               ("by_hand", "alone", "together")))  # fmt: skip
    for service, share in summary["by_service"].items():
        for key, unit in (("cash_pence", "pence"), ("travel_s", "seconds")):
            cells = (None, int(share[f"{key}_alone"]), int(share[f"{key}_together"]))
            yield (on.isoformat(), plan_id, f"service {service}", key, unit, *cells)


def _compared(store: Store, actor: Actor, on: date | None) -> tuple[date, Revision]:
    with store.reading(actor) as work:
        host = host_of(work)
        on = on or work.plans.last_date(host)
        plan = plan_counted(work.plans.revisions(host, on)) if on else None
    if on is None or plan is None or "saving" not in (plan.savings or {}):
        raise NotFound("There are no savings to download for this day: nothing was planned, or it is still counted.")
    return on, plan


def _attribution(revisions: tuple[Revision, ...]) -> str:
    return revisions[-1].attribution if revisions else ""

"""The scheduler's board: one day at a glance, and the buttons that move it on."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from dispatch.domain.errors import NotLegal, Unusable
from dispatch.domain.states import UNFINISHED
from dispatch.planning.ask_for_plan import ask_for_plan
from dispatch.planning.cancel_plan import cancel_plan
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store
from web.pages.board_day import note, opening_day, read_board
from web.pages.board_view import board_view, making
from web.pages.frame import Flash
from web.pages.in_zone import sentence
from web.pages.page import Pages, actor_in, back_to

Day = Annotated[date | None, Query(alias="date")]
Id = Annotated[str, Query(max_length=200)]


def board_routes(
    store: Store,
    clock: Clock,
    zone: ZoneInfo,
    pages: Pages,
    *,
    new_id: Callable[[], str],
    wake: Callable[[], None],
    iterations: int,
    seed: int = 1,
    has_map: bool = False,
) -> APIRouter:
    """`/board`, `/board/progress`, `/board/plan` and `/requests/{request_id}/cancel`. `wake` starts background work."""
    router = APIRouter(tags=["board"])

    @router.get("/board")
    def board(request: Request, on: Day = None, plan: Id = "", service: Id = "") -> Response:
        """The day."""
        actor, now = actor_in(request), clock()
        today = now.astimezone(zone).date()
        with store.reading(actor) as work:
            day = bounded(on, today) or opening_day(work, actor, today)
            stored = read_board(work, actor, day, today=today, now=now, plan_id=plan)
        note(store, actor, "see the board", f"day {day.isoformat()}", actor.organisation_id)
        view = board_view(stored, zone, only_service=service, has_map=has_map)
        attribution = stored.shown.attribution if stored.shown else ""
        return pages.show(request, "board.html", attribution=attribution, view=view)

    @router.get("/board/progress")
    def progress(request: Request, on: Day = None, fresh: bool = False) -> Response:
        """How far the plan is. `fresh`: the page shows nothing else, so it is loaded anew when the plan is there."""
        actor, now = actor_in(request), clock()
        today = now.astimezone(zone).date()
        asked = bounded(on, today) or today
        with store.reading(actor) as work:
            host = work.settings.partnership_of(actor.organisation_id).host_id
            latest = work.requests.latest(host, asked)
        how_far = making(latest, asked, zone)
        answer = pages.piece("board/_progress.html", making=how_far, date=asked.isoformat())
        if not how_far.unfinished:
            answer.headers["HX-Reswap"] = "outerHTML"  # so that the page stops asking
            if fresh:
                answer.headers["HX-Refresh"] = "true"
        return answer

    @router.post("/board/plan")
    def plan(request: Request, on: Annotated[date, Form(alias="date")]) -> Response:
        """Asks for a plan, or for a revision where one is published."""
        try:
            ask_for_plan(
                store, actor_in(request), on, iterations=iterations, seed=seed, new_id=new_id, now=clock(), zone=zone
            )
        except NotLegal as already:  # pressed twice, or a colleague was faster
            return back_to(address(on), Flash(kind="note", text=str(already)))
        except Unusable as nothing:  # no shifts, no jobs, or the day has passed
            return back_to(address(on), Flash(kind="error", text=sentence(str(nothing))))
        wake()
        text = "A plan is being made. You can leave this page; it goes on by itself."
        return back_to(address(on), Flash(kind="note", text=text))

    @router.post("/requests/{request_id}/cancel")
    def cancel(request: Request, request_id: str) -> Response:
        """The plan that is being made is not wanted any more."""
        actor = actor_in(request)
        try:
            asked = cancel_plan(store, actor, request_id, clock())
        except NotLegal as finished:
            return back_to("/board", Flash(kind="note", text=str(finished)))
        wake()
        text = "The plan is being cancelled." if asked.state in UNFINISHED else "The plan was cancelled."
        return back_to(address(asked.date), Flash(kind="success", text=text))

    return router


def address(on: date) -> str:
    """Of the day's board."""
    return f"/board?date={on.isoformat()}"


def bounded(on: date | None, today: date) -> date | None:
    """A day that can be reckoned with: within five years of today; else none, as if it were not given."""
    if on is None or abs((on - today).days) > 5 * 366:
        return None
    return on

"""One worker's day on a phone: the page, its form for phones without script, and its service worker."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request
from starlette.responses import FileResponse, Response

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotFound, Unusable
from dispatch.domain.outcome import CouldNotReason, OutcomeKind
from dispatch.field.own_day import own_day
from dispatch.field.report import Report, readable
from dispatch.field.report_outcome import report_outcome
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store
from web.asset_addresses import DIST
from web.pages.frame import Flash
from web.pages.page import FLASH, Pages, actor_in, back_to
from web.pages.phone_view import REASONS, Mistake, phone_day

# How long the phone may keep its own copy of the page. Without it, it keeps none.
KEEP = "Allround-Keep-Seconds"


def phone_routes(
    store: Store,
    clock: Clock,
    zone: ZoneInfo,
    new_id: Callable[[], str],
    pages: Pages,
    dist: Path = DIST,
) -> APIRouter:
    """`/phone`, `/phone/outcomes` and `/phone/sw.js`. `dist` is where the built scripts are."""
    router = APIRouter(tags=["the field"])

    def show(request: Request, actor: Actor, mistake: Mistake | None = None) -> Response:
        now = clock()
        day = phone_day(own_day(store, actor, now, zone), now, zone)
        answer = pages.show(
            request, "phone.html", status=422 if mistake else 200, day=day, reasons=REASONS, mistake=mistake,
            new_id=new_id, account=actor.id, zone=zone.key,
        )  # fmt: skip
        # A message is told once, and a form that came back is put right once: neither belongs into the copy.
        if mistake is None and FLASH not in request.cookies:
            answer.headers[KEEP] = str(day.keep_s)
        return answer

    @router.get("/phone")
    def own_page(request: Request) -> Response:
        return show(request, actor_in(request))

    @router.post("/phone/outcomes")
    def report_by_form(
        request: Request,
        id: Annotated[str, Form(max_length=200)] = "",  # noqa: A002 (the report's own word for it)
        job_id: Annotated[str, Form(max_length=200)] = "",
        plan_id: Annotated[str, Form(max_length=200)] = "",
        kind: Annotated[str, Form(max_length=20)] = "",
        reason: Annotated[str, Form(max_length=20)] = "",
        note: Annotated[str, Form(max_length=4000)] = "",
    ) -> Response:
        actor = actor_in(request)
        try:
            report = Report(
                id=id,
                job_id=job_id,
                plan_id=plan_id,
                kind=_kind(kind),
                reason=CouldNotReason(reason) if reason in list(CouldNotReason) else None,
                note=readable(note),
            )
            receipt = report_outcome(store, actor, report, clock())
        except Unusable as wrong:
            mistake = Mistake(job_id=job_id, sentences=wrong.complaints, reason=reason, note=readable(note))
            return show(request, actor, mistake)
        except NotFound as gone:
            return back_to("/phone", Flash(kind="error", text=str(gone)))
        return back_to("/phone", Flash(kind="note" if receipt.attention else "success", text=receipt.sentence))

    @router.get("/phone/sw.js")
    def service_worker() -> Response:
        script = dist / "sw.js"
        if not script.is_file():
            raise NotFound("The phone's script has not been built: run `make assets`.")
        headers = {"Service-Worker-Allowed": "/phone", "Cache-Control": "no-cache"}
        return FileResponse(script, media_type="text/javascript", headers=headers)

    return router


def _kind(word: str) -> OutcomeKind:
    try:
        return OutcomeKind(word)
    except ValueError:
        raise Unusable(["say whether you arrived, have done it or could not do it"]) from None

"""Reporting a worker as absent, and taking it back."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from dispatch.domain.errors import NotFound, NotLegal
from dispatch.planning.report_absence import end_absence, report_absence
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store
from web.pages.board import address
from web.pages.frame import Flash
from web.pages.page import actor_in, back_to


def absence_routes(store: Store, clock: Clock, zone: ZoneInfo, *, new_id: Callable[[], str]) -> APIRouter:
    """`/absences` and `/absences/{absence_id}/end`."""
    router = APIRouter(tags=["absences"])

    @router.post("/absences")
    def report(
        request: Request,
        on: Annotated[date, Form(alias="date")],
        worker: Annotated[str, Form(max_length=200)] = "",
    ) -> Response:
        """From now on, or for the whole of a day to come."""
        if not worker:
            return back_to(f"{address(on)}#absent", Flash(kind="error", text="Choose who is absent."))
        try:
            report_absence(store, actor_in(request), worker, on, new_id=new_id, now=clock(), zone=zone)
        except NotLegal as already:
            return back_to(address(on), Flash(kind="note", text=str(already)))
        text = "The absence is noted. Make a new plan, so that somebody else is sent."
        return back_to(address(on), Flash(kind="success", text=text))

    @router.post("/absences/{absence_id}/end")
    def end(request: Request, absence_id: str, on: Annotated[date, Form(alias="date")]) -> Response:
        """It was a mistake, or they are back."""
        try:
            end_absence(store, actor_in(request), absence_id, on, clock())
        except NotFound as gone:  # pressed twice
            return back_to(address(on), Flash(kind="note", text=str(gone)))
        return back_to(address(on), Flash(kind="success", text="The absence is taken back."))

    return router

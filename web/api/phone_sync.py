"""The door for a phone's outbox: reports in, for each of them what became of it."""

import json
import logging
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotAllowed, Refused, TryLater, Unusable
from dispatch.domain.outcome import CouldNotReason, OutcomeKind
from dispatch.field.report import Report, readable
from dispatch.field.report_outcome import report_outcome
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store
from web.pages.page import actor_in

LOG = logging.getLogger("allround.phone")
MOST_REPORTS = 100
LONGEST_TEXT = 2000  # of any one value; the parts of a report have their own, shorter limits
# Whose outbox it is. On a shared phone somebody else may have signed in while a page of the one before was open.
ACCOUNT = "Allround-Account"
NOT_THEIRS = "Somebody else is signed in on this phone now. Nothing was stored; sign in with your own account to send."
LATER = "This could not be stored just now. The phone keeps it and sends it again."
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "For each report, in order: id, status (stored, already, refused or later), sentence, attention."
    },
    400: {"description": "The body is no JSON list of up to 100 reports."},
    401: {"description": "Nobody is signed in. Nothing was stored; sign in and send again."},
    403: {"description": "The header Allround-Account, if given, is not the account of who is signed in."},
    415: {"description": "The body does not say that it is JSON."},
}
_REPORT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "job_id", "kind"],
    "properties": {
        "id": {"type": "string", "description": "Made on the phone, such as a UUID; sent again it changes nothing."},
        "job_id": {"type": "string"},
        "plan_id": {"type": "string"},
        "kind": {"enum": [kind.value for kind in OutcomeKind]},
        "reason": {"enum": [*(reason.value for reason in CouldNotReason), "", None]},
        "note": {"type": "string", "maxLength": 500},
        "happened_at": {"type": "string", "format": "date-time", "description": "By the phone's clock."},
        "sent_at": {"type": "string", "format": "date-time", "description": "By the phone's clock, as it is sent."},
    },
}
EXTRA: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": "array", "maxItems": MOST_REPORTS, "items": _REPORT_SCHEMA}}
        },
    }
}


def phone_sync_routes(store: Store, clock: Clock) -> APIRouter:
    """`/api/v1/phone/outcomes`: each report is a unit of work of its own, so a bad one never blocks the others."""
    routes = APIRouter(prefix="/api/v1/phone", tags=["the field"])

    @routes.post("/outcomes", summary="Reports from a phone's outbox", responses=RESPONSES, openapi_extra=EXTRA)
    async def take_in(request: Request) -> Response:
        if request.headers.get(ACCOUNT, actor_in(request).id) != actor_in(request).id:
            return JSONResponse({"error": NOT_THEIRS}, 403)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return JSONResponse({"error": "Send the reports as JSON (Content-Type: application/json)."}, 415)
        reports = read_reports(await request.body())
        if reports is None:
            return JSONResponse({"error": f"The body is no JSON list of up to {MOST_REPORTS} reports."}, 400)
        return JSONResponse(await run_in_threadpool(_answers, store, actor_in(request), reports, clock))

    return routes


def read_reports(body: bytes) -> list[Any] | None:
    """The list; None when there is none. Numbers are read as null: no part of a report is one."""

    def no_number(_: str) -> None:
        return None

    try:
        found = json.loads(body.decode(), parse_int=no_number, parse_float=no_number, parse_constant=no_number)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) and len(found) <= MOST_REPORTS else None


def _answers(store: Store, actor: Actor, reports: list[Any], clock: Clock) -> list[dict[str, Any]]:
    return [_answer(store, actor, one, clock()) for one in reports]


def _answer(store: Store, actor: Actor, sent: Any, now: datetime) -> dict[str, Any]:
    attention = True
    try:
        receipt = report_outcome(store, actor, _report(sent), now)
        status, sentence, attention = receipt.status.value, receipt.sentence, receipt.attention
    except NotAllowed:
        raise
    except TryLater as busy:
        status, sentence = "later", str(busy)
    except Unusable as wrong:
        status, sentence = "refused", f"This report cannot be stored: {wrong}."
    except Refused as refused:
        status, sentence = "refused", str(refused)
    except Exception:  # one report that meets a fault of ours must not keep the others from being stored
        LOG.exception("a report of account %s could not be stored", actor.id)
        status, sentence = "later", LATER
    known_by = _text(sent, "id")[:200].encode(errors="replace").decode()
    return {"id": known_by, "status": status, "sentence": sentence, "attention": attention}


def _report(sent: Any) -> Report:
    """Raises Unusable."""
    if not isinstance(sent, dict):
        raise Unusable(["it is no JSON object"])
    kind, reason = _text(sent, "kind"), _text(sent, "reason")
    if kind not in list(OutcomeKind):
        raise Unusable(["say whether you arrived, have done it or could not do it"])
    if reason and reason not in list(CouldNotReason):
        raise Unusable(["the reason is none of those that can be chosen"])
    return Report(
        id=_text(sent, "id"),
        job_id=_text(sent, "job_id"),
        plan_id=_text(sent, "plan_id"),
        kind=OutcomeKind(kind),
        reason=CouldNotReason(reason) if reason else None,
        note=readable(_text(sent, "note")),
        happened_at=_moment(sent, "happened_at"),
        sent_at=_moment(sent, "sent_at"),
    )


def _text(sent: Any, name: str) -> str:
    """Empty when it is absent or no text."""
    found = sent.get(name) if isinstance(sent, dict) else None
    return found[:LONGEST_TEXT] if isinstance(found, str) else ""


def _moment(sent: Any, name: str) -> datetime | None:
    """None when absent. Raises Unusable."""
    text = _text(sent, name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unusable([f"{name} is no time"]) from None
    if not 1970 < moment.year < 9000:  # room for every zone on either side
        raise Unusable([f"{name} is no time that can be"])
    return moment

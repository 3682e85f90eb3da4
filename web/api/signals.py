"""The door for readings: a network of sensors posts its messages here, with a token of its own."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from fastapi import APIRouter, Request, Security
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from dispatch.adapters.sensors.strict_json import MOST_BYTES
from dispatch.adapters.sensors.the_things_stack import KIND, read_uplink
from dispatch.domain.actor import system
from dispatch.domain.device import Device, SignalSource
from dispatch.domain.errors import TryLater
from dispatch.intake.receive_signal import Receipt, ReceiptStatus, receive
from dispatch.intake.source_token import hash_of_token
from dispatch.ports.clock import Clock
from dispatch.ports.limiter import Limiter
from dispatch.ports.store import Store
from web.api.signals_openapi import DESCRIPTION, EXTRA, RESPONSES

LOG = logging.getLogger("allround.signals")
ACTOR = system("signals")
STATUS = {ReceiptStatus.STORED: 202, ReceiptStatus.ALREADY: 200, ReceiptStatus.KEPT_NOT_UNDERSTOOD: 202}
TOO_LARGE = f"A message may have up to {MOST_BYTES // 1000} kB; this one has more and was not stored."
NOT_KNOWN = (
    "The token is missing or unknown. Send it as a header of the webhook, Authorization: Bearer TOKEN; "
    "whoever looks after Allround gives out tokens."
)
# Puts the scheme into the OpenAPI document and refuses nobody: the door itself does, in its own words.
TOLD_OF = HTTPBearer(scheme_name="signal-source", auto_error=False)
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


def signal_routes(
    store: Store,
    clock: Clock,
    new_id: Callable[[], str],
    wake: Callable[[], None],
    limiter: Limiter | None = None,
) -> APIRouter:
    """`wake` is called after something was stored, so that triage need not wait for its timer.

    `limiter` counts wrong tokens by the address they come from; None: they are not counted.
    """
    routes = APIRouter(prefix="/api/v1/signals", tags=["signals"])

    @routes.post(f"/{KIND}", summary="A message of The Things Stack v3", description=DESCRIPTION, status_code=202,
                 responses=RESPONSES, openapi_extra=EXTRA, dependencies=[Security(TOLD_OF)])  # fmt: skip
    async def the_things_stack(request: Request) -> Response:
        try:
            source = await run_in_threadpool(_source, store, _token(request))
            if source is None:
                return _refuse_token(request, limiter)
            body = await _body(request)
            if body is None:
                return _answer(413, TOO_LARGE)
            content_type = request.headers.get("content-type", "")
            receipt = await run_in_threadpool(_store, store, source, body, content_type, clock(), new_id)
        except TryLater as why:
            return _answer(503, str(why), {"Retry-After": str(why.after_s)})
        except ClientDisconnect:
            return _answer(400, "The connection ended before the whole message was here; nothing was stored.")
        if receipt.status is not ReceiptStatus.ALREADY:
            wake()
        told = {"status": receipt.status.value, "signals": receipt.signals}
        return JSONResponse(told | ({"reason": receipt.reason} if receipt.reason else {}), STATUS[receipt.status])

    return routes


def _source(store: Store, token: str) -> SignalSource | None:
    if not token:
        return None
    # Reading only: somebody without a token must not make those wait who write.
    with store.reading(ACTOR) as work:
        return work.settings.source_by_token(KIND, hash_of_token(token))


def _store(
    store: Store, source: SignalSource, body: bytes, content_type: str, now: datetime, new_id: Callable[[], str]
) -> Receipt:
    def device(eui: str) -> Device | None:
        with store.reading(ACTOR) as work:
            return work.settings.device(source.id, eui)

    heard = read_uplink(body, device=device, received_at=now)
    told = "".join(letter for letter in content_type[:200] if letter.isascii() and letter.isprintable())
    return receive(store, ACTOR, source, heard, body=body, content_type=told, now=now, new_id=new_id)


def _token(request: Request) -> str:
    """The bearer token; empty when there is none. Downlink keys (X-Downlink-Apikey) are no proof of who is there."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def _body(request: Request) -> bytes | None:
    """The body as received; None as soon as it is too large, without keeping the rest."""
    if _told_length(request) > MOST_BYTES:
        return None
    chunks: list[bytes] = []
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > MOST_BYTES:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


def _told_length(request: Request) -> int:
    told = request.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 20 else 0


def _refuse_token(request: Request, limiter: Limiter | None) -> Response:
    # The address of a network's server, not of a person; the token itself is never written anywhere.
    address = request.client.host if request.client else "unknown"
    LOG.warning("a message from %s was refused: its token is missing or unknown", address)
    wait_s = limiter.wait_s(f"signals {address}") if limiter else 0
    if wait_s:
        return _answer(429, "Too many messages with a wrong token came from here.", {"Retry-After": str(wait_s)})
    return _answer(401, NOT_KNOWN, {"WWW-Authenticate": 'Bearer realm="Allround signals"'})


def _answer(status: int, reason: str, headers: Mapping[str, str] = NO_HEADERS) -> JSONResponse:
    return JSONResponse({"status": "refused", "signals": 0, "reason": reason}, status, headers=dict(headers))

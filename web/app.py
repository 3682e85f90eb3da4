"""The application: every door behind the door keeper, every answer with the same headers."""

from collections.abc import Callable, Sequence
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from dispatch.adapters.map_tiles import TileArchive
from dispatch.bootstrap import Allround
from dispatch.domain.actor import system
from dispatch.domain.errors import DispatchError, NotFound, Unusable
from dispatch.governance.sign_in import actor_of
from web.api.phone_sync import phone_sync_routes
from web.api.signals import signal_routes
from web.catch import CatchAll, HeadAsGet
from web.door_keeper import DoorKeeper
from web.headers import BodyLimit, CrossSiteGuard, SecurityHeaders
from web.pages.absences import absence_routes
from web.pages.board import board_routes
from web.pages.evidence import evidence_routes
from web.pages.health import health_routes
from web.pages.jobs import job_routes
from web.pages.map import map_routes
from web.pages.page import Pages
from web.pages.phone import phone_routes
from web.pages.plan_page import plan_routes
from web.pages.savings import savings_routes
from web.pages.sign_in import SignInParts, sign_in_routes
from web.pages.templates import environment
from web.refusals import Refusals
from web.secure_cookies import SecureCookies

# Any other name in the Host header is some other site's page reaching for this machine (DNS rebinding).
OWN_NAMES = ("127.0.0.1", "localhost")
NAMES = system("names")
# Bytes, by the beginning of the path; everything else is a form.
LARGER_BODIES = {"/api/v1/signals/": 300_000, "/api/v1/phone/": 300_000}


def create_app(
    allround: Allround,
    *,
    wake: Callable[[], None],
    ready: Callable[[], dict[str, str]],
    tiles: TileArchive | None,
    hosts: Sequence[str] = OWN_NAMES,
) -> FastAPI:
    """`wake` tells background work that there is something to do; `ready` tells how it and the database are."""
    pages = Pages(
        templates=environment(), banner=lambda: banner(allround), organisation_name=organisation_names(allround)
    )
    refusals = Refusals(pages, allround.new_id)
    app = FastAPI(title="Allround", version="1", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    for router in (*pages_of(allround, pages, wake, tiles), *machine_doors(allround, wake, ready)):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    answer_errors(app, refusals)
    # The last one added is the first to see a request.
    app.add_middleware(CatchAll, refuse=refusals.answer)
    app.add_middleware(HeadAsGet)
    app.add_middleware(
        DoorKeeper,
        actor_of=lambda secret: actor_of(allround.store, secret, allround.clock()),
        refuse=refusals.answer,
        secure=allround.settings.secure_cookies,
    )
    app.add_middleware(CrossSiteGuard)
    app.add_middleware(BodyLimit, per_path=LARGER_BODIES)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    if allround.settings.secure_cookies:
        app.add_middleware(SecureCookies)
    app.add_middleware(SecurityHeaders)
    return app


def pages_of(
    allround: Allround, pages: Pages, wake: Callable[[], None], tiles: TileArchive | None
) -> tuple[APIRouter, ...]:
    """What people look at."""
    store, clock, zone, new_id = allround.store, allround.clock, allround.settings.zone, allround.new_id
    sign_in = SignInParts(
        store=store,
        clock=clock,
        passwords=allround.passwords,
        limiter=allround.sign_in_limiter,
        failures=allround.sign_in_failures,
        new_secret=allround.new_secret,
        demo=allround.settings.demo,
        secure=allround.settings.secure_cookies,
    )
    iterations, has_map = allround.settings.iterations, tiles is not None
    return (
        sign_in_routes(sign_in, pages),
        board_routes(store, clock, zone, pages, new_id=new_id, wake=wake, iterations=iterations, has_map=has_map),
        plan_routes(store, clock, zone, pages, has_map=has_map),
        absence_routes(store, clock, zone, new_id=new_id),
        phone_routes(store, clock, zone, new_id, pages),
        job_routes(store, clock, zone, pages, new_id=new_id),
        map_routes(store, clock, zone, tiles=tiles),
        savings_routes(store=store, clock=clock, zone=zone, pages=pages),
        evidence_routes(store=store, clock=clock, zone=zone, pages=pages),
    )


def machine_doors(
    allround: Allround, wake: Callable[[], None], ready: Callable[[], dict[str, str]]
) -> tuple[APIRouter, ...]:
    """What other programs ask for."""
    return (
        signal_routes(allround.store, allround.clock, allround.new_id, wake, limiter=allround.wrong_token_limiter),
        phone_sync_routes(allround.store, allround.clock),
        health_routes(ready),
    )


def answer_errors(app: FastAPI, refusals: Refusals) -> None:
    """Errors of the work, and of requests that do not fit a route, in our own words."""

    def of_the_work(request: Request, error: Exception) -> Response:
        return refusals.answer(request, error)

    def does_not_fit(request: Request, error: Exception) -> Response:
        complaints = error.errors() if isinstance(error, RequestValidationError) else ()
        named = [f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in complaints]
        return refusals.answer(request, Unusable(named or ["the request cannot be read"]))

    def of_http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return refusals.answer(request, NotFound("There is nothing here.") if status == 404 else error, status)

    app.add_exception_handler(DispatchError, of_the_work)
    app.add_exception_handler(RequestValidationError, does_not_fit)
    app.add_exception_handler(HTTPException, of_http)


def banner(allround: Allround) -> str:
    """What the demo says above every page."""
    if not allround.settings.demo:
        return ""
    now = allround.clock().astimezone(allround.settings.zone)
    return f"Demo: people, homes and work are made up. Its clock shows {now:%A} {now.day} {now:%B %Y, %H:%M}."


def organisation_names(allround: Allround) -> Callable[[str], str]:
    """The name of an organisation by id; read anew when an id is not known yet."""
    known: dict[str, str] = {}

    def name_of(organisation_id: str) -> str:
        if organisation_id not in known:
            with allround.store.reading(NAMES) as work:
                known.update({one.id: one.name for one in work.settings.organisations()})
        return known.get(organisation_id, organisation_id)

    return name_of

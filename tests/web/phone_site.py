"""The phone's pages as one small site on a stored day, for tests with and without a browser."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dispatch.domain.actor import system
from dispatch.governance.sign_in import actor_of
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store
from tests.web.stored_town import LONDON
from tests.web.toy_doors import many_failures
from web.api.phone_sync import phone_sync_routes
from web.app import answer_errors
from web.door_keeper import DoorKeeper
from web.headers import BodyLimit, CrossSiteGuard, SecurityHeaders
from web.pages.page import Pages
from web.pages.phone import phone_routes
from web.pages.sign_in import SignInParts, sign_in_routes
from web.pages.templates import environment
from web.refusals import Refusals

STATIC = Path(__file__).parents[2] / "web" / "static"


class NoPasswords:
    """Nobody signs in by password here."""

    def hash(self, password: str) -> str:
        return password

    def matches(self, password: str, password_hash: str) -> bool:
        return False

    def outdated(self, password_hash: str) -> bool:
        return False


class NoLimit:
    """Any number of tries."""

    def wait_s(self, key: str) -> int:
        return 0

    def forget(self, key: str) -> None:
        return None


def phone_site(store: Store, clock: Clock, new_id: Callable[[], str]) -> ASGIApp:
    """`/phone` and all that belongs to it, behind the door keeper and under the strict headers."""
    pages = Pages(templates=environment(), banner=lambda: "", organisation_name=lambda one: one.title())
    refusals = Refusals(pages, new_id)
    app = FastAPI(
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(BodyLimit),
            Middleware(CrossSiteGuard),
            Middleware(
                DoorKeeper, actor_of=lambda secret: actor_of(store, secret, clock()), refuse=refusals.answer
            ),
        ]
    )  # fmt: skip
    parts = SignInParts(
        store=store,
        clock=clock,
        passwords=NoPasswords(),
        limiter=NoLimit(),
        failures=many_failures(),
        new_secret=new_id,
        demo=False,
        secure=False,
    )
    app.include_router(sign_in_routes(parts, pages))
    app.include_router(phone_routes(store, clock, LONDON, new_id, pages))
    app.include_router(phone_sync_routes(store, clock))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    answer_errors(app, refusals)
    return app


@dataclass
class Line:
    """What lies between a phone and the server: `app` may be another one after a restart.

    `answers_lost` answers to reports get lost after the work was done: the phone sees a gateway's 502 instead.
    """

    app: ASGIApp
    answers_lost: int = 0
    reports_seen: list[int] = field(default_factory=list)  # statuses that the server gave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"] != "/api/v1/phone/outcomes":
            await self.app(scope, receive, send)
            return
        lose = self.answers_lost > 0
        self.answers_lost -= lose

        async def pass_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.reports_seen.append(message["status"])
            if not lose:
                await send(message)

        await self.app(scope, receive, pass_on)
        if lose:
            await send({"type": "http.response.start", "status": 502, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})


PROGRAM = system("test")

"""Doors for tests: signing in and health for real, and behind the door keeper one page that tells who came in."""

import time
from collections.abc import Iterator
from functools import cache
from itertools import count

from fastapi import FastAPI
from jinja2 import Environment
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from dispatch.adapters.rate_limit import WindowFailures
from dispatch.domain.account import Account
from dispatch.domain.actor import Actor, Role, system
from dispatch.domain.errors import DispatchError, TryLater
from dispatch.domain.organisation import Organisation
from dispatch.governance.sign_in import actor_of
from dispatch.ports.limiter import Failures, Limiter
from dispatch.ports.store import Store
from tests.databases import SetClock
from web.catch import CatchAll, HeadAsGet
from web.door_keeper import DoorKeeper
from web.headers import BodyLimit, CrossSiteGuard, SecurityHeaders
from web.pages.health import health_routes
from web.pages.page import Pages, actor_in
from web.pages.sign_in import SignInParts, sign_in_routes
from web.pages.templates import FOLDER, environment
from web.refusals import Refusals
from web.secure_cookies import SecureCookies

SET_UP = system("set up")
PASSWORD = "a long walk by the canal"  # noqa: S105 (of nobody)
ORGANISATIONS = (
    Organisation(id="council", name="Northgate Council"),
    Organisation(id="landlord", name="Millbrook Homes"),
)
BANNER = "Demo: people, homes and work are made up. Its clock shows Tuesday 24 November 2026, 09:05."


class PlainPasswords:
    """Keeps them as they are, which is quick."""

    def hash(self, password: str) -> str:
        return f"plain {password}"

    def matches(self, password: str, password_hash: str) -> bool:
        return password_hash == f"plain {password}"

    def outdated(self, password_hash: str) -> bool:
        return False


class FewTries:
    """Lets `tries` through for each key, then asks for a wait of twelve minutes."""

    def __init__(self, tries: int = 1000) -> None:
        self._tries, self._counts = tries, dict[str, int]()

    def wait_s(self, key: str) -> int:
        self._counts[key] = self._counts.get(key, 0) + 1
        return 720 if self._counts[key] > self._tries else 0

    def forget(self, key: str) -> None:
        self._counts.pop(key, None)


def many_failures() -> WindowFailures:
    """More than any test makes."""
    return WindowFailures("1000 per hour", time.time)


def account(who: str, name: str, role: Role, organisation_id: str = "council", *, active: bool = True) -> Account:
    """With the password of all of them."""
    return Account(
        id=who, organisation_id=organisation_id, login=who, name=name, role=role, active=active,
        password_hash=PlainPasswords().hash(PASSWORD), worker_id=who if role is Role.FIELD_WORKER else None,
    )  # fmt: skip


PEOPLE = (
    account("priya", "Priya Shah", Role.SCHEDULER),
    account("lena", "Lena Lund", Role.SCHEDULER, "landlord"),
    account("ann", "Ann Archer", Role.FIELD_WORKER),
    account("mo", "Mo Marsh", Role.MANAGER),
    account("olu", "Olu Okoro", Role.OFFICER),
    account("gone", "Gone Gordon", Role.MANAGER, active=False),
)


def settle(store: Store, people: tuple[Account, ...] = PEOPLE) -> None:
    """Stores organisations and people."""
    with store.begin(SET_UP) as work:
        for one in ORGANISATIONS:
            work.settings.put(one.id, [one])
        for each in people:
            work.accounts.put(each)


def toy_doors(
    store: Store, clock: SetClock, *, demo: bool = False, secure: bool = False, limiter: Limiter | None = None,
    failures: Failures | None = None, storage_busy: bool = False,
) -> FastAPI:  # fmt: skip
    """`/board` tells who came in, `/savings` breaks, `/evidence` is busy; the rest of the table leads nowhere."""
    numbers = count(1)
    secrets: Iterator[str] = (f"secret-{number}" for number in numbers)
    pages = Pages(
        templates=templates(),
        banner=lambda: BANNER if demo else "",
        organisation_name=lambda one: next(each.name for each in ORGANISATIONS if each.id == one),
    )
    refusals = Refusals(pages, lambda: "0123456789abcdef")
    app = FastAPI(openapi_url=None)
    parts = SignInParts(
        store=store, clock=clock, passwords=PlainPasswords(), limiter=limiter or FewTries(),
        failures=failures or many_failures(), new_secret=lambda: next(secrets), demo=demo, secure=secure,
    )  # fmt: skip
    app.include_router(sign_in_routes(parts, pages))
    app.include_router(health_routes(lambda: {"database": "ok"}))
    app.add_api_route("/board", who_came_in)
    app.add_api_route("/savings", breaks)
    app.add_api_route("/evidence", is_busy)
    app.mount("/static", StaticFiles(directory=FOLDER.parent / "static"))
    app.add_exception_handler(DispatchError, refusals.answer)

    def find(secret: str) -> Actor | None:
        if storage_busy:
            raise TryLater("The database is busy. Try again in a moment.")
        return actor_of(store, secret, clock())

    app.add_middleware(CatchAll, refuse=refusals.answer)
    app.add_middleware(HeadAsGet)
    app.add_middleware(DoorKeeper, actor_of=find, refuse=refusals.answer, secure=secure)
    app.add_middleware(CrossSiteGuard)
    app.add_middleware(BodyLimit)
    app.add_middleware(
        TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "allround.example"], www_redirect=False
    )
    if secure:
        app.add_middleware(SecureCookies)
    app.add_middleware(SecurityHeaders)
    return app


@cache
def templates() -> Environment:
    """Compiled once for all tests of a process."""
    return environment()


def who_came_in(request: Request) -> Response:
    """The name."""
    return PlainTextResponse(f"This is the board of {actor_in(request).name}")


def breaks() -> Response:
    """As a fault of ours would."""
    raise RuntimeError("the secret of Mill Lane")


def is_busy() -> Response:
    """As storage that is busy would."""
    raise TryLater("The database is busy. Try again in a moment.", after_s=7)

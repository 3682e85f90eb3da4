"""Signing in and out; in the demo, by one click on a made-up person, from this machine only."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from dispatch.domain.account import Account
from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotFound, TryLater
from dispatch.governance.sign_in import SYSTEM, SignedIn, WrongSignIn, sign_in, sign_out, start_session
from dispatch.ports.clock import Clock
from dispatch.ports.limiter import Failures, Limiter
from dispatch.ports.passwords import Passwords
from dispatch.ports.store import Store
from web.door_keeper import COOKIE, SECURE_COOKIE, secret_in
from web.pages.frame import Flash
from web.pages.page import Pages, back_to, home_of

SECONDS = 12 * 3600
PASSED_ON = frozenset({"forwarded", "via", "x-real-ip"})  # what proxies add, beside X-Forwarded-...
ROLE_WORDS = {
    "scheduler": "Schedulers: plan and publish the day",
    "field_worker": "Field workers: their day on a phone",
    "manager": "Managers: what was saved",
    "officer": "Information governance: the evidence",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpPerson:
    """Somebody of the demo, to sign in as."""

    account_id: str
    name: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpGroup:
    """Those of one role."""

    title: str
    people: tuple[MadeUpPerson, ...]
    many: bool  # shown in a list that opens


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInParts:
    """What signing in needs from outside."""

    store: Store
    clock: Clock
    passwords: Passwords
    limiter: Limiter
    failures: Failures
    new_secret: Callable[[], str]
    demo: bool
    secure: bool


def sign_in_routes(parts: SignInParts, pages: Pages) -> APIRouter:
    """`/sign-in`, `/sign-in/made-up`, `/sign-out` and `/`."""
    router = APIRouter(tags=["signing in"])

    @router.get("/")
    def start(request: Request) -> Response:
        actor = request.scope["state"]["actor"]
        return back_to(home_of(actor) if isinstance(actor, Actor) else "/sign-in")

    @router.get("/sign-in")
    def show(request: Request, next: str = "") -> Response:  # noqa: A002 (the usual name in addresses)
        if request.scope["state"]["actor"] is not None:
            return back_to(_own_address(next) or home_of(request.scope["state"]["actor"]))
        return _form(parts, pages, request, next)

    @router.post("/sign-in")
    def enter(
        request: Request,
        login: Annotated[str, Form(max_length=200)] = "",
        password: Annotated[str, Form(max_length=4000)] = "",
        next: Annotated[str, Form(max_length=2000)] = "",  # noqa: A002
    ) -> Response:
        address = request.client.host if request.client else "unknown"
        try:
            signed_in = sign_in(
                parts.store, login=login, password=password, address=address, passwords=parts.passwords,
                limiter=parts.limiter, failures=parts.failures, now=parts.clock(), new_secret=parts.new_secret,
            )  # fmt: skip
        except WrongSignIn as wrong:
            return _form(parts, pages, request, next, login=login, wrong=str(wrong), status=401)
        except TryLater as later:
            answer = _form(parts, pages, request, next, login=login, wrong=str(later), status=429)
            answer.headers["Retry-After"] = str(later.after_s)
            return answer
        return _let_in(parts, signed_in, next)

    @router.post("/sign-in/made-up")
    def enter_as(
        request: Request,
        account: Annotated[str, Form(max_length=200)] = "",
        next: Annotated[str, Form(max_length=2000)] = "",  # noqa: A002
    ) -> Response:
        if not (parts.demo and is_loopback(request)):
            raise NotFound("There is no such page.")
        with parts.store.reading(SYSTEM) as work:
            found = work.accounts.get(account)
        if found is None or not found.active:
            raise NotFound("There is nobody of that name in the demo.")
        return _let_in(parts, start_session(parts.store, found, now=parts.clock(), new_secret=parts.new_secret), next)

    @router.post("/sign-out")
    def leave(request: Request) -> Response:
        sign_out(parts.store, secret_in(request, secure=parts.secure))
        answer = back_to("/sign-in", Flash(kind="success", text="You are signed out."))
        for name in (COOKIE, SECURE_COOKIE):
            answer.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=name == SECURE_COOKIE)
        # Whatever a phone kept of the day goes with the session.
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer

    return router


def is_loopback(request: Request) -> bool:
    """Whether the request comes from this machine itself and asks for it by its own name.

    A proxy on this machine is near too: what it passes on has another name in Host, says that it was passed on, or, of
    a plain proxy that does neither, has the name people see in the Origin that browsers add to what they post.
    """
    origin = request.headers.get("origin")
    near = request.client is not None and _is_own_name(request.client.host)
    own = _is_own_name(_name_in(f"//{request.headers.get('host', '')}"))
    from_here = origin is None or _is_own_name(_name_in(origin))
    passed_on = any(name in PASSED_ON or name.startswith("x-forwarded-") for name in request.headers)
    return near and own and from_here and not passed_on


def _name_in(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_own_name(name: str) -> bool:
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _let_in(parts: SignInParts, signed_in: SignedIn, address: str) -> Response:
    answer = back_to(_own_address(address) or home_of(signed_in.actor))
    answer.set_cookie(
        SECURE_COOKIE if parts.secure else COOKIE, signed_in.secret, max_age=SECONDS, path="/", httponly=True,
        samesite="lax", secure=parts.secure,
    )  # fmt: skip
    return answer


def _own_address(address: str) -> str:
    """The address if it is a path of ours, else nothing: nobody is sent to another site."""
    fine = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if fine and not address.startswith("/sign-") else ""


def _form(parts: SignInParts, pages: Pages, request: Request, address: str, *, login: str = "", wrong: str = "",
          status: int = 200) -> Response:  # fmt: skip
    groups: tuple[MadeUpGroup, ...] = ()
    if parts.demo and is_loopback(request):
        with parts.store.reading(SYSTEM) as work:
            groups = made_up_groups(work.accounts.all(), pages.organisation_name)
    return pages.show(request, "sign_in.html", status=status, next=_own_address(address), login=login, wrong=wrong,
                      groups=groups)  # fmt: skip


def made_up_groups(accounts: tuple[Account, ...], name_of: Callable[[str], str]) -> tuple[MadeUpGroup, ...]:
    """The demo's people by role, schedulers first."""
    order = list(ROLE_WORDS)
    known = sorted((one for one in accounts if one.active and one.role in order),
                   key=lambda one: (order.index(one.role), one.name))  # fmt: skip
    return tuple(
        MadeUpGroup(
            title=ROLE_WORDS[role],
            people=tuple(
                MadeUpPerson(account_id=one.id, name=one.name, organisation=name_of(one.organisation_id))
                for one in people
            ),
            many=len(people) > 8,
        )
        for role, people in ((role, list(found)) for role, found in groupby(known, key=lambda one: one.role))
    )

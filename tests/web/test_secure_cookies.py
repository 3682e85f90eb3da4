"""Over HTTPS every cookie is bound to it, whichever page sets it."""

import asyncio
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dispatch.bootstrap import bootstrap
from dispatch.config import Settings
from tests.databases import SetClock
from tests.web.knocker import Knocker, knocking_at
from tests.web.toy_doors import PASSWORD, PlainPasswords, settle
from web.app import create_app
from web.secure_cookies import SecureCookies


async def sets_two_cookies(scope: Scope, receive: Receive, send: Send) -> None:
    answer = Response("done")
    answer.set_cookie("flash", "told; once", httponly=True, samesite="lax")
    answer.set_cookie("__Host-allround", "x", path="/", secure=True)
    await answer(Request(scope).scope, receive, send)


def test_a_cookie_without_secure_gets_it_and_one_with_it_keeps_one() -> None:
    with asyncio.Runner() as runner:
        answer = Knocker(SecureCookies(sets_two_cookies), runner).get("/")
    assert answer.text == "done"
    assert len(answer.set_cookies) == 2
    assert [line.lower().split("; ").count("secure") for line in answer.set_cookies] == [1, 1]
    assert answer.cookie("flash").endswith("; Secure")


def test_an_installation_under_a_public_name_sets_and_takes_secure_cookies_alone(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, public_host="allround.example", secure_cookies=True)
    with closing(bootstrap(settings, SetClock())) as real:
        settle(real.store)
        allround = replace(real, passwords=PlainPasswords())
        app = create_app(allround, wake=lambda: None, ready=dict, tiles=None, hosts=("allround.example",))
        with knocking_at(app) as door:
            door.host = "allround.example"
            entered = door.post("/sign-in", {"login": "olu", "password": PASSWORD})
            secret = entered.cookie_value("__Host-allround")
            assert door.get("/", {"__Host-allround": secret}).headers["location"] == "/evidence"
            assert door.get("/", {"allround": secret}).headers["location"] == "/sign-in?next=/"
            left = door.post("/sign-out", cookies={"__Host-allround": secret})
    assert left.cookie("flash")
    assert all("; secure" in line.lower() for line in (*entered.set_cookies, *left.set_cookies))

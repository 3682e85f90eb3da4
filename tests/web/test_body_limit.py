"""A body that is too long is refused before it is held in memory, whatever it says of its length."""

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.web.caller import Caller
from web.body_limit import BodyLimit


async def count(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def client(app: ASGIApp | None = None) -> Caller:
    toy = Starlette(routes=[Route(path, count, methods=["POST"]) for path in ("/form", "/api/in", "/api/in/large")])
    return Caller(BodyLimit(app or toy, default_bytes=10, per_path={"/api/": 20, "/api/in/large": 30}))


def pieces(number: int, size_bytes: int = 5) -> Iterator[bytes]:
    """Sent without a Content-Length."""
    for _ in range(number):
        yield b"x" * size_bytes


def test_a_body_of_just_the_limit_passes_and_one_byte_more_does_not() -> None:
    assert client().post("/form", content=b"x" * 10).text == "10"
    refused = client().post("/form", content=b"x" * 11)
    assert refused.status_code == 413
    assert "at most 10 bytes" in refused.text


def test_a_body_without_a_length_is_counted_while_it_comes() -> None:
    assert client().post("/form", parts=pieces(2)).text == "10"
    assert client().post("/form", parts=pieces(3)).status_code == 413


def test_the_longest_beginning_of_the_path_decides() -> None:
    assert client().post("/api/in", content=b"x" * 20).text == "20"
    assert client().post("/api/in", content=b"x" * 21).status_code == 413
    assert client().post("/api/in/large", content=b"x" * 30).text == "30"
    assert client().post("/api/in/large", content=b"x" * 31).status_code == 413


@pytest.mark.parametrize("said", ["99999999999999999999999999", "11"])
def test_a_length_that_is_too_large_is_refused_unread(said: str) -> None:
    read: list[Message] = []
    assert asyncio.run(_answer(_never_reads(read), said=said, parts=[])) == [413]
    assert read == []


@pytest.mark.parametrize("said", ["2", "0", "-1", "many", "²"])
def test_a_length_that_lies_or_is_no_number_does_not_help(said: str) -> None:
    assert asyncio.run(_answer(_reads_all(), said=said, parts=[b"x" * 6, b"x" * 6])) == [413]


def test_an_application_that_makes_a_400_of_the_broken_body_does_not_hide_the_reason() -> None:
    class Reading(BaseModel):
        level: int

    app = FastAPI()

    @app.post("/form")
    def take(reading: Reading) -> int:
        return reading.level

    assert client(app).post("/form", content=b'{"level":1}'[:10]).status_code == 422
    headers = {"Content-Type": "application/json"}
    assert client(app).post("/form", parts=pieces(5), headers=headers).status_code == 413


def test_an_error_of_the_application_itself_is_left_to_it() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise LookupError("no such plan")

    with pytest.raises(LookupError, match="no such plan"):
        asyncio.run(_answer(broken, said="2", parts=[b"xx"]))


def _reads_all() -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        await PlainTextResponse("read")(scope, receive, send)

    return app


def _never_reads(read: list[Message]) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        read.append(await receive())

    return app


async def _answer(app: ASGIApp, *, said: str, parts: list[bytes]) -> list[int]:
    """The statuses that come out of a POST with this Content-Length and these parts of a body."""
    statuses: list[int] = []
    left = list(parts)

    async def receive() -> Message:
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = [(b"content-length", said.encode("latin-1"))]
    scope = {"type": "http", "method": "POST", "path": "/form", "headers": headers}
    await BodyLimit(app, default_bytes=10)(scope, receive, send)
    return statuses

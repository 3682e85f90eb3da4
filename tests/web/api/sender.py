"""Posts to a door for machines without a network, as a webhook would."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import contextmanager

import httpx
from fastapi import FastAPI
from starlette.types import Message


class Sender:
    """Asks one application, in one event loop."""

    def __init__(self, app: FastAPI, runner: asyncio.Runner) -> None:
        self._app, self._runner = app, runner

    def post(self, path: str, body: bytes | Iterable[bytes], headers: Mapping[str, str | bytes]) -> httpx.Response:
        """A body of several pieces is sent without saying how long it is."""
        raw = [
            (name.encode(), value if isinstance(value, bytes) else value.encode()) for name, value in headers.items()
        ]
        content = body if isinstance(body, bytes) else _trickle(body)
        return self._runner.run(self._ask("POST", path, content, raw))

    def hang_up(self, path: str, begun: bytes, headers: Mapping[str, str]) -> int:
        """Sends the beginning of a body and is gone; the status that nobody hears."""
        return self._runner.run(self._hang_up(path, begun, headers))

    def get(self, path: str) -> httpx.Response:
        return self._runner.run(self._ask("GET", path, b"", []))

    async def _ask(
        self, method: str, path: str, content: bytes | AsyncIterator[bytes], headers: list[tuple[bytes, bytes]]
    ) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
            return await client.request(method, path, content=content, headers=headers)

    async def _hang_up(self, path: str, begun: bytes, headers: Mapping[str, str]) -> int:
        told: list[Message] = [{"type": "http.request", "body": begun, "more_body": True}, {"type": "http.disconnect"}]
        said: list[int] = []

        async def receive() -> Message:
            return told.pop(0) if told else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                said.append(message["status"])

        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": path,
                 "raw_path": path.encode(), "query_string": b"", "root_path": "", "scheme": "http", "headers": raw,
                 "client": ("127.0.0.1", 1), "server": ("door", 80)}  # fmt: skip
        await self._app(scope, receive, send)
        (status,) = said
        return status


@contextmanager
def sender_to(app: FastAPI) -> Iterator[Sender]:
    with asyncio.Runner() as runner:
        yield Sender(app, runner)


async def _trickle(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece

"""Posts to a door for machines without a network, as a webhook would."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import contextmanager

import httpx
from fastapi import FastAPI


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

    def get(self, path: str) -> httpx.Response:
        return self._runner.run(self._ask("GET", path, b"", []))

    async def _ask(
        self, method: str, path: str, content: bytes | AsyncIterator[bytes], headers: list[tuple[bytes, bytes]]
    ) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
            return await client.request(method, path, content=content, headers=headers)


@contextmanager
def sender_to(app: FastAPI) -> Iterator[Sender]:
    with asyncio.Runner() as runner:
        yield Sender(app, runner)


async def _trickle(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece

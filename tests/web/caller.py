"""Asks an ASGI application without a network, from ordinary (not async) tests."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping

import httpx
from starlette.types import ASGIApp


class Caller:
    """One request at a time. An error of the application is raised here, unless it has answered by then."""

    def __init__(self, app: ASGIApp, base_url: str = "http://allround.test") -> None:
        self.app = app
        self.base_url = base_url

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """A GET."""
        return self.request("GET", path, headers=headers)

    def post(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        parts: Iterable[bytes] | None = None,
    ) -> httpx.Response:
        """A POST with `content`, or with `parts` sent one after another without a Content-Length."""
        return self.request("POST", path, headers=headers, content=content, parts=parts)

    def request(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        parts: Iterable[bytes] | None = None,
    ) -> httpx.Response:
        """Any request."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.base_url) as client:
                body = content if parts is None else _one_by_one(parts)
                return await client.request(method, path, headers=headers, content=body)

        return asyncio.run(ask())


async def _one_by_one(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part

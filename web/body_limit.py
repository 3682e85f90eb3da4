"""Refuses bodies that are longer than a form or a message has any reason to be."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """Answers 413 as soon as a body is, or says it is, longer than allowed; never holds any of it back."""

    def __init__(self, app: ASGIApp, default_bytes: int = 64_000, per_path: Mapping[str, int] | None = None) -> None:
        """`per_path` maps the beginning of a path to its limit in bytes; the longest that fits counts."""
        self.app = app
        self.default_bytes = default_bytes
        self.per_path = sorted((per_path or {}).items(), key=lambda item: -len(item[0]))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit_bytes = self._limit_bytes(scope["path"])
        if _said_length(scope) > limit_bytes:
            await _too_large(limit_bytes)(scope, receive, send)
            return
        body = _CountedBody(receive, send, limit_bytes)
        try:
            await self.app(scope, body.receive, body.send)
        except Exception:
            # Whatever the application makes of the broken body, also its own 500, gives way to the 413 below.
            if not body.too_large:
                raise
        if body.too_large and not body.answered:
            await _too_large(limit_bytes)(scope, receive, send)

    def _limit_bytes(self, path: str) -> int:
        return next((limit for beginning, limit in self.per_path if path.startswith(beginning)), self.default_bytes)


class _TooLarge(Exception):
    """Stops the application's reading."""


class _CountedBody:
    """Counts what is read; past the limit, reading fails and the application's answer is dropped."""

    def __init__(self, receive: Receive, send: Send, limit_bytes: int) -> None:
        self._receive = receive
        self._send = send
        self._left_bytes = limit_bytes
        self.too_large = False
        self.answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left_bytes -= len(message.get("body", b""))
            if self._left_bytes < 0:
                self.too_large = True
                raise _TooLarge
        return message

    async def send(self, message: Message) -> None:
        if self.too_large and not self.answered:
            return
        self.answered = True
        await self._send(message)


def _said_length(scope: Scope) -> int:
    """The Content-Length; 0 when there is none that is a number, as then the bytes are counted."""
    said = Headers(scope=scope).get("Content-Length", "")
    return int(said[:20]) if said.isascii() and said.isdigit() else 0


def _too_large(limit_bytes: int) -> PlainTextResponse:
    return PlainTextResponse(
        f"That is too large: at most {limit_bytes:,} bytes can be sent here. Send less at a time.\n",
        status_code=413,
        headers={"Connection": "close"},  # what is still coming is not read
    )

"""Knocks at the doors of an application without a network: as anybody, from any address, by any path."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlencode

import httpx
from starlette.types import ASGIApp

PAGE = "text/html,application/xhtml+xml"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; header names in small letters, the last of a name wins, but for `set_cookies`."""

    status: int
    headers: Mapping[str, str]
    text: str
    set_cookies: tuple[str, ...]

    def cookie(self, name: str) -> str:
        """The Set-Cookie line of `name`; empty when there is none."""
        return next((line for line in self.set_cookies if line.startswith(f"{name}=")), "")

    def cookie_value(self, name: str) -> str:
        """What a browser sends back."""
        return self.cookie(name).partition(";")[0].partition("=")[2]


@dataclass(slots=True)
class Knocker:
    """`path` goes out as it is written, encoded or not; cookies are sent only where they are given."""

    app: ASGIApp
    runner: asyncio.Runner
    host: str = "127.0.0.1:8300"
    from_address: str = "127.0.0.1"
    always: dict[str, str] = field(default_factory=dict)  # headers of every request

    def get(self, path: str, cookies: Mapping[str, str] | None = None, **headers: str) -> Answer:
        """As a browser asks for a page."""
        return self.ask("GET", path, cookies=cookies, headers={"accept": PAGE, **_named(headers)})

    def post(
        self, path: str, form: Mapping[str, str] | None = None, cookies: Mapping[str, str] | None = None, **headers: str
    ) -> Answer:
        """As a browser posts a form of our own pages."""
        named = {"accept": PAGE, "content-type": FORM, "sec-fetch-site": "same-origin", **_named(headers)}
        return self.ask("POST", path, cookies=cookies, headers=named, body=urlencode(form or {}).encode())

    def ask(
        self, method: str, path: str, *, cookies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None, body: bytes = b"",
    ) -> Answer:  # fmt: skip
        """Any request."""
        named = {"host": self.host, "content-length": str(len(body)), **self.always, **(headers or {})}
        if cookies:
            named["cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        bare, _, query = path.partition("?")
        scope: dict[str, object] = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "root_path": "",
            "method": method, "path": unquote(bare), "raw_path": bare.encode(), "query_string": query.encode(),
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in named.items()],
            "client": (self.from_address, 50000), "server": ("127.0.0.1", 8300), "state": {},
        }  # fmt: skip
        return self.runner.run(_ask(self.app, scope, body))


@contextmanager
def knocking_at(app: ASGIApp) -> Iterator[Knocker]:
    """One event loop for all requests."""
    with asyncio.Runner() as runner:
        yield Knocker(app, runner)


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


async def _ask(app: ASGIApp, scope: dict[str, object], body: bytes) -> Answer:
    asked = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return asked.pop() if asked else {"type": "http.disconnect"}

    async def send(message: Mapping[str, object]) -> None:
        sent.append(dict(message))

    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    pairs = httpx.Headers(start["headers"])  # type: ignore[arg-type] # a list of pairs of bytes
    content = b"".join(bytes(message.get("body", b"")) for message in sent[1:])  # type: ignore[call-overload]
    return Answer(
        status=int(str(start["status"])),
        headers=dict(pairs),
        text=content.decode("utf-8", "replace"),
        set_cookies=tuple(pairs.get_list("set-cookie")),
    )

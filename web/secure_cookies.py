"""Every cookie goes over HTTPS only, whichever page sets it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class SecureCookies:
    """Pure ASGI: adds `Secure` to each Set-Cookie that does not say it yet."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _secured(message)}
            await send(message)

        await self._app(scope, receive, send_secured if scope["type"] == "http" else send)


def _secured(message: Message) -> list[tuple[bytes, bytes]]:
    return [
        (name, value + b"; Secure" if name.lower() == b"set-cookie" and not _says_so(value) else value)
        for name, value in MutableHeaders(raw=list(message.get("headers", ()))).raw
    ]


def _says_so(cookie: bytes) -> bool:
    return b"secure" in (part.strip().lower() for part in cookie.split(b";")[1:])

"""Headers that browsers obey on every response: only this server's content, kept only where that is harmless.

What stands in front of the pages is, from the outside in, `SecurityHeaders(CrossSiteGuard(BodyLimit(app)))`, so that
refusals carry the headers too. All three are plain ASGI and hold nothing back.
"""

from types import MappingProxyType

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.body_limit import BodyLimit
from web.cross_site import CrossSiteGuard

__all__ = ["BodyLimit", "CrossSiteGuard", "SecurityHeaders"]  # the three that stand together in front

# Everything from this server, nothing from elsewhere, nothing written inside a page. MapLibre asks for no exception:
# its worker is a file of ours, and our map has its own buttons where MapLibre's style sheet has `data:` images.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    }
)
STATIC = "/static/"
KEPT_A_YEAR = "public, max-age=31536000, immutable"  # only where the address changes with the content
ASKED_EACH_TIME = "no-cache"
NEVER_KEPT = "no-store"
# htmx gets a piece where a browser gets the page, at the same address.
VARIES = ("HX-Request", "HX-Request-Type")


class SecurityHeaders:
    """Sets the headers above on every response.

    A response that says for itself how long it may be kept (a map tile) is left to it; else only /static/ is kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", _cache_control(scope, message["status"]))
                if headers.get("Content-Type", "").startswith("text/html"):
                    for name in VARIES:
                        headers.add_vary_header(name)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _cache_control(scope: Scope, status: int) -> str:
    if not scope["path"].startswith(STATIC) or status >= 400:
        return NEVER_KEPT
    return KEPT_A_YEAR if scope.get("query_string", b"").startswith(b"v=") else ASKED_EACH_TIME

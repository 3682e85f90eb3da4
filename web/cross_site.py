"""Refuses what another website makes a browser send here."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Doors for machines: they show a token and no cookie, so no browser can be tricked into speaking for somebody.
MACHINE_PATHS = ("/api/v1/signals/",)
REFUSAL = "This was sent from another website, so it was not carried out. Open Allround itself and try again there.\n"


class CrossSiteGuard:
    """Lets reading through, and writing only from our own pages, as the session cookie goes with either.

    By what browsers say of themselves, without tokens in forms, as Go 1.25's CrossOriginProtection does
    (https://pkg.go.dev/net/http#CrossOriginProtection). A request that says nothing is not a browser's.
    """

    def __init__(self, app: ASGIApp, exempt: tuple[str, ...] = MACHINE_PATHS) -> None:
        self.app = app
        self.exempt = exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or self._may_pass(scope):
            await self.app(scope, receive, send)
            return
        await PlainTextResponse(REFUSAL, status_code=403)(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        if scope["method"] in SAFE_METHODS or scope["path"].startswith(self.exempt):
            return True
        headers = Headers(scope=scope)
        site = headers.get("Sec-Fetch-Site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = headers.get("Origin")
        return origin is None or _is_own(origin, scope["scheme"], headers.get("Host", ""))


def _is_own(origin: str, scheme: str, host: str) -> bool:
    """Whether `origin` is this server. Behind a proxy that ends TLS, http here is https to the browser."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return bool(parts.netloc) and parts.netloc.lower() == host.lower() and parts.scheme in (scheme, "https")

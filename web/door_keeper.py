"""Stands before every door: who is it, and may they? Whatever is not allowed by the table is refused."""

from collections.abc import Callable
from urllib.parse import quote

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotAllowed, NotFound
from dispatch.domain.permissions import Action, may
from web.doors import Open, Rule, methods_of, rule_for

# Answers a request that is refused: as a page, as a piece of one, or as JSON; None: the status follows from the error.
Refuse = Callable[[Request, Exception, int | None], Response]
COOKIE = "allround"
SECURE_COOKIE = "__Host-allround"  # browsers take it over HTTPS only, from this very host, for every path


class NotSignedIn(Exception):
    """Nobody is signed in, or no longer."""

    def __init__(self) -> None:
        super().__init__("You are not signed in, or were signed out after twelve hours. Sign in and try again.")


class DoorKeeper:
    """Pure ASGI: puts `actor` into the request's state; routes behind it trust that it is there.

    Looks at the path as the router does (`scope["path"]`). `request.url.path` is not it: it is read from an address put
    together from the Host header and the path, and ends where either has a `?` or `#`. `secure`: sessions come in the
    cookie that browsers take over HTTPS only, and in no other.
    """

    def __init__(
        self, app: ASGIApp, *, actor_of: Callable[[str], Actor | None], refuse: Refuse, secure: bool = False
    ) -> None:
        self._app, self._actor_of, self._refuse, self._secure = app, actor_of, refuse, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets through or refuses."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            answer = await to_thread.run_sync(self._decide, request, scope)
        except Exception as error:  # storage may be busy or gone: who it is stays unknown, and nobody is let through
            answer = await to_thread.run_sync(self._refuse, request, error, None)
        await (answer or self._app)(scope, receive, send)

    def _decide(self, request: Request, scope: Scope) -> Response | None:
        path: str = scope["path"]
        rule = rule_for(request.method, path)
        state = scope.setdefault("state", {})
        state["actor"] = None
        if rule is Open.BY_ITS_OWN_KEY or (rule is Open.TO_ALL and path.startswith(("/static/", "/health/"))):
            return None
        actor = self._actor_of(secret_in(request, secure=self._secure))
        state["actor"] = actor
        if rule is Open.TO_ALL:
            return None
        if actor is None:
            return self._ask_to_sign_in(request)
        if rule is None:
            return self._no_such_door(request)
        return self._judge(request, actor, rule)

    def _judge(self, request: Request, actor: Actor, rule: Rule) -> Response | None:
        if rule is Open.TO_THE_SIGNED_IN or (isinstance(rule, Action) and may(actor, rule)):
            return None
        asked = rule.value if isinstance(rule, Action) else "open this"
        return self._refuse(request, NotAllowed(actor.role, asked), 403)

    def _ask_to_sign_in(self, request: Request) -> Response:
        """Nobody learns here which doors there are."""
        page = request.method in ("GET", "HEAD") and "text/html" in Headers(scope=request.scope).get("accept", "")
        if page and "hx-request" not in request.headers:
            query = request.scope["query_string"].decode("latin-1")
            back = quote(request.scope["path"]) + (f"?{query}" if query else "")
            return RedirectResponse(f"/sign-in?next={quote(back, safe='/')}", status_code=303)
        return self._refuse(request, NotSignedIn(), 401)

    def _no_such_door(self, request: Request) -> Response:
        others = methods_of(request.scope["path"])
        if others:
            way = NotFound("This address cannot be asked in this way. Go back and use the page's own buttons.")
            answer = self._refuse(request, way, 405)
            answer.headers["Allow"] = ", ".join(sorted(others | ({"HEAD"} if "GET" in others else set())))
            return answer
        return self._refuse(request, NotFound("There is no such page."), 404)


def secret_in(request: Request, *, secure: bool) -> str:
    """The session's secret in the request's cookies, or an empty text.

    Over HTTPS the plain cookie does not count: a neighbouring site, or anybody on the way over plain HTTP, can set it.
    """
    return request.cookies.get(SECURE_COOKIE if secure else COOKIE, "")

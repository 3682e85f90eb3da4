"""Two small wrappers: nothing that goes wrong leaves without an answer, and HEAD is asked as GET."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class CatchAll:
    """Answers what nobody foresaw with a page that says so; inside the other wrappers, so it has all their headers."""

    def __init__(self, app: ASGIApp, *, refuse: Callable[[Request, Exception], Response]) -> None:
        self._app, self._refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As the application, but for exceptions."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if begun:  # too late for another answer: the connection breaks off, which the browser notices
                raise
            await self._refuse(Request(scope), error)(scope, receive, send)


class HeadAsGet:
    """HEAD gets the headers of GET; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Asks as GET."""
        asked = {**scope, "method": "GET"} if scope["type"] == "http" and scope["method"] == "HEAD" else scope
        await self._app(asked, receive, send)

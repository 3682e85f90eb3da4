"""Where errors of the work become HTTP: the only place that knows a status code for a sentence."""

import logging
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from dispatch.domain.errors import DispatchError, NotAllowed, NotFound, NotLegal, Stale, TryLater, Unusable
from web.door_keeper import NotSignedIn
from web.pages.frame import Problem
from web.pages.page import Pages

LOG = logging.getLogger("allround.web")

STATUS: tuple[tuple[type[DispatchError], int], ...] = (
    (NotAllowed, 403),
    (NotFound, 404),
    (NotLegal, 409),
    (Stale, 409),
    (Unusable, 422),
    (TryLater, 503),
)
TITLES = {
    400: "This request cannot be read",
    401: "Sign in first",
    403: "You may not do this",
    404: "Not found",
    405: "Not found",
    409: "This has changed in the meantime",
    413: "This is too much at once",
    422: "This cannot be used as it is",
    429: "Too many tries",
    500: "Something went wrong here",
    503: "Not possible just now",
}
REMEDIES = {
    401: "Sign in, then do it again. Nothing was changed.",
    403: "Nothing was changed. If you need this for your work, ask your organisation's lead.",
    404: "Check the address, or go back and start again from the menu.",
    409: "Nothing was changed. Go back, load the page again and look at what is there now.",
    422: "Nothing was changed. Go back, put it right and send it again.",
    500: "It was noted under the reference below. Go back and try again; if it happens again, tell whoever looks after "
    "Allround.",
    503: "Nothing was changed. Try again in a moment.",
}


def status_of(error: Exception) -> int:
    """The status code of an error of the work; 500 for one that nobody foresaw."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


class Refusals:
    """Turns an error into an answer: JSON for machines, a piece for htmx, a page for people."""

    def __init__(self, pages: Pages, new_id: Callable[[], str]) -> None:
        self._pages, self._new_id = pages, new_id

    def answer(self, request: Request, error: Exception, status: int | None = None) -> Response:
        """`status` None: worked out from the error."""
        status = status or status_of(error)
        reference = ""
        sentence = str(error)
        if status == 500:
            reference, sentence = self._new_id()[:8], "Allround could not finish this."
            LOG.error("reference %s: %s %s", reference, request.method, request.scope["path"], exc_info=error)
        headers = {"Retry-After": str(error.after_s)} if isinstance(error, TryLater) else {}
        if status == 401:
            headers["WWW-Authenticate"] = 'Session realm="Allround"'
        if request.scope["path"].startswith("/api/"):
            answer: Response = JSONResponse(
                {"error": sentence, **({"reference": reference} if reference else {})}, status_code=status
            )
        else:
            answer = self._page_or_words(request, status, sentence, reference)
        answer.headers.update(headers)
        return answer

    def _page_or_words(self, request: Request, status: int, sentence: str, reference: str) -> Response:
        try:
            return self._page(request, status, sentence, reference)
        except Exception:  # the frame reads from storage, which may be what went wrong
            LOG.exception("reference %s: not even the page of the error", reference or "none")
            return PlainTextResponse(" ".join(filter(None, (sentence, REMEDIES.get(status), reference))) + "\n", status)

    def _page(self, request: Request, status: int, sentence: str, reference: str) -> Response:
        problem = Problem(
            title=TITLES.get(status, TITLES[400]),
            happened=sentence,
            remedy=REMEDIES.get(status, "Go back and try again. Nothing was changed."),
            reference=reference,
            sign_in=status == 401,
        )
        if "hx-request" in request.headers:
            return self._pages.piece("error_piece.html", status=status, problem=problem)
        return self._pages.show(request, "error.html", status=status, problem=problem)


__all__ = ["NotSignedIn", "Refusals", "status_of"]

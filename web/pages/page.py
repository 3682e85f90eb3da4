"""Renders pages in their frame: who is signed in, sections, the banner of the demo, a message told once."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dispatch.domain.actor import Actor, Role
from web.pages.frame import Flash, Frame, Section

FLASH = "flash"
SECTIONS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.SCHEDULER: (("Board", "/board"), ("Savings", "/savings"), ("Evidence", "/evidence")),
    Role.FIELD_WORKER: (("My day", "/phone"),),
    Role.MANAGER: (("Savings", "/savings"), ("Evidence", "/evidence")),
    Role.OFFICER: (("Evidence", "/evidence"),),
}


def home_of(actor: Actor) -> str:
    """Where somebody of this role starts."""
    return SECTIONS[actor.role][0][1]


def actor_in(request: Request) -> Actor:
    """Who asks. The door keeper has let them through, so there is somebody."""
    actor = request.scope["state"]["actor"]
    if not isinstance(actor, Actor):
        raise TypeError("a route that needs an actor stands behind a door that lets in nobody")
    return actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """`banner()` is what stands above every page (the demo says so there); `organisation_name` by id."""

    templates: Environment
    banner: Callable[[], str]
    organisation_name: Callable[[str], str]

    def show(self, request: Request, template: str, *, status: int = 200, attribution: str = "",
             flash: Flash | None = None, **values: Any) -> HTMLResponse:  # fmt: skip
        """The page `template`, given `frame` and `values`. `flash` is shown instead of one that waits in the cookie."""
        waiting = _flash_in(request)
        frame = self.frame(request, attribution=attribution, flash=flash or waiting)
        html = self.templates.get_template(template).render(frame=frame, **values)
        answer = HTMLResponse(html, status_code=status)
        if waiting is not None:
            answer.delete_cookie(FLASH, path="/", httponly=True, samesite="lax")
        return answer

    def piece(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A piece of a page, as htmx asks for it."""
        return HTMLResponse(self.templates.get_template(template).render(**values), status_code=status)

    def frame(self, request: Request, *, attribution: str = "", flash: Flash | None = None) -> Frame:
        """The frame for whoever asks."""
        actor = request.scope.get("state", {}).get("actor")
        path = request.scope["path"]
        if not isinstance(actor, Actor):
            return Frame(banner=self.banner(), flash=flash, attribution=attribution)
        return Frame(
            sections=tuple(
                Section(text=text, href=href, current=path == href or path.startswith(f"{href}/"))
                for text, href in SECTIONS[actor.role]
            ),
            who=actor.name,
            role=actor.role.replace("_", " "),
            organisation=self.organisation_name(actor.organisation_id),
            banner=self.banner(),
            flash=flash,
            attribution=attribution,
            home=home_of(actor),
        )


def back_to(address: str, flash: Flash | None = None) -> Response:
    """After a form was posted: the browser loads `address` anew (303), where the message is told once."""
    answer = RedirectResponse(address, status_code=303)
    if flash is not None:
        text = base64.urlsafe_b64encode(json.dumps([flash.kind, flash.text[:900]]).encode()).decode()
        answer.set_cookie(FLASH, text, max_age=60, path="/", httponly=True, samesite="lax")
    return answer


def _flash_in(request: Request) -> Flash | None:
    """A cookie is whatever the browser sends; one that is not ours is passed over."""
    try:
        kind, text = json.loads(base64.urlsafe_b64decode(request.cookies.get(FLASH, "").encode("ascii", "ignore")))
    except (ValueError, TypeError, RecursionError):  # the last: a thousand brackets
        return None
    if kind not in ("success", "error", "note") or not isinstance(text, str):
        return None
    return Flash(kind=kind, text=text[:900])

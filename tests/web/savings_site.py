"""The savings and evidence pages on the small stored day, behind the real door keeper and the real headers."""

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from dispatch.governance.sign_in import actor_of
from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.web import stored_town as town
from tests.web.caller import Caller
from tests.web.stored_day import StoredDay
from web.app import answer_errors
from web.door_keeper import COOKIE, DoorKeeper
from web.headers import SecurityHeaders
from web.pages.evidence import evidence_routes
from web.pages.page import Pages
from web.pages.savings import savings_routes
from web.pages.templates import FOLDER, environment
from web.refusals import Refusals


def site(store: Store, clock: SetClock) -> ASGIApp:
    """As web/app.py puts it together, with these pages only."""
    names = {one.id: one.name for one in town.ORGANISATIONS}
    pages = Pages(
        templates=environment(), banner=lambda: "Made-up people and work.", organisation_name=lambda one: names[one]
    )
    refusals = Refusals(pages, lambda: "0123456789abcdef")
    app = FastAPI()
    app.include_router(savings_routes(store=store, clock=clock, zone=town.LONDON, pages=pages))
    app.include_router(evidence_routes(store=store, clock=clock, zone=town.LONDON, pages=pages))
    app.mount("/static", StaticFiles(directory=FOLDER.parent / "static"))
    answer_errors(app, refusals)
    app.add_middleware(DoorKeeper, actor_of=lambda secret: actor_of(store, secret, clock()), refuse=refusals.answer)
    return SecurityHeaders(app)


@dataclass(frozen=True)
class Reader:
    """Somebody signed in who asks without a browser."""

    day: StoredDay
    who: str

    def get(self, path: str, accept: str = "text/html") -> Any:
        """The answer, whatever its status."""
        caller = Caller(site(self.day.store, self.day.clock))
        return caller.get(path, headers={"cookie": f"{COOKIE}={self.day.secret(self.who)}", "accept": accept})

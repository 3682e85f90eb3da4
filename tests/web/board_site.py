"""The scheduler's pages alone, behind the door keeper, on a small stored day."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from dispatch.adapters.map_tiles import TileArchive
from dispatch.governance.sign_in import actor_of
from tests.browser.served import serve_app
from tests.web import stored_town as town
from tests.web.stored_day import StoredDay
from web.app import answer_errors
from web.door_keeper import DoorKeeper
from web.headers import BodyLimit, CrossSiteGuard, SecurityHeaders
from web.pages.absences import absence_routes
from web.pages.board import board_routes
from web.pages.jobs import job_routes
from web.pages.map import map_routes
from web.pages.page import Pages
from web.pages.plan_page import plan_routes
from web.pages.templates import FOLDER, environment
from web.refusals import Refusals

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.device import Device
    from tests.browser.visit import Opener


class BoardSite:
    """`app` serves them; `woken` counts how often background work was told that there is something to do."""

    def __init__(self, day: StoredDay, tiles: TileArchive | None = None) -> None:
        self.day, self.woken = day, 0
        names = {one.id: one.name for one in town.ORGANISATIONS}
        pages = Pages(templates=environment(), banner=lambda: "", organisation_name=lambda one: names[one])
        refusals = Refusals(pages, day.new_id)
        store, clock, zone = day.store, day.clock, town.LONDON
        app = FastAPI()
        app.include_router(
            board_routes(
                store, clock, zone, pages, new_id=day.new_id, wake=self.wake, iterations=1000, has_map=bool(tiles)
            )
        )
        app.include_router(plan_routes(store, clock, zone, pages, has_map=bool(tiles)))
        app.include_router(job_routes(store, clock, zone, pages, new_id=day.new_id))
        app.include_router(absence_routes(store, clock, zone, new_id=day.new_id))
        app.include_router(map_routes(store, clock, zone, tiles=tiles))
        app.mount("/static", StaticFiles(directory=FOLDER.parent / "static"))
        answer_errors(app, refusals)
        app.add_middleware(DoorKeeper, actor_of=lambda secret: actor_of(store, secret, clock()), refuse=refusals.answer)
        app.add_middleware(CrossSiteGuard)
        app.add_middleware(BodyLimit)
        app.add_middleware(SecurityHeaders)
        self.app = app

    def wake(self) -> None:
        """As the board does after asking for a plan."""
        self.woken += 1

    @contextmanager
    def served(self) -> Iterator[str]:
        """Its address."""
        with serve_app(self.app) as url:
            yield url

    def visit(self, open_page: "Opener", url: str, who: str, device: "Device", *, script: bool = True) -> "Page":
        """A page of somebody who is signed in."""
        page = open_page(url, device, script=script)
        page.context.add_cookies([{"name": name, "value": value, "url": url}
                                  for name, value in self.day.cookies(who).items()])  # fmt: skip
        return page

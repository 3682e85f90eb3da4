"""One route of the revision shown as GPX, for a phone or a satnav."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.adapters.route_files import to_gpx
from dispatch.domain.errors import NotFound
from dispatch.domain.states import PlanState
from web.pages.board_day import StoredBoard
from web.pages.board_seen import Seer
from web.pages.drawn_routes import DrawnRoutes
from web.pages.in_zone import day_in_words

# A file outlives the page that says this beside it.
STATE_WORDS = {
    PlanState.DRAFT: "draft, not published",
    PlanState.PUBLISHED: "published",
    PlanState.SUPERSEDED: "replaced by a later plan",
    PlanState.DISCARDED: "discarded",
}


def route_gpx(board: StoredBoard, shift_id: str, zone: ZoneInfo, now: datetime) -> bytes:
    """Of this shift; raises NotFound where it has no line, or none that the reader may see."""
    routes = DrawnRoutes(board, Seer(board), zone)
    shown = board.shown
    day = next((one for one in shown.plan.days if one.shift_id == shift_id), None) if shown else None
    if shown is None or day is None or not routes.drawn(day):
        raise NotFound(
            "There is no such route to take along: nobody is sent, its line was not kept, or it leads to a door that "
            "is not shared with your organisation. Open the board to see what there is."
        )
    return to_gpx(
        [routes.route(day)],
        routes.stops(day),
        name=f"Plan {shown.number} ({STATE_WORDS[shown.state]}), {day_in_words(board.on)}",
        attribution=shown.attribution,
        made_at=now,
    )

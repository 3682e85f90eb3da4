"""The routes of the revision shown as GeoJSON: for the map, and to take along."""

from typing import Any
from zoneinfo import ZoneInfo

from dispatch.adapters.route_files import to_geojson
from web.pages.board_day import StoredBoard
from web.pages.board_seen import Seer
from web.pages.drawn_routes import DrawnRoutes


def routes_geojson(board: StoredBoard, zone: ZoneInfo) -> dict[str, Any]:
    """A line for each route that is drawn, a point for each stop and each job left out; the rest is in `not_drawn`."""
    routes = DrawnRoutes(board, Seer(board), zone)
    shown = board.shown
    days = shown.plan.days if shown else ()
    whole = [day for day in days if routes.whole(day)]
    return to_geojson(
        [routes.route(day) for day in whole if routes.drawn(day)],
        [*(stop for day in whole for stop in routes.stops(day)), *routes.left_out()],
        attribution=shown.attribution if shown else "",
        date=board.on.isoformat(),
        plan=shown.number if shown else None,
        state=shown.state.value if shown else None,
        not_drawn=[day.shift_id for day in days if not routes.whole(day)],
    )

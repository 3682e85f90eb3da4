"""The map: its style, its tiles from our own archive, and the routes of a plan as far as the reader may see them."""

from datetime import date
from hashlib import sha256
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import JSONResponse, Response

from dispatch.adapters.map_tiles import TileArchive, map_style
from dispatch.domain.errors import NotFound
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store
from web.pages.board import bounded
from web.pages.board_day import note, read_board
from web.pages.page import actor_in
from web.pages.routes_geojson import routes_geojson

# A changed map has an archive of another name, which is part of the address: a tile never changes under its address.
KEEP_TILES = "private, max-age=86400, immutable"
NO_MAP = "No map is set up here."
Coordinate = Annotated[int, Path(ge=0, le=2**24)]


def map_routes(store: Store, clock: Clock, zone: ZoneInfo, *, tiles: TileArchive | None) -> APIRouter:
    """`/map/style.json`, `/map/tiles/{z}/{x}/{y}` and `/map/routes.geojson`; without `tiles` the first two say so."""
    router = APIRouter(tags=["map"])

    @router.get("/map/style.json")
    def style(request: Request) -> Response:
        """How browsers draw it."""
        if tiles is None:
            raise NotFound(NO_MAP)
        # MapLibre asks for whole addresses only.
        base = str(request.base_url).rstrip("/")
        return JSONResponse(
            map_style(
                tiles_url=f"{base}/map/tiles/{{z}}/{{x}}/{{y}}?map={version(tiles)}",
                bounds=tiles.bounds,
                attribution=tiles.attribution,
                min_zoom=tiles.min_zoom,
                max_zoom=tiles.max_zoom,
            )
        )

    @router.get("/map/tiles/{z}/{x}/{y}")
    def tile(
        request: Request, z: Annotated[int, Path(ge=0, le=24)], x: Coordinate, y: Coordinate,
        map_: Annotated[str, Query(alias="map", max_length=40)] = "",
    ) -> Response:  # fmt: skip
        """One tile, compressed as it is stored; 204 where the map has nothing."""
        if tiles is None:
            raise NotFound(NO_MAP)
        etag = f'"{version(tiles)}-{z}-{x}-{y}"'
        # An address without the map's name, or with an old one, may get other content one day.
        keep = KEEP_TILES if map_ == version(tiles) else "private, no-cache"
        headers = {"ETag": etag, "Cache-Control": keep, "Vary": "Cookie"}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        content = tiles.tile(z, x, y)
        if content is None:
            return Response(status_code=204, headers=headers)
        headers["Content-Encoding"] = tiles.encoding
        return Response(content, media_type=tiles.media_type, headers=headers)

    @router.get("/map/routes.geojson")
    def routes(
        request: Request,
        on: Annotated[date | None, Query(alias="date")] = None,
        plan: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        """Of a plan, or of the day's."""
        actor, now = actor_in(request), clock()
        today = now.astimezone(zone).date()
        with store.reading(actor) as work:
            revision = work.plans.get(plan) if plan else None
            if plan and revision is None:
                raise NotFound("There is no such plan. Open the board to see what there is.")
            day = revision.date if revision else bounded(on, today) or today
            stored = read_board(work, actor, day, today=today, now=now, plan_id=plan)
        note(store, actor, "see the map", f"day {day.isoformat()}", actor.organisation_id)
        return JSONResponse(routes_geojson(stored, zone), media_type="application/geo+json")

    return router


def version(tiles: TileArchive) -> str:
    """A short name of the archive's content."""
    return sha256(tiles.path.name.encode()).hexdigest()[:12]

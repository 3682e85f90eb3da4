"""The map's style, tiles and routes: what is sent, how long it is kept, and what is left out of it."""

import asyncio
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dispatch.adapters.map_tiles import TileArchive, make_tiles, open_tiles
from dispatch.domain.actor import Purpose
from dispatch.domain.sharing import JobField, SharingAgreement
from tests.dispatch.adapters.map_tiles.edge_map import write_edge_map
from tests.web import stored_town as town
from tests.web.board_site import BoardSite
from tests.web.knocker import Knocker
from tests.web.stored_day import SETTING_UP, StoredDay
from web.pages.map import version

ROUTES = "/map/routes.geojson?date=2026-11-24"


@pytest.fixture(scope="module")
def tiles(tmp_path_factory: pytest.TempPathFactory) -> TileArchive:
    folder = tmp_path_factory.mktemp("tiles")
    write_edge_map(folder / "edge.osm")
    make_tiles(folder / "edge.osm", folder / "edge.pmtiles", say=lambda _: None)
    return open_tiles(folder / "edge.pmtiles")


@pytest.fixture
def knock(day: StoredDay, tiles: TileArchive) -> Iterator[Knocker]:
    with asyncio.Runner() as runner:
        yield Knocker(BoardSite(day, tiles).app, runner)


def routes(day: StoredDay, knock: Knocker, who: str) -> dict[str, Any]:
    answer = knock.get(ROUTES, cookies=day.cookies(who))
    assert answer.headers["content-type"] == "application/geo+json"
    found: dict[str, Any] = json.loads(answer.text)
    return found


def test_the_style_asks_for_our_own_tiles_only(day: StoredDay, knock: Knocker) -> None:
    style = json.loads(knock.get("/map/style.json", cookies=day.cookies("priya")).text)
    (address,) = style["sources"]["map"]["tiles"]
    assert address.startswith("http://127.0.0.1:8300/map/tiles/{z}/{x}/{y}?map=")


def test_a_tile_is_kept_by_browsers_as_long_as_the_map_has_this_name(day: StoredDay, knock: Knocker) -> None:
    cookies = day.cookies("priya")
    style = json.loads(knock.get("/map/style.json", cookies=cookies).text)
    west, south, _, _ = style["sources"]["map"]["bounds"]
    path = style["sources"]["map"]["tiles"][0].partition("8300")[2]
    z, x, y = column_and_row(west, south, 12)
    tile = knock.get(path.format(z=z, x=x, y=y), cookies=cookies)
    assert tile.status == 200
    assert tile.headers["content-encoding"] == "gzip"
    assert "immutable" in tile.headers["cache-control"]
    again = knock.get(path.format(z=z, x=x, y=y), cookies=cookies, if_none_match=tile.headers["etag"])
    assert (again.status, again.text) == (304, "")
    old = knock.get(f"/map/tiles/{z}/{x}/{y}?map=another", cookies=cookies)
    assert "no-cache" in old.headers["cache-control"]


def column_and_row(lon: float, lat: float, zoom: int) -> tuple[int, int, int]:
    side = 2**zoom
    row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return zoom, int((lon + 180) / 360 * side), int(row * side)


@pytest.mark.parametrize(
    ("path", "status"),
    [("12/0/0", 204), ("24/0/0", 204), ("25/0/0", 422), ("1/-1/0", 422), ("a/b/c", 422), ("3/99999999999/0", 422)],
)
def test_where_there_is_no_tile_there_is_nothing(day: StoredDay, knock: Knocker, path: str, status: int) -> None:
    assert knock.get(f"/map/tiles/{path}", cookies=day.cookies("priya")).status == status


def test_without_a_map_the_board_works_and_says_so(day: StoredDay) -> None:
    day.publish()
    with asyncio.Runner() as runner:
        knock = Knocker(BoardSite(day).app, runner)
        cookies = day.cookies("priya")
        assert "No map is set up here." in knock.get("/board", cookies=cookies).text
        assert knock.get("/map/style.json", cookies=cookies).status == 404
        assert knock.get("/map/tiles/1/0/0", cookies=cookies).status == 404


def test_before_a_plan_there_is_nothing_to_draw(day: StoredDay, knock: Knocker) -> None:
    assert routes(day, knock, "priya")["features"] == []


def test_a_route_that_leads_to_a_hidden_door_is_named_and_not_drawn(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    found = routes(day, knock, "priya")
    drawn = {one["properties"]["shift"] for one in found["features"] if one["properties"]["kind"] == "route"}
    assert drawn == {"ann-shift", "ben-shift", "cass-shift"}
    assert set(found["not_drawn"]) == {"fiona-shift", "gus-shift"}
    assert "Lock Cottages" not in json.dumps(found)
    hidden = {(town.LOCK_COTTAGES.lon, town.LOCK_COTTAGES.lat)}
    points = {tuple(one["geometry"]["coordinates"]) for one in found["features"] if one["geometry"]["type"] == "Point"}
    assert not hidden & points


def test_under_a_sharing_agreement_for_places_the_route_is_drawn_without_what_is_done_there(
    day: StoredDay, knock: Knocker
) -> None:
    agreement = SharingAgreement(
        id="places", giver_id="landlord", receiver_id="council", purposes=(Purpose.PLANNING,),
        fields=(JobField.PLACE,), starts_on=town.TODAY.replace(day=1),
    )  # fmt: skip
    with day.store.begin(SETTING_UP) as work:
        work.settings.put("landlord", [agreement])
    day.publish()
    found = routes(day, knock, "priya")
    assert found["not_drawn"] == []
    leak = next(one for one in found["features"] if one["properties"].get("address", "").startswith("2 Lock"))
    assert "description" not in leak["properties"]
    (unserved,) = [one for one in found["features"] if one["properties"]["kind"] == "unserved"]
    assert "reason" not in unserved["properties"], "it may name the skills that the job needs"
    (own,) = [one for one in routes(day, knock, "lena")["features"] if one["properties"]["kind"] == "unserved"]
    assert own["properties"]["reason"] == "Nobody on shift holds the skills that it needs."


def test_a_route_has_its_colour_its_people_and_its_stops_in_order(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    ann = [one["properties"] for one in routes(day, knock, "priya")["features"]
           if one["properties"].get("shift") == "ann-shift"]  # fmt: skip
    assert (ann[0]["kind"], ann[0]["who"], ann[0]["colour"], ann[0]["service"]) == ("route", "Ann Archer", 1, "care")
    assert [one["order"] for one in ann if one["kind"] == "job"] == [1, 2, 3, 4]


def test_a_plan_that_is_not_there_has_no_routes(day: StoredDay, knock: Knocker) -> None:
    assert knock.get("/map/routes.geojson?plan=nothing", cookies=day.cookies("priya")).status == 404
    assert knock.get(ROUTES, cookies=day.cookies("ann")).status == 403


def test_the_archive_s_file_is_what_names_the_map(tiles: TileArchive, tmp_path: Path) -> None:
    assert version(tiles) != version(replace(tiles, path=tmp_path / "other.pmtiles"))

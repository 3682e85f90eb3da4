"""Routes to take along: whose they are, what is in them, and what is left out of them."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from dispatch.domain.revision import Revision
from tests.web import stored_town as town
from tests.web.board_site import BoardSite
from tests.web.knocker import Answer, Knocker
from tests.web.stored_day import PLANNING, SETTING_UP, StoredDay

SPACE = {"": "http://www.topografix.com/GPX/1/1"}
BOARD = "/board?date=2026-11-24"


@pytest.fixture
def knock(day: StoredDay) -> Iterator[Knocker]:
    with asyncio.Runner() as runner:
        yield Knocker(BoardSite(day).app, runner)


def gpx_of(plan: Revision, shift_id: str) -> str:
    return f"/plans/{plan.id}/routes/{quote(shift_id, safe='')}.gpx"


def all_of(plan: Revision) -> str:
    return f"/plans/{plan.id}/routes.geojson"


def ask(day: StoredDay, knock: Knocker, who: str, path: str) -> Answer:
    return knock.get(path, cookies=day.cookies(who))


def texts(answer: Answer, path: str) -> list[str | None]:
    assert answer.status == 200, answer.text
    root = ET.fromstring(answer.text.encode())  # noqa: S314 (our own file)
    return [one.text for one in root.findall(path, SPACE)]


def document(answer: Answer) -> dict[str, Any]:
    assert answer.status == 200, answer.text
    found: dict[str, Any] = json.loads(answer.text)
    return found


def lines_in(found: dict[str, Any]) -> dict[str, list[list[float]]]:
    return {
        one["properties"]["shift"]: one["geometry"]["coordinates"]
        for one in found["features"]
        if one["geometry"]["type"] == "LineString"
    }


def test_a_worker_s_route_is_a_track_with_a_waypoint_for_each_stop(day: StoredDay, knock: Knocker) -> None:
    plan = day.publish()
    answer = ask(day, knock, "priya", gpx_of(plan, "ann-shift"))
    assert answer.headers["content-type"] == "application/gpx+xml"
    assert answer.headers["content-disposition"] == 'attachment; filename="route-2026-11-24-plan-1-ann-shift.gpx"'
    assert texts(answer, "metadata/name") == ["Plan 1 (published), Tuesday 24 November 2026"]
    assert texts(answer, "metadata/time") == ["2026-11-23T17:00:00Z"]
    assert texts(answer, "trk/name") == ["Ann Archer"]
    assert texts(answer, "trk/src") == ["Made-up streets of Toyton"]
    waypoints = texts(answer, "wpt/name")
    assert next(name for name in waypoints if name != "Break") == "1. Morning call"
    (ann,) = [one for one in plan.plan.days if one.shift_id == "ann-shift"]
    assert len(waypoints) == len(ann.entries)
    assert "14 Mill Lane, Toyton ZY1 3AB" in str(texts(answer, "wpt/desc"))
    root = ET.fromstring(answer.text.encode())  # noqa: S314 (our own file)
    track = [(float(at.get("lon", "")), float(at.get("lat", ""))) for at in root.iterfind("trk/trkseg/trkpt", SPACE)]
    assert track == [pytest.approx(point, abs=1e-6) for point in plan.lines["ann-shift"]]


def test_the_file_of_a_draft_says_that_it_is_one(day: StoredDay, knock: Knocker) -> None:
    draft = day.draft()
    told = texts(ask(day, knock, "priya", gpx_of(draft, "ann-shift")), "metadata/name")
    assert told == ["Plan 1 (draft, not published), Tuesday 24 November 2026"]
    found = document(ask(day, knock, "priya", all_of(draft)))
    assert (found["date"], found["plan"], found["state"]) == ("2026-11-24", 1, "draft")


def test_the_day_s_file_holds_what_the_map_draws(day: StoredDay, knock: Knocker) -> None:
    plan = day.publish()
    answer = ask(day, knock, "priya", all_of(plan))
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["content-disposition"] == 'attachment; filename="routes-2026-11-24-plan-1.geojson"'
    found = document(answer)
    assert found == document(ask(day, knock, "priya", f"/map/routes.geojson?plan={plan.id}"))
    assert found["attribution"] == "Made-up streets of Toyton"
    assert set(lines_in(found)) == {"ann-shift", "ben-shift", "cass-shift"}
    (ann,) = [one for one in plan.plan.days if one.shift_id == "ann-shift"]
    (told,) = [
        one["properties"]
        for one in found["features"]
        if one["properties"]["kind"] == "route" and one["properties"]["shift"] == "ann-shift"
    ]
    assert told["distance_m"] == sum(entry.travel_m for entry in ann.entries) + ann.last_travel_m > 0


@pytest.mark.parametrize("who", ["ann", "mo", "olu"])
def test_other_roles_are_refused_both(day: StoredDay, knock: Knocker, who: str) -> None:
    plan = day.publish()
    for path in (all_of(plan), gpx_of(plan, "ann-shift")):
        answer = ask(day, knock, who, path)
        assert answer.status == 403
        assert "Mill Lane" not in answer.text


def test_what_is_not_there_is_not_found(day: StoredDay, knock: Knocker) -> None:
    plan = day.publish()
    for path in ("/plans/nothing/routes.geojson", "/plans/nothing/routes/ann-shift.gpx", gpx_of(plan, "nobody"),
                 gpx_of(plan, "%00"), gpx_of(plan, "a" * 300), f"/plans/{plan.id}/routes/.gpx"):  # fmt: skip
        assert ask(day, knock, "priya", path).status in (404, 422), path


def test_a_route_that_leads_to_a_hidden_door_is_for_its_own_people_only(day: StoredDay, knock: Knocker) -> None:
    plan = day.publish()
    hidden = ask(day, knock, "priya", gpx_of(plan, "fiona-shift"))
    assert hidden.status == 404
    assert "leads to a door that is not shared with your organisation" in hidden.text
    assert "Lock Cottages" not in ask(day, knock, "priya", all_of(plan)).text
    own = texts(ask(day, knock, "lena", gpx_of(plan, "fiona-shift")), "trk/name")
    assert own == ["Fiona Firth"]
    assert "fiona-shift" in lines_in(document(ask(day, knock, "lena", all_of(plan))))


def test_a_member_takes_along_no_route_of_the_host_s_that_is_not_shared(day: StoredDay, knock: Knocker) -> None:
    plan = day.publish()
    assert ask(day, knock, "lena", gpx_of(plan, "ben-shift")).status == 404
    found = ask(day, knock, "lena", all_of(plan)).text
    assert "Morning call" not in found
    assert "Orchard Close" not in found


def test_the_board_offers_what_may_be_taken_along_and_nothing_else(day: StoredDay, knock: Knocker) -> None:
    plan = day.publish()
    for path in (BOARD, f"/plans/{plan.id}"):
        page = ask(day, knock, "priya", path).text
        assert f'href="{all_of(plan)}"' in page
        offered = {one for one in plan.lines if f'href="{gpx_of(plan, one)}"' in page}
        assert offered == {"ann-shift", "ben-shift", "cass-shift"}
    for shift_id in offered:
        assert ask(day, knock, "priya", gpx_of(plan, shift_id)).status == 200


def test_before_a_plan_the_board_offers_nothing(day: StoredDay, knock: Knocker) -> None:
    page = ask(day, knock, "priya", BOARD).text
    assert "Workers by time" in page
    assert "GeoJSON" not in page
    assert "GPX" not in page


def without_lines(day: StoredDay) -> Revision:
    """A draft as plans were before lines were kept."""
    draft, request = day.draft(), day.ask()
    with day.store.begin(PLANNING) as work:
        return work.plans.add(replace(draft, id="older", number=0, request_id=request.id, lines={}))


def test_a_day_without_lines_offers_none_and_has_none(day: StoredDay, knock: Knocker) -> None:
    plan = without_lines(day)
    page = ask(day, knock, "priya", f"/plans/{plan.id}").text
    assert "Workers by time" in page
    assert "GeoJSON" not in page
    assert "GPX" not in page
    refused = ask(day, knock, "priya", gpx_of(plan, "ann-shift"))
    assert refused.status == 404
    assert "its line was not kept" in refused.text
    found = document(ask(day, knock, "priya", all_of(plan)))
    assert lines_in(found) == {}
    assert any(one["properties"]["kind"] == "job" for one in found["features"]), "stops are known all the same"


ODD_NAME = 'Dora <b> & "co"\x00\x0b\U0001f6b2]]>' + "n" * 10_000
ODD_SHIFT = 'dora? #1 "é"; x=y & ..%2e'


def test_odd_names_and_odd_ids_make_whole_files(day: StoredDay, knock: Knocker) -> None:
    with day.store.begin(SETTING_UP) as work:
        ann = next(one for one in town.WORKERS if one.id == "ann")
        work.settings.put("council", [replace(ann, id="dora", name=ODD_NAME)])
        work.settings.put_shifts(day.date, [replace(town.shift("ann"), id=ODD_SHIFT, worker_ids=("dora",))])
    plan = day.publish()
    assert gpx_of(plan, ODD_SHIFT) in unescape(ask(day, knock, "priya", BOARD).text)
    answer = ask(day, knock, "priya", gpx_of(plan, ODD_SHIFT))
    assert texts(answer, "trk/name") == [ODD_NAME.replace("\x00", "\ufffd").replace("\x0b", "\ufffd")]
    named = answer.headers["content-disposition"]
    assert named == 'attachment; filename="route-2026-11-24-plan-1-dora-1-x-y-2e.gpx"'
    (route,) = [one for one in document(ask(day, knock, "priya", all_of(plan)))["features"]
                if one["properties"]["kind"] == "route" and one["properties"]["shift"] == ODD_SHIFT]  # fmt: skip
    assert route["properties"]["name"] == texts(answer, "trk/name")[0]


def test_each_download_is_one_entry_in_the_audit_log(day: StoredDay, knock: Knocker) -> None:
    plan = day.publish()
    ask(day, knock, "priya", all_of(plan))
    ask(day, knock, "priya", gpx_of(plan, "ann-shift"))
    ask(day, knock, "priya", gpx_of(plan, "fiona-shift"))  # not given, so not noted
    with day.store.begin(PLANNING) as work:
        noted = [one for one in work.audit.unsealed(100) if one.action.startswith("download")]
    assert [(one.actor_id, one.action, one.subject) for one in noted] == [
        ("priya", "download routes", f"plan {plan.id}"),
        ("priya", "download a route", f"plan {plan.id} shift ann-shift"),
    ]

"""Who plans is told which places the map cuts off, on the board and on the plan's page, as far as they may see them."""

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest

from tests.web import stored_town as town
from tests.web.board_site import BoardSite
from tests.web.knocker import Knocker
from tests.web.stored_day import StoredDay

BOARD = "/board?date=2026-11-24"


@pytest.fixture
def knock(day: StoredDay) -> Iterator[Knocker]:
    with asyncio.Runner() as runner:
        yield Knocker(BoardSite(day).app, runner)


def card(knock: Knocker, day: StoredDay, who: str, path: str = BOARD) -> str:
    """The words of it; empty: there is none."""
    page = knock.get(path, cookies=day.cookies(who))
    assert page.status == 200
    found = re.search(r'<section[^>]* id="cut-off".*?</section>', page.text, re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]+>", " ", found[0])).split()) if found else ""


def test_a_plan_on_a_map_that_joins_every_street_tells_nothing(day: StoredDay, knock: Knocker) -> None:
    day.draft()
    assert card(knock, day, "priya") == ""


def test_places_are_told_with_the_metres_walked_the_longest_first_and_what_to_do(
    day: StoredDay, knock: Knocker
) -> None:
    day.cut_off = {"car": {town.ORCHARD_CLOSE.uprn: 90, town.MILL_LANE.uprn: 1210}, "van": {town.HIGH_STREET.uprn: 40}}
    draft = day.draft()
    told = card(knock, day, "priya")
    assert told.startswith("Cut off on the map 3 On the map the street here is cut off from the rest, so a walk from")
    assert "Check the gate or barrier on OpenStreetMap, or tell whoever keeps your map." in told
    places = (
        "14 Mill Lane, Toyton ZY1 3AB Morning call · Home care, and 2 more jobs 1,210 m walked each way.",
        "8 Orchard Close, Toyton ZY1 6AB Help with a bath, two carers · Home care 90 m walked each way.",
        "101 High Street, Toyton ZY1 5AB Empty the litter bin · Litter bins 40 m walked each way.",
    )
    assert sorted(map(told.index, places)) == list(map(told.index, places))
    assert card(knock, day, "priya", f"/plans/{draft.id}") == told


def test_it_stays_with_the_plan_when_it_is_published_and_when_the_day_is_over(day: StoredDay, knock: Knocker) -> None:
    day.cut_off = {"car": {town.MILL_LANE.uprn: 210}}
    published = day.publish()
    day.cut_off = {}
    told = card(knock, day, "priya", f"/plans/{published.id}")
    assert "210 m walked each way" in told
    day.clock.forward(timedelta(days=2))
    day.forget()
    assert card(knock, day, "priya", f"/plans/{published.id}") == told


def test_a_revision_on_a_mended_map_tells_it_no_more(day: StoredDay, knock: Knocker) -> None:
    day.cut_off = {"car": {town.MILL_LANE.uprn: 210}}
    first = day.publish()
    day.cut_off = {}
    again = day.draft()
    assert card(knock, day, "priya", f"/plans/{again.id}") == ""
    assert "Mill Lane" in card(knock, day, "priya", f"/plans/{first.id}")


def test_what_is_not_shared_is_told_without_its_place_and_without_metres_that_would_tell_it(
    day: StoredDay, knock: Knocker
) -> None:
    day.cut_off = {"car": {town.STATION_ROAD.uprn: 90, town.LOCK_COTTAGES.uprn: 80}}
    day.draft()
    host, member = card(knock, day, "priya"), card(knock, day, "lena")
    # Home care of the council and a repair of the landlord are due at one address.
    assert "27 Station Road, Toyton ZY1 7AB Tea call · Home care 90 m walked each way." in host
    hidden = "2 jobs at places that are not shared with your organisation Housing repairs, Millbrook Homes"
    assert host.endswith(f"{hidden} Their own schedulers are told where.")
    assert re.findall(r"\d+ m ", host) == ["90 m "]
    for secret in ("Lock Cottages", "Burst pipe", "Leaking tap"):
        assert secret not in host
        assert secret in member
    assert "27 Station Road, Toyton ZY1 7AB Burst pipe under the sink · Housing repairs 90 m walked" in member
    assert "1 job at places that are not shared with your organisation Home care, Northgate Council" in member
    assert "Tea call" not in member


def test_where_shifts_start_is_told_by_whose_they_are(day: StoredDay, knock: Knocker) -> None:
    day.cut_off = {"car": {town.TOWN_HALL.uprn: 60}}
    day.draft()
    assert "Where 4 shifts start or end Ann Archer, Ben Baker, Fiona Firth and 1 more 60 m walked" in card(
        knock, day, "priya"
    )


def test_of_many_the_first_few_are_shown_and_the_rest_opens(day: StoredDay, knock: Knocker) -> None:
    day.cut_off = {
        mode: {place.uprn: 40 + number for number, place in enumerate(town.PLACES)} for mode in ("car", "van")
    }
    day.draft()
    told = card(knock, day, "priya")
    shown, more = re.split(r"\d+ more : Cut off on the map", told)
    assert shown.count("walked each way") == 4
    # One line is about all that is not shared.
    assert (shown + more).count("walked each way") == int(re.findall(r"map (\d+) On", told)[0]) - 1

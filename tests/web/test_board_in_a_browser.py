"""The scheduler's pages in a real browser: for everyone, in every state of the day, with and without script."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dispatch.adapters.map_tiles import TileArchive, make_tiles, open_tiles
from dispatch.domain.outcome import CouldNotReason, OutcomeKind
from tests.browser.axe import assert_accessible
from tests.browser.device import DESKTOP, PHONE
from tests.browser.visit import Opener
from tests.dispatch.adapters.map_tiles.edge_map import write_edge_map
from tests.web import stored_town as town
from tests.web.board_site import BoardSite
from tests.web.stored_day import StoredDay

BOARD = "/board?date=2026-11-24"
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TOO_LOW = """[...document.querySelectorAll('main button, main summary, main select, main input:not([type=hidden])')]
    .filter(one => one.checkVisibility() && one.type != 'checkbox' && one.getBoundingClientRect().height < 43.5)
    .map(one => one.outerHTML)"""


@pytest.fixture(scope="module")
def tiles(tmp_path_factory: pytest.TempPathFactory) -> TileArchive:
    folder: Path = tmp_path_factory.mktemp("tiles")
    make_tiles(write_edge_map(folder / "edge.osm"), folder / "edge.pmtiles", say=lambda _: None)
    return open_tiles(folder / "edge.pmtiles")


@pytest.fixture
def site(day: StoredDay, tiles: TileArchive) -> BoardSite:
    return BoardSite(day, tiles)


@pytest.fixture
def url(site: BoardSite) -> Iterator[str]:
    with site.served() as url:
        yield url


def nothing(day: StoredDay) -> None:
    """As it was stored."""


def being_made(day: StoredDay) -> None:
    day.ask()


def draft(day: StoredDay) -> None:
    """On a map that cuts off everything, so that there is more than a list shows at first."""
    day.cut_off = {mode: {place.uprn: 40 + 30 * number for number, place in enumerate(town.PLACES)}
                   for mode in ("car", "van")}  # fmt: skip
    day.draft()


def during_the_day(day: StoredDay) -> None:
    day.publish()
    day.morning("10:35")
    day.report("fiona", "REPAIR-2", OutcomeKind.COULD_NOT, CouldNotReason.NO_ACCESS, "Dog in the yard")
    day.reading(91.0)
    day.absent("ann")


def revision(day: StoredDay) -> None:
    during_the_day(day)
    day.draft()


@pytest.mark.parametrize("state", [nothing, being_made, draft, during_the_day, revision])
@pytest.mark.parametrize("who", ["priya", "lena"])
def test_axe_finds_nothing_wrong_in_any_state_also_with_everything_open(
    day: StoredDay, site: BoardSite, url: str, open_page: Opener, state: Callable[[StoredDay], None], who: str
) -> None:
    state(day)
    for device in (DESKTOP, PHONE):
        page = site.visit(open_page, url, who, device)
        page.goto(BOARD)
        for summary in page.locator("summary").all():
            if summary.is_visible():
                summary.click()
        # Further down the hours that stay on top lie over half a link, and axe takes the other half for all of it.
        page.evaluate("window.scrollTo(0, 0)")
        assert_accessible(page)
        assert page.evaluate(TOO_WIDE) is False
        if device is PHONE:
            assert page.evaluate(TOO_LOW) == []


@pytest.mark.parametrize("path", ["/jobs/new", "/jobs/CARE-1", "/jobs/REPAIR-1", "/board?date=2026-12-24"])
def test_axe_finds_nothing_wrong_with_the_pages_around_it(
    day: StoredDay, site: BoardSite, url: str, open_page: Opener, path: str
) -> None:
    for device in (DESKTOP, PHONE):
        page = site.visit(open_page, url, "priya", device)
        page.goto(path)
        assert_accessible(page)
        assert page.evaluate(TOO_WIDE) is False


def test_axe_finds_nothing_wrong_with_a_plan_and_a_form_full_of_mistakes(
    day: StoredDay, site: BoardSite, url: str, open_page: Opener
) -> None:
    during_the_day(day)
    day.cut_off = {"car": {town.MILL_LANE.uprn: 210}}
    made = day.draft()
    page = site.visit(open_page, url, "priya", DESKTOP)
    page.goto(f"/plans/{made.id}")
    assert_accessible(page)
    page.goto("/jobs/new")
    page.get_by_label("Minutes it takes").fill("soon")
    page.get_by_role("button", name="Add the job").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    assert_accessible(page)


def test_the_draft_comes_up_by_itself_when_it_is_made(
    day: StoredDay, site: BoardSite, url: str, open_page: Opener
) -> None:
    page = site.visit(open_page, url, "priya", DESKTOP)
    page.goto(BOARD)
    page.get_by_role("button", name="Make a plan").click()
    page.get_by_role("progressbar").wait_for()
    with day.store.begin(day.actor("priya")) as work:
        request = work.requests.latest("council", day.date)
    assert request is not None
    day.make(request)
    page.get_by_text("Publish this plan").wait_for()


def test_a_revision_that_is_ready_is_told_without_taking_the_page_away(
    day: StoredDay, site: BoardSite, url: str, open_page: Opener
) -> None:
    day.publish()
    page = site.visit(open_page, url, "priya", DESKTOP)
    request = day.ask()
    page.goto(BOARD)
    page.get_by_role("button", name="Cancel").focus()
    with page.expect_response("**/board/progress*"):
        pass
    assert page.evaluate("document.activeElement.textContent.trim()") == "Cancel"
    day.make(request)
    page.get_by_role("link", name="Look at the draft").click()
    page.get_by_text("Publish this plan").wait_for()


def test_without_script_a_plan_is_made_published_and_changed(
    day: StoredDay, site: BoardSite, url: str, open_page: Opener
) -> None:
    page = site.visit(open_page, url, "priya", DESKTOP, script=False)
    page.goto(BOARD)
    page.get_by_role("button", name="Make a plan").click()
    page.get_by_role("link", name="Refresh").wait_for()
    with day.store.begin(day.actor("priya")) as work:
        request = work.requests.latest("council", day.date)
    assert request is not None
    page.get_by_role("link", name="Refresh").click()
    day.make(request)
    page.goto(BOARD)
    page.get_by_text("Publish this plan").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Plan 1 is published")).to_be_visible()
    day.clock.forward(timedelta(minutes=5))
    page.get_by_label("Absent on this day").select_option("Ann Archer")
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_text("Ann Archer is absent.")).to_be_visible()


def test_a_row_opens_by_keyboard_to_the_same_as_a_table(
    day: StoredDay, site: BoardSite, url: str, open_page: Opener
) -> None:
    day.publish()
    page = site.visit(open_page, url, "priya", DESKTOP)
    page.goto(BOARD)
    page.locator("summary", has_text="Ben Baker").focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name="Stops of Ben Baker")
    expect(table.get_by_role("row")).to_have_count(5)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Morning call"


def test_a_row_s_button_picks_its_route_on_the_map(
    day: StoredDay, site: BoardSite, url: str, open_page: Opener
) -> None:
    day.publish()
    page = site.visit(open_page, url, "priya", DESKTOP)
    page.goto(BOARD)
    page.locator("[data-map][data-state=ready]").wait_for()
    assert int(page.locator("[data-map]").get_attribute("data-features") or 0) > 0
    button = page.get_by_role("button", name="Show Ann Archer on the map")
    button.click()
    expect(page.locator("[data-map]")).to_have_attribute("data-selected", "ann-shift")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_routes_are_taken_along_from_an_open_row_and_from_below_all_of_them(
    day: StoredDay, site: BoardSite, url: str, open_page: Opener
) -> None:
    day.publish()
    for device in (DESKTOP, PHONE):
        page = site.visit(open_page, url, "priya", device)
        page.goto(BOARD)
        page.locator("summary", has_text="Ann Archer").click()
        for name, file in (
            (re.compile("Route as GPX.*Ann Archer"), "route-2026-11-24-plan-1-ann-shift.gpx"),
            (re.compile("Routes as GeoJSON"), "routes-2026-11-24-plan-1.geojson"),
        ):
            with page.expect_download() as taken:
                page.get_by_role("link", name=name).click()
            assert taken.value.suggested_filename == file
            assert "Ann Archer" in Path(taken.value.path()).read_text(encoding="utf-8")

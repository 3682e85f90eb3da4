"""The savings and evidence pages in a real browser: for everyone, on every width, without script, on paper."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from dispatch.ports.store import Store
from tests.browser.axe import assert_accessible
from tests.browser.device import DESKTOP, NARROW, PHONE, Device
from tests.browser.served import serve_app
from tests.browser.visit import Opener
from tests.databases import SetClock
from tests.web.savings_site import site
from tests.web.stored_day import PLANNING, StoredDay
from tests.web.toy_savings import savings

Open = Callable[..., "Page"]

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TOO_LOW = """[...document.querySelectorAll('button, summary, nav a, input:not([type=hidden])')]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"""
PAGES = (
    "/savings",
    "/savings?date=2026-11-25",
    "/evidence",
    "/evidence?date=2026-11-25",
    "/evidence/LITTER-BIN-PARK-2026-11-24",
    "/evidence/CARE-1",
)


@pytest.fixture
def day(store: Store, clock: SetClock) -> StoredDay:
    """A plan of the evening before, compared; a full bin and a second plan at half past ten."""
    day = StoredDay(store, clock)
    published = day.publish()
    with store.begin(PLANNING) as work:
        work.plans.set_savings(published.id, savings())
    day.morning("10:30")
    day.reading(91.0)
    day.revise()
    return day


@pytest.fixture
def opened(day: StoredDay, open_page: Opener) -> Iterator[Open]:
    """`opened("/savings", PHONE, script=False)`: the page as the council's manager has it."""
    with serve_app(site(day.store, day.clock)) as url:

        def go(path: str, device: Device = DESKTOP, *, script: bool = True) -> "Page":
            page = open_page(url, device, script=script)
            cookies = day.cookies("mo")
            page.context.add_cookies([{"name": name, "value": cookies[name], "url": url} for name in cookies])
            page.goto(path)
            return page

        yield go


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_wrong(opened: Open, device: Device) -> None:
    for path in PAGES:
        assert_accessible(opened(path, device))


def test_only_tables_scroll_sideways_and_never_the_page(opened: Open) -> None:
    for path in PAGES:
        for device in (DESKTOP, PHONE, NARROW):
            assert opened(path, device).evaluate(TOO_WIDE) is False, (path, device.name)


def test_on_a_phone_everything_to_press_is_at_least_44_pixels_high(opened: Open) -> None:
    for path in PAGES:
        assert opened(path, PHONE).evaluate(TOO_LOW) == [], path


def test_without_script_another_day_is_found_by_its_date(opened: Open) -> None:
    page = opened("/savings", script=False)
    page.get_by_label("Another day").fill("2026-11-25")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h1")).to_have_text("Savings, Wednesday 25 November 2026")
    page.get_by_role("link", name="Tue 24 Nov").click()
    expect(page.locator("h1")).to_have_text("Savings, Tuesday 24 November 2026")


def test_without_script_a_job_is_followed_from_the_list_to_the_reading(opened: Open) -> None:
    page = opened("/evidence", script=False)
    page.get_by_role("link", name="Planned (").click()
    page.get_by_role("link", name="LITTER-BIN-PARK-2026-11-24").click()
    expect(page.locator("h2")).to_have_text(["What came in", "The job", "What was promised", "What was done"])
    expect(page.locator("main")).to_contain_text("fill percent: 91")
    page.get_by_role("link", name="Evidence of the day").click()
    expect(page.locator("h1")).to_have_text("Evidence, Tuesday 24 November 2026")


def test_each_chart_has_a_name_and_its_numbers_in_words(opened: Open) -> None:
    page = opened("/savings")
    charts = page.get_by_role("img")
    expect(charts).to_have_count(7)
    cash = page.get_by_role("img", name="Cash By hand £701.00, Alone £612.50, Together £563.30.")
    expect(cash).to_have_count(1)


def test_bars_can_be_told_apart_without_colour(opened: Open) -> None:
    fills = opened("/savings").evaluate(
        "[...document.querySelectorAll('.allround-chart')[0].querySelectorAll(':scope > rect')]"
        ".map(one => one.getAttribute('fill'))"
    )
    assert len(set(fills)) == 3
    assert fills[0].startswith("url(#")


def test_on_paper_the_figures_stay_and_what_can_only_be_pressed_goes(opened: Open) -> None:
    page = opened("/savings")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="How this is counted")).to_be_visible()
    expect(page.locator(".allround-chart").first).to_be_visible()
    expect(page.get_by_label("Another day")).not_to_be_visible()
    expect(page.get_by_role("link", name="Download the numbers")).not_to_be_visible()


def test_the_savings_appear_by_themselves_once_they_are_counted(
    store: Store, clock: SetClock, open_page: Opener
) -> None:
    day = StoredDay(store, clock)
    draft = day.draft()
    with serve_app(site(store, clock)) as url:
        page = open_page(url)
        cookies = day.cookies("mo")
        page.context.add_cookies([{"name": name, "value": cookies[name], "url": url} for name in cookies])
        page.goto("/savings")
        expect(page.get_by_text("The saving is being worked out")).to_be_visible()
        assert_accessible(page)
        with store.begin(PLANNING) as work:
            work.plans.set_savings(draft.id, savings())
        page.get_by_role("heading", name="Service by service", exact=True).wait_for()
        expect(page.locator("#savings")).to_have_count(1)
        expect(page.get_by_text("it is not published yet")).to_be_visible()

"""The frame and every piece in a real browser: for everyone, on every width, under the strict policy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader
from playwright.sync_api import expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tests.browser.axe import assert_accessible
from tests.browser.device import DESKTOP, PHONE, Device
from tests.browser.served import serve_app
from tests.browser.visit import Opener
from web.headers import SecurityHeaders
from web.pages.frame import Flash, Frame, Section
from web.pages.templates import FOLDER, environment

FRAME = Frame(
    sections=tuple(
        Section(text=text, href=f"/{text}", current=text == "Board")
        for text in ("Board", "My day", "Savings", "Evidence")
    ),
    who="Priya Shah",
    role="scheduler",
    organisation="Northgate Council",
    banner="Made-up people and work. Demo clock: Monday 23 November 2026, 08:40.",
    flash=Flash(kind="success", text="Revision 3 is published."),
    attribution="made-up streets",
)
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TOO_LOW = """[...document.querySelectorAll('button, summary, select, input:not([type=hidden]), nav a')]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"""


@pytest.fixture
def address() -> Iterator[str]:
    """A site with every piece on one page."""
    made = environment(loader=ChoiceLoader([FileSystemLoader(FOLDER), FileSystemLoader(Path(__file__).parent)]))

    async def every_piece(request: Request) -> HTMLResponse:
        return HTMLResponse(made.get_template("pieces.html").render(frame=FRAME))

    async def piece(request: Request) -> HTMLResponse:
        return HTMLResponse('<button class="govuk-button" data-module="govuk-button">Fetched</button>')

    routes = [
        Route("/", every_piece),
        Route("/piece", piece),
        Mount("/static", StaticFiles(directory=FOLDER.parent / "static")),
    ]
    with serve_app(SecurityHeaders(Starlette(routes=routes))) as url:
        yield url


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_wrong_also_with_everything_open(address: str, open_page: Opener, device: Device) -> None:
    page = open_page(address, device)
    page.goto("/")
    for summary in page.locator("summary").all():
        summary.click()
    assert_accessible(page)


@pytest.mark.parametrize("width_px", [320, 390, 768, 1440])
def test_only_wide_tables_scroll_and_never_the_page(address: str, open_page: Opener, width_px: int) -> None:
    page = open_page(address)
    page.set_viewport_size({"width": width_px, "height": 800})
    page.goto("/")
    assert page.evaluate(TOO_WIDE) is False


def test_on_a_phone_everything_to_press_is_at_least_44_pixels_high(address: str, open_page: Opener) -> None:
    page = open_page(address, PHONE)
    page.goto("/")
    assert page.evaluate(TOO_LOW) == []


def test_a_piece_that_htmx_fetches_gets_its_components_started(address: str, open_page: Opener) -> None:
    page = open_page(address)
    page.goto("/")
    page.get_by_role("button", name="Fetch a piece").click()
    page.locator("#piece [data-govuk-button-init]").wait_for()
    expect(page.locator("#piece")).to_have_text("Fetched")


def test_a_refresh_that_gets_no_answer_is_told_in_the_page(address: str, open_page: Opener) -> None:
    page = open_page(address)
    page.goto("/")
    expect(page.locator("#refresh-error")).not_to_be_visible()
    page.route("**/broken", lambda route: route.abort())
    page.get_by_role("button", name="Fetch nothing").click()
    page.locator("#refresh-error").wait_for()
    expect(page.locator("#refresh-error")).to_contain_text("could not be brought up to date")


def test_without_script_sections_and_confirmation_can_be_reached(address: str, open_page: Opener) -> None:
    page = open_page(address, script=False)
    page.goto("/")
    expect(page.get_by_role("link", name="Evidence")).to_be_visible()
    page.get_by_text("Publish this plan").click()
    expect(page.get_by_role("button", name="Publish now")).to_be_visible()


def test_on_paper_there_is_nothing_to_press_but_the_banner_stays(address: str, open_page: Opener) -> None:
    page = open_page(address)
    page.goto("/")
    page.emulate_media(media="print")
    expect(page.get_by_text("Demo clock")).to_be_visible()
    expect(page.get_by_role("link", name="Evidence")).not_to_be_visible()
    expect(page.get_by_role("button", name="Make a plan")).not_to_be_visible()

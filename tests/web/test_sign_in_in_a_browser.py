"""The sign-in page in a real browser: for everyone, on every width, with and without script."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from dispatch.domain.actor import Role
from dispatch.ports.store import Store
from tests.browser.axe import assert_accessible
from tests.browser.device import DESKTOP, NARROW, PHONE, Device
from tests.browser.served import serve_app
from tests.browser.visit import Opener
from tests.databases import SetClock
from tests.web.toy_doors import PASSWORD, PEOPLE, account, settle, toy_doors

MANY = tuple(account(f"worker-{number}", f"Worker Number{number}", Role.FIELD_WORKER) for number in range(12))
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TOO_LOW = """[...document.querySelectorAll('button, summary, input:not([type=hidden])')]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"""
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
Serve = Callable[..., str]


@pytest.fixture
def serve(store: Store, clock: SetClock) -> Iterator[Serve]:
    """The address of the doors with the settings of the test."""
    settle(store, (*PEOPLE, *MANY))
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(serve_app(toy_doors(store, clock, **settings)))


@pytest.mark.parametrize("device", [DESKTOP, PHONE, NARROW], ids=lambda device: device.name)
@pytest.mark.parametrize("demo", [False, True], ids=["real", "demo"])
def test_axe_finds_nothing_wrong_also_with_errors_and_everything_open(
    serve: Serve, open_page: Opener, device: Device, demo: bool
) -> None:
    page = open_page(serve(demo=demo), device)
    page.goto("/sign-in")
    for wrong in (False, True):
        if wrong:
            page.get_by_label("User name").fill("priya")
            page.get_by_label("Password", exact=True).fill("wrong")
            page.get_by_role("button", name="Sign in").click()
            page.get_by_role("alert").get_by_text("not right").wait_for()
        for summary in page.locator("summary").all():
            summary.click()
        assert_accessible(page)
        assert page.evaluate(TOO_WIDE) is False
        if device.touch:
            assert page.evaluate(TOO_LOW) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_one_signs_in_and_out_with_and_without_script(serve: Serve, open_page: Opener, script: bool) -> None:
    page = open_page(serve(), script=script)
    page.goto("/board")
    assert page.title() == "Sign in – Allround"
    page.get_by_label("User name").fill("priya")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("This is the board of Priya Shah").wait_for()
    page.goto("/nowhere")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out.").wait_for()
    page.goto("/board")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_in_the_demo_one_click_on_a_name_signs_in(serve: Serve, open_page: Opener, script: bool) -> None:
    page = open_page(serve(demo=True), script=script)
    page.goto("/sign-in?next=/board")
    page.get_by_role("button", name="Priya Shah").click()
    page.get_by_text("This is the board of Priya Shah").wait_for()


def test_the_summary_of_errors_leads_to_the_field_and_has_the_focus(serve: Serve, open_page: Opener) -> None:
    page = open_page(serve())
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    assert page.title() == "Error: Sign in – Allround"
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "login"

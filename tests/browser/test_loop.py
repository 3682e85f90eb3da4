"""A browser that stays open for the next test is in nobody's way."""

import asyncio

from tests.browser.served import serve_app
from tests.browser.toy_site import toy_site
from tests.browser.visit import Opener


async def four() -> int:
    await asyncio.sleep(0)
    return 4


def heading(open_page: Opener) -> str:
    with serve_app(toy_site()) as url:
        page = open_page(url)
        page.goto("/")
        return page.locator("h1").inner_text()


def test_the_browser_serves_one_test(open_page: Opener) -> None:
    assert heading(open_page) == "Toy"


def test_meanwhile_another_test_runs_an_event_loop_of_its_own(shared_browser: object) -> None:
    assert asyncio.run(four()) == 4


def test_and_the_browser_still_serves_the_next(open_page: Opener) -> None:
    assert heading(open_page) == "Toy"

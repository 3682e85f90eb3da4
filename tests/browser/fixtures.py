"""The fixtures: `open_page` opens watched pages, `seen` is what they did, `browser` is for special cases."""

import os
from asyncio import AbstractEventLoop
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.launch import running_browser
from tests.browser.loop import loop_set_aside, loop_taken_up
from tests.browser.machine import ThisMachine
from tests.browser.seen import Seen
from tests.browser.visit import Opener, watched_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def shared_browser() -> "Iterator[tuple[Browser, AbstractEventLoop]]":
    """One browser for all tests of this process, started by the first that asks. Use `browser` instead."""
    with running_browser(ThisMachine(os.environ)) as browser, loop_set_aside() as loop:
        yield browser, loop


@pytest.fixture
def browser(shared_browser: "tuple[Browser, AbstractEventLoop]") -> "Iterator[Browser]":
    """The browser, ready for use in this test."""
    browser, loop = shared_browser
    with loop_taken_up(loop):
        yield browser


@pytest.fixture
def seen() -> Seen:
    """What the pages of this test did."""
    return Seen()


@pytest.fixture
def open_page(browser: "Browser", seen: Seen) -> Iterator[Opener]:
    """`open_page(url)`, `open_page(url, PHONE)`, `open_page(url, script=False)`: a page of someone new.

    Afterwards no page may have asked another host, broken its security policy, had a script fail or got a 5xx answer.
    """
    with watched_pages(browser, seen) as opener:
        yield opener

"""An application is served while a test needs it, and says so when it cannot start."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette

from tests.browser.served import NotServed, serve_app
from tests.browser.toy_site import toy_site


def test_the_page_is_there_inside_the_block_and_gone_after_it() -> None:
    with serve_app(toy_site()) as url:
        assert "Toy" in httpx.get(url).text
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


def test_the_application_is_started_before_and_stopped_after() -> None:
    story = []

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        story.append("started")
        yield
        story.append("stopped")

    with serve_app(Starlette(lifespan=lifespan)):
        story.append("served")
    assert story == ["started", "served", "stopped"]


def test_an_application_that_does_not_start_is_told_and_not_waited_for() -> None:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        if app:
            raise RuntimeError("no database")
        yield

    with pytest.raises(NotServed, match="did not start"), serve_app(Starlette(lifespan=lifespan)):
        pass


def test_two_applications_are_served_side_by_side() -> None:
    with serve_app(toy_site("first")) as first, serve_app(toy_site("second")) as second:
        assert "first" in httpx.get(first).text
        assert "second" in httpx.get(second).text

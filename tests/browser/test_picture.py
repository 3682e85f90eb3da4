"""A picture shows a finished page and looks the same twice."""

import struct
from pathlib import Path

import pytest

from tests.browser.device import PHONE
from tests.browser.picture import take
from tests.browser.served import serve_app
from tests.browser.toy_site import toy_site
from tests.browser.visit import Opener


def size(png: Path) -> tuple[int, int]:
    """Width and height in pixels, from the file's header."""
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    return width, height


def test_a_phone_s_picture_has_the_phone_s_pixels_and_is_the_same_twice(open_page: Opener, tmp_path: Path) -> None:
    with serve_app(toy_site()) as url:
        for name in ("once", "twice"):
            page = open_page(url, PHONE)
            page.goto("/")
            take(page, tmp_path / "new folder" / f"{name}.png")
    once, twice = (tmp_path / "new folder" / f"{name}.png" for name in ("once", "twice"))
    assert size(once) == (2 * PHONE.width, 2 * PHONE.height)
    assert once.read_bytes() == twice.read_bytes()


def test_the_picture_waits_until_the_map_says_that_it_is_drawn(open_page: Opener, tmp_path: Path) -> None:
    drawn = "requestAnimationFrame(() => document.querySelector('[data-map]').dataset.features = 4)"
    with serve_app(toy_site("<div data-map></div>", script=drawn)) as url:
        page = open_page(url)
        page.goto("/")
        take(page, tmp_path / "map.png", full_page=True)
        assert page.locator("[data-map]").get_attribute("data-features") == "4"


def test_a_map_that_is_never_drawn_is_told(open_page: Opener, tmp_path: Path) -> None:
    with serve_app(toy_site("<div data-map></div>")) as url:
        page = open_page(url)
        page.goto("/")
        with pytest.raises(AssertionError, match="a map never said that it was drawn"):
            take(page, tmp_path / "map.png", patience_s=0.2)
    assert not (tmp_path / "map.png").exists()


def test_what_webgl_draws_is_in_the_picture(open_page: Opener, tmp_path: Path) -> None:
    colour = """const gl = document.querySelector('canvas').getContext('webgl2', {preserveDrawingBuffer: true});
        gl.clearColor(%s); gl.clear(gl.COLOR_BUFFER_BIT);"""
    pictures = []
    for name, rgba in (("red", "1, 0, 0, 1"), ("blue", "0, 0, 1, 1")):
        with serve_app(toy_site("<canvas></canvas>", script=colour % rgba)) as url:
            page = open_page(url)
            page.goto("/")
            take(page, tmp_path / f"{name}.png")
            pictures.append((tmp_path / f"{name}.png").read_bytes())
    assert pictures[0] != pictures[1]

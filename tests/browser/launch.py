"""Starts the browser, without a way to anywhere but this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.find import find_browser
from tests.browser.machine import Machine

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = (
    "--disable-quic",
    "--no-proxy-server",
    # A page that asks another host is found by its request (see seen.py); this makes sure that nothing gets out.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    # WebGL by the processor, for the map.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    # The rest of the page is painted plainly; on a pretended graphics card it costs a quarter more.
    "--disable-gpu-compositing",
    "--disable-gpu-rasterization",
)


@contextmanager
def running_browser(machine: Machine) -> Iterator["Browser"]:
    """A headless Chromium, closed at the end. Raises NoBrowser.

    Playwright adds what containers need (no sandbox, little shared memory) and what keeps Chromium from calling home.
    Meanwhile this thread counts as running an event loop, so that `asyncio.run` fails in it.
    """
    # Importing and starting Playwright takes most of a second: not for tests without a browser.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = find_browser(machine, lambda: Path(playwright.chromium.executable_path))
        browser = playwright.chromium.launch(
            executable_path=found.executable, args=list(FLAGS), chromium_sandbox=False, handle_sigint=False
        )
        try:
            yield browser
        finally:
            browser.close()

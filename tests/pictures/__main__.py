"""`python -m tests.pictures`: makes the demo's day, serves it and takes the README's pictures of it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tests.browser.device import PHONE, Device
from tests.browser.launch import running_browser
from tests.browser.machine import ThisMachine
from tests.browser.picture import take
from tests.browser.seen import Seen
from tests.browser.visit import watched_pages
from tests.journeys.installation import free_port

if TYPE_CHECKING:
    from tests.browser.visit import Opener

FOLDER = Path("fixtures/pictures")
PATIENCE_S = 600.0
TALL = Device("tall desktop", 1440, 1250)
SAVINGS = Device("savings", 1100, 1000)
# (picture, account of the demo, page, screen)
PICTURES = (
    ("board", "scheduler-council", "/board", TALL),
    ("phone", "worker-w-01", "/phone", PHONE),
    ("savings", "manager-council", "/savings", SAVINGS),
)


@contextmanager
def served_demo() -> Iterator[str]:
    """The demo as `make demo` serves it; its address. Raises RuntimeError when it does not come up."""
    port = free_port()
    at = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "fixtures", "--serve", "--port", str(port)]
    with subprocess.Popen(command) as demo:  # noqa: S603 -- our own program
        try:
            until_s = time.monotonic() + PATIENCE_S
            while not _is_up(at):
                if demo.poll() is not None or time.monotonic() > until_s:
                    raise RuntimeError("the demo did not come up; see above")
                time.sleep(0.5)
            yield at
        finally:
            demo.terminate()


def _is_up(at: str) -> bool:
    try:
        return httpx.get(f"{at}/health/ready", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def take_pictures(at: str, folder: Path) -> None:
    """One of each page, signed in as somebody made up."""
    with running_browser(ThisMachine(os.environ)) as browser, watched_pages(browser, Seen()) as open_page:
        for name, account, page, device in PICTURES:
            take_one(open_page, at, account, page, device, folder / f"{name}.png")
            sys.stdout.write(f"{folder / name}.png\n")


def take_one(open_page: "Opener", at: str, account: str, address: str, device: Device, out: Path) -> None:
    """Signs in by the demo's own button, as a visitor would."""
    page = open_page(at, device)
    page.goto("/sign-in")
    page.locator(f'form:has(input[value="{account}"])').evaluate("form => form.requestSubmit()")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(address)
    take(page, out, patience_s=120)


if __name__ == "__main__":
    with served_demo() as where:
        take_pictures(where, FOLDER)

"""Takes a picture of a page that looks the same every time."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The map says how many routes it drew once it stands still; before that its picture is half empty.
UNFINISHED_MAP = "[data-map]:not([data-features])"


def settle(page: "Page", patience_s: float) -> None:
    """Waits until the page is still: files loaded, fonts there, maps drawn. Raises AssertionError if they never are."""
    from playwright.sync_api import expect

    page.wait_for_load_state("load")
    page.evaluate("() => document.fonts.ready.then(() => null)")
    expect(page.locator(UNFINISHED_MAP), "a map never said that it was drawn").to_have_count(
        0, timeout=1000 * patience_s
    )


def take(page: "Page", path: Path, *, full_page: bool = False, patience_s: float = 30) -> None:
    """Writes the page as a PNG in device pixels; animations are brought to their end and no caret is shown."""
    settle(page, patience_s)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=full_page, animations="disabled", caret="hide", scale="device")

"""Opens pages on a device, each with a session of its own, and watches what they do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.browser.device import DESKTOP, Device
from tests.browser.seen import Seen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@dataclass
class Opener:
    """Call it to open a page; whoever made it closes the sessions."""

    browser: "Browser"
    seen: Seen
    _contexts: "list[BrowserContext]" = field(default_factory=list)

    def __call__(self, base_url: str, device: Device = DESKTOP, *, script: bool = True) -> "Page":
        """A blank page of someone new: no cookies. `page.goto("/board")` goes on from `base_url`."""
        context = self.browser.new_context(
            base_url=base_url,
            viewport={"width": device.width, "height": device.height},
            device_scale_factor=device.scale,
            is_mobile=device.touch,
            has_touch=device.touch,
            java_script_enabled=script,
            locale="en-GB",
            timezone_id="Europe/London",
            color_scheme="light",
            reduced_motion="reduce",  # a picture or a contrast taken half-way through a transition tells nothing
        )
        self._contexts.append(context)
        self.seen.watch(context, base_url)
        return context.new_page()

    def close(self) -> None:
        """Ends every session."""
        for context in self._contexts:
            context.close()


@contextmanager
def watched_pages(browser: "Browser", seen: Seen) -> Iterator[Opener]:
    """Yields the opener. At the end raises AssertionError when a page did what no page may."""
    opener = Opener(browser, seen)
    try:
        yield opener
        complaints = seen.complaints()
    finally:
        opener.close()
    if complaints:
        raise AssertionError("\n".join(complaints))

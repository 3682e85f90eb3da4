"""Which browser the tests use: the one named, else one on the path, else Playwright's own."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.browser.machine import Machine

CHOICE = "ALLROUND_TEST_BROWSER"
ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VERSION = re.compile(r"(?:Chromium|Chrome)\D* (\d+\.[\d.]+)")


class NoBrowser(Exception):
    """No browser here starts; the message says what was tried."""


@dataclass(frozen=True)
class Found:
    """A browser that starts."""

    executable: Path
    version: str

    def __str__(self) -> str:
        return f"Chromium {self.version} at {self.executable}"


def find_browser(machine: Machine, playwright_browser: Callable[[], Path] | None = None) -> Found:
    """The first browser that answers when asked for its version.

    `playwright_browser` tells where Playwright keeps its own, for a caller that has Playwright open already.
    Raises NoBrowser. A named browser that does not start is an error: another one in its place would surprise.
    """
    chosen = machine.environment.get(CHOICE)
    if chosen:
        found = _asked(machine, Path(chosen))
        if isinstance(found, Found):
            return found
        raise NoBrowser(f"{CHOICE} names a browser that does not start: {found}. Mend the name or unset it.")
    reasons = []
    for executable in _candidates(machine, playwright_browser or machine.playwright_browser):
        found = _asked(machine, executable)
        if isinstance(found, Found):
            return found
        reasons.append(found)
    raise NoBrowser("; ".join(reasons) or "no Chromium on the path")


def _candidates(machine: Machine, playwright_browser: Callable[[], Path]) -> Iterator[Path]:
    for name in ON_PATH:
        if path := machine.which(name):
            yield path
    yield playwright_browser()


def _asked(machine: Machine, executable: Path) -> Found | str:
    """The browser, or why it cannot be used.

    Asking for the version also finds a missing system library and a mere pointer to a snap, which a look at the file
    would not.
    """
    answer = machine.run(str(executable), "--version")
    if match := VERSION.search(answer.said) if answer.code == 0 else None:
        return Found(executable, match[1])
    if answer.code == 0:
        return f"{executable}: it starts, but does not say that it is Chromium"
    return f"{executable}: {answer.complaint.removeprefix(f'{executable}: ')}"

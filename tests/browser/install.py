"""Brings a browser to a machine that has none: Debian's as root, otherwise Playwright's own."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.find import CHOICE, Found, NoBrowser, find_browser
from tests.browser.machine import Machine


@dataclass(frozen=True)
class Way:
    """One way to get a browser: what to say and the commands, in order."""

    name: str
    commands: tuple[tuple[str, ...], ...]


# --no-install-recommends: no desktop comes along; Liberation stands in for the fonts that pages ask for by name.
DEBIAN = Way(
    "Debian's chromium",
    (
        ("apt-get", "update", "--quiet"),
        ("apt-get", "install", "--quiet", "--yes", "--no-install-recommends", "chromium", "fonts-liberation"),
    ),
)
PLAYWRIGHT = Way(
    "Playwright's own Chromium", ((sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"),)
)
PLAYWRIGHT_AS_ROOT = Way(
    "Playwright's own Chromium with the libraries it needs",
    ((sys.executable, "-m", "playwright", "install", "--no-shell", "--with-deps", "chromium"),),
)


def browser_at_hand(machine: Machine, say: Callable[[str], None]) -> Found:
    """The browser that is there already, or else one installed now. Raises NoBrowser with the way out."""
    try:
        return find_browser(machine)
    except NoBrowser as nothing:
        if machine.environment.get(CHOICE):
            raise
        complaints = [str(nothing)]
    for way in _ways(machine):
        say(f"The tests need a browser: installing {way.name} (a minute or two, once) ...")
        try:
            _go(machine, way)
            return find_browser(machine)
        except NoBrowser as failed:
            complaints.append(f"{way.name}: {failed}")
    raise NoBrowser(
        "The tests need a browser and none could be installed:\n"
        + "\n".join(f"  - {complaint}" for complaint in complaints)
        + f"\nInstall Chromium by hand, or name one: {CHOICE}=/path/to/chromium make test"
    )


def _ways(machine: Machine) -> list[Way]:
    """Those open to this user here, the best first."""
    if not machine.is_root():
        return [PLAYWRIGHT]
    as_root = PLAYWRIGHT_AS_ROOT if machine.which("apt-get") else PLAYWRIGHT
    return [DEBIAN, as_root] if machine.is_debian() else [as_root]


def _go(machine: Machine, way: Way) -> None:
    """Runs every command, also after one that failed: old package lists may be good enough. The last one decides."""
    ran = [(" ".join(command), machine.run(*command)) for command in way.commands]
    if ran[-1][1].code != 0:
        raise NoBrowser("; ".join(f"`{words}` failed: {done.complaint}" for words, done in ran if done.code != 0))

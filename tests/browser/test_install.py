"""A browser is found where there is one, brought where there is none, and its absence is told in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser.find import CHOICE, NoBrowser, find_browser
from tests.browser.install import browser_at_hand
from tests.browser.machine import Ran

OWN = Path("/home/someone/playwright/chrome")
ANSWERS = Ran(0, "Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)\n")
MISSING = Ran(127, "No such file or directory")


@dataclass
class FakeMachine:
    """Programs by path and what they answer; `brings` are the programs that a command (by its second word) installs."""

    programs: dict[str, Ran] = field(default_factory=dict)
    brings: dict[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    root: bool = False
    debian: bool = True
    ran: list[str] = field(default_factory=list)

    def is_root(self) -> bool:
        return self.root

    def is_debian(self) -> bool:
        return self.debian

    def which(self, name: str) -> Path | None:
        path = f"/usr/bin/{name}"
        return Path(path) if path in self.programs else None

    def playwright_browser(self) -> Path:
        return OWN

    def run(self, *command: str) -> Ran:
        if command[-1] == "--version":
            return self.programs.get(command[0], MISSING)
        self.ran.append(" ".join(command[1:] if "python" in command[0] else command))
        for word, brought in self.brings.items():
            if word in command:
                self.programs[brought] = ANSWERS
                return Ran(0, "done")
        return Ran(100, "Reading package lists...\nE: Unable to locate package chromium\nat a place of no interest")


def test_a_browser_that_is_there_is_used_and_nothing_is_installed() -> None:
    machine = FakeMachine({"/usr/bin/chromium": ANSWERS}, root=True)
    found = browser_at_hand(machine, pytest.fail)
    assert str(found) == "Chromium 156.0.8078.79 at /usr/bin/chromium"
    assert machine.ran == []


def test_google_s_chrome_counts_as_one() -> None:
    machine = FakeMachine({"/usr/bin/google-chrome": Ran(0, "Google Chrome 150.0.1.2 \n")})
    assert find_browser(machine).version == "150.0.1.2"


def test_a_mere_pointer_to_a_snap_is_passed_over() -> None:
    pointer = Ran(1, "Command '/usr/bin/chromium-browser' requires the chromium snap to be installed.")
    machine = FakeMachine({"/usr/bin/chromium-browser": pointer, str(OWN): ANSWERS})
    assert find_browser(machine).executable == OWN


def test_the_named_browser_comes_first() -> None:
    machine = FakeMachine({"/usr/bin/chromium": ANSWERS, "/opt/chrome": ANSWERS}, environment={CHOICE: "/opt/chrome"})
    assert find_browser(machine).executable == Path("/opt/chrome")


def test_a_named_browser_that_does_not_start_is_an_error_and_no_other_takes_its_place() -> None:
    machine = FakeMachine({"/usr/bin/chromium": ANSWERS}, environment={CHOICE: "/opt/chrome"}, root=True)
    with pytest.raises(NoBrowser, match=f"{CHOICE} names a browser that does not start: /opt/chrome: No such file"):
        browser_at_hand(machine, pytest.fail)


def test_root_on_debian_gets_debian_s_chromium_after_fresh_package_lists() -> None:
    machine = FakeMachine({"/usr/bin/apt-get": MISSING}, {"install": "/usr/bin/chromium"}, root=True)
    said: list[str] = []
    assert browser_at_hand(machine, said.append).executable == Path("/usr/bin/chromium")
    assert [command.split()[1] for command in machine.ran] == ["update", "install"]
    assert said == ["The tests need a browser: installing Debian's chromium (a minute or two, once) ..."]


def test_an_ordinary_user_gets_playwright_s_own() -> None:
    machine = FakeMachine({"/usr/bin/apt-get": MISSING}, {"playwright": str(OWN)})
    assert browser_at_hand(machine, lambda _: None).executable == OWN
    assert machine.ran == ["-m playwright install --no-shell chromium"]


def test_root_on_ubuntu_gets_playwright_s_own_with_its_libraries() -> None:
    machine = FakeMachine({"/usr/bin/apt-get": MISSING}, {"playwright": str(OWN)}, root=True, debian=False)
    assert browser_at_hand(machine, lambda _: None).executable == OWN
    assert machine.ran == ["-m playwright install --no-shell --with-deps chromium"]


def test_where_debian_s_cannot_be_had_playwright_s_own_is_tried() -> None:
    machine = FakeMachine({"/usr/bin/apt-get": MISSING}, {"playwright": str(OWN)}, root=True)
    assert browser_at_hand(machine, lambda _: None).executable == OWN


def test_when_nothing_works_all_that_was_tried_is_told_and_what_to_do() -> None:
    machine = FakeMachine({"/usr/bin/apt-get": MISSING}, root=True)
    with pytest.raises(NoBrowser) as raised:
        browser_at_hand(machine, lambda _: None)
    told = str(raised.value)
    assert "Debian's chromium: `apt-get update --quiet` failed: E: Unable to locate package chromium" in told
    assert "Playwright's own Chromium with the libraries it needs: " in told
    assert f"Install Chromium by hand, or name one: {CHOICE}=/path/to/chromium make test" in told


def test_a_browser_that_lacks_a_library_is_told_with_its_name() -> None:
    lacks = Ran(127, f"{OWN}: error while loading shared libraries: libnss3.so: cannot open shared object file")
    with pytest.raises(NoBrowser, match=r"error while loading shared libraries: libnss3\.so"):
        find_browser(FakeMachine({str(OWN): lacks}))

"""The machine the tests run on: what it has, and what it does when told."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

ERROR = re.compile(r"^E:|^Err\b|error", re.IGNORECASE)


@dataclass(frozen=True)
class Ran:
    """How a command ended; `said` is what it wrote, both streams together."""

    code: int
    said: str

    @property
    def complaint(self) -> str:
        """Its first line about an error, as what follows is mostly a trail of it; otherwise its last line."""
        lines = [line.strip() for line in self.said.splitlines() if line.strip()]
        about_errors = [line for line in lines if ERROR.search(line)]
        return (about_errors or lines[-1:] or [f"it ended with code {self.code} and said nothing"])[0]


class Machine(Protocol):
    """What looking for a browser and installing one need to know and to do."""

    environment: Mapping[str, str]

    def is_root(self) -> bool: ...
    def is_debian(self) -> bool: ...
    def which(self, name: str) -> Path | None: ...
    def playwright_browser(self) -> Path: ...
    def run(self, *command: str) -> Ran: ...


class ThisMachine:
    """The real one."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    def is_root(self) -> bool:
        return hasattr(os, "geteuid") and os.geteuid() == 0

    def is_debian(self) -> bool:
        """Debian itself. Ubuntu's `chromium` only points to a snap, which containers cannot run."""
        release = Path("/etc/os-release")
        return release.exists() and "ID=debian" in release.read_text().splitlines()

    def which(self, name: str) -> Path | None:
        found = shutil.which(name, path=self.environment.get("PATH"))
        return Path(found) if found else None

    def playwright_browser(self) -> Path:
        """Where Playwright keeps its Chromium, or would keep it."""
        # Starting Playwright takes half a second, hence only when it is asked for.
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            return Path(playwright.chromium.executable_path)

    def run(self, *command: str) -> Ran:
        """Runs a command to its end; one that is not there counts as code 127, as in a shell."""
        try:
            done = subprocess.run(  # noqa: S603 because the commands are written in this package
                command,
                env={**self.environment, "DEBIAN_FRONTEND": "noninteractive"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
        except OSError as error:
            return Ran(127, f"{command[0]}: {error.strerror}")
        return Ran(done.returncode, done.stdout)

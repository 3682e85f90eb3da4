"""A real installation in a folder: set up, started, killed with -9 and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import httpx

from dispatch.adapters.clocks import set_demo_clock
from dispatch.bootstrap import bootstrap
from dispatch.config import Settings
from dispatch.domain.actor import system
from dispatch.domain.skill import Skill
from dispatch.intake.source_token import hash_of_token
from tests.databases import SetClock
from tests.journeys.street_map import write_street_map
from tests.web import stored_town as town
from tests.web.stored_day import StoredDay

TOKEN = "a token that only the sensors' network knows"  # noqa: S105 -- of a made-up installation
ITERATIONS = 400
BEGINS_AT = "07:30"
PATIENCE_S = 120.0
SETTING_UP = system("set up")
ALLROUND = (sys.executable, "-m", "web")

# As in the stored town, but only the bins' own driver can do it.
RULE = replace(town.RULE, template=replace(town.RULE.template, skills=(Skill("driving"),)))

Found = TypeVar("Found")


class NotUp(AssertionError):
    """It did not come up, or went down; with the end of its log."""


@dataclass(kw_only=True)
class Installation:
    """`url` of the database: empty for SQLite in `folder`. Its clock begins at 07:30 of the stored town's day."""

    folder: Path
    database_url: str = ""
    port: int = 0
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def set_up(self) -> None:
        """People, rules, sensors and planned work; nothing planned yet."""
        self.port = free_port()
        write_street_map(self.map_file)
        clock = SetClock(town.at(BEGINS_AT))
        allround = bootstrap(Settings(var=self.folder, database_url=self.database_url), clock)
        try:
            StoredDay(allround.store, clock)
            clock.at = town.at(BEGINS_AT)
            with allround.store.begin(SETTING_UP) as work:
                work.settings.put("council", [replace(town.SOURCE, token_hash=hash_of_token(TOKEN)), RULE])
        finally:
            allround.close()
        set_demo_clock(self.folder / "clock.json", town.at(BEGINS_AT), datetime.now(UTC))

    @property
    def map_file(self) -> Path:
        """Its streets."""
        return self.folder / "streets.osm"

    @property
    def at(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}"

    def move_clock(self, to: str) -> None:
        """The same day, later: counts from the next start."""
        set_demo_clock(self.folder / "clock.json", town.at(to), datetime.now(UTC))

    def start(self, *, doors_only: bool = False) -> None:
        """As an operator would; on PostgreSQL the doors and the worker are two processes."""
        doors = ["serve", "--port", str(self.port), *(["--doors-only"] if doors_only else [])]
        self._run("doors", doors)
        if self.database_url and not doors_only:
            self._run("worker", ["worker"])
        self._wait_until_up()

    def kill(self) -> None:
        """Like a power cut: no process hears of it."""
        for process in self.processes:
            process.send_signal(signal.SIGKILL)
            process.wait()
        self.processes.clear()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """An operator's command beside it."""
        return subprocess.run(  # noqa: S603 -- our own program
            [*ALLROUND, *arguments], env=self._environment(), capture_output=True, text=True, check=False
        )

    def _run(self, name: str, arguments: list[str]) -> None:
        log = self._log(name).open("ab")
        with log:
            self.processes.append(
                subprocess.Popen(  # noqa: S603 -- our own program
                    [*ALLROUND, *arguments], env=self._environment(), stdout=log, stderr=log
                )
            )

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "ALLROUND_DEMO": "1",
            "ALLROUND_VAR": str(self.folder),
            "ALLROUND_MAP": str(self.map_file),
            "ALLROUND_DATABASE_URL": self.database_url,
            "ALLROUND_ITERATIONS": str(ITERATIONS),
        }

    def _wait_until_up(self) -> None:
        until_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < until_s:
            if any(process.poll() is not None for process in self.processes):
                break
            try:
                if httpx.get(f"{self.at}/health/ready", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)  # it listens as soon as it can; nothing tells when
        raise NotUp("\n".join(line for name in ("doors", "worker") for line in self.last_words(name)))

    def last_words(self, name: str) -> list[str]:
        """The end of a process's log."""
        path = self._log(name)
        return path.read_text(errors="replace").splitlines()[-30:] if path.exists() else []


def free_port() -> int:
    """Free a moment ago; the same one is taken again after each kill."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(ask: Callable[[], Found | None], what: str, process_words: Callable[[], list[str]] = list) -> Found:
    """Asks until there is an answer: background work has no other way to tell. Raises NotUp after two minutes."""
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        found = ask()
        if found is not None:
            return found
        time.sleep(0.2)
    raise NotUp("\n".join([f"{what} did not come about in {PATIENCE_S:.0f} s", *process_words()]))

"""The results file: one JSON line per run, only ever appended to, so that a benchmark can be stopped and resumed."""

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.errors import CannotRun

Line = dict[str, Any]  # one run, as it stands in the file

KEY = ("suite", "instance", "engine", "seconds", "seed", "version")


@dataclass(frozen=True, slots=True)
class Results:
    """The lines of one file. Several processes may append at once."""

    path: Path

    def lines(self) -> list[Line]:
        """All runs so far, in order. What a killed process left half written at the end is passed over.

        Raises CannotRun for anything else that is no run: the file may not be ours.
        """
        if not self.path.is_file():
            return []
        text = self.path.read_bytes()
        whole = text[: text.rfind(b"\n") + 1]
        return [self._line(number, one) for number, one in enumerate(whole.splitlines(), 1)]

    def _line(self, number: int, text: bytes) -> Line:
        try:
            line = json.loads(text)
        except ValueError:
            line = None
        if not isinstance(line, dict) or not set(KEY) <= set(line):
            raise CannotRun(f"{self.path}, line {number}, is no result of a run; take it out or give another file")
        return line

    def known(self) -> dict[tuple[Any, ...], Line]:
        """The last run of each key."""
        return {key_of(line): line for line in self.lines()}

    def append(self, line: Line) -> None:
        """Adds a run, on disk when this returns; half a line at the end of the file is cut off first."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # else the half line could be one that another process is writing
            file.seek(0)
            text = file.read()
            file.truncate(text.rfind(b"\n") + 1)
            file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def key_of(line: Line) -> tuple[Any, ...]:
    """What makes two runs the same run. `version` holds the state of the engine's code."""
    return tuple(line[name] for name in KEY)

"""The seals in a file beside the database: one JSON line each, flushed to the disk before it counts."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from dispatch.domain.audit import Seal

LONGEST_LINE = 1000  # bytes


class AuditHeadFile:
    """`AuditHead` in `path`. Copy the file elsewhere from time to time: whoever can write both could forge both."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, seals: Sequence[Seal]) -> None:
        """Adds them durably; a line that a kill cut off is cut away first."""
        if not seals:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(
            json.dumps({**asdict(seal), "sealed_at": seal.sealed_at.isoformat()}, separators=(",", ":")) + "\n"
            for seal in seals
        )
        with self._path.open("ab+") as file:
            file.truncate(self._whole_bytes())
            file.write(lines.encode())
            file.flush()
            os.fsync(file.fileno())

    def last(self) -> int:
        """The number of the seal noted last; 0 when there is none, or the record's end is damaged."""
        if not self._path.exists():
            return 0
        with self._path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - LONGEST_LINE * 2))
            lines = file.read().split(b"\n")[:-1]  # what follows the last line's end was never finished
        try:
            return int(json.loads(lines[-1])["number"]) if lines else 0
        except (ValueError, KeyError, TypeError):
            return 0

    def noted(self) -> tuple[Seal, ...]:
        """All that were noted; a last line without its end was never finished and does not count."""
        if not self._path.exists():
            return ()
        found = []
        for number, line in enumerate(self._path.read_bytes()[: self._whole_bytes()].splitlines(), start=1):
            try:
                values = json.loads(line)
                found.append(Seal(**{**values, "sealed_at": datetime.fromisoformat(values["sealed_at"])}))
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(
                    f"line {number} of {self._path} is not a seal; restore the file from its copy"
                ) from error
        return tuple(found)

    def _whole_bytes(self) -> int:
        content = self._path.read_bytes() if self._path.exists() else b""
        return content.rfind(b"\n") + 1

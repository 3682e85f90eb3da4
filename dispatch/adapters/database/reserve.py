"""Some megabytes kept back beside a SQLite file: on a full disk even a DELETE fails, as it writes before it frees."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reserve:
    """A file of `megabytes` that can be given up once; it is made again when there is ample room."""

    path: Path
    megabytes: int = 8

    def keep(self) -> bool:
        """Makes it where it is missing and four times its size is free. False: there is none."""
        if self.path.exists():
            return True
        size = self.megabytes * _MEGABYTE
        if shutil.disk_usage(self.path.parent).free < 4 * size:
            return False
        try:
            with self.path.open("wb") as file:
                _take(file.fileno(), self.megabytes)
        except OSError:
            self.path.unlink(missing_ok=True)
            return False
        return True

    def give_up(self) -> bool:
        """Frees the room. False: that was done before."""
        if not self.path.exists():
            return False
        self.path.unlink(missing_ok=True)
        return True


def _take(file: int, megabytes: int) -> None:
    """Room that is really taken: where the system cannot set it aside, it is filled, and not with zeros."""
    if sys.platform == "linux":
        os.posix_fallocate(file, 0, megabytes * _MEGABYTE)
    else:
        for _ in range(megabytes):
            os.write(file, os.urandom(_MEGABYTE))

"""One process to one SQLite file: two that write slow each other to a crawl (3,300 to 244 writes a second)."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from dispatch.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class Lock:
    """Held until released, or until the process ends in whatever way: the system lets go of it then."""

    file: int

    def release(self) -> None:
        """The file stays: taking it away could take it from the next one that holds it."""
        os.close(self.file)


def take_lock(database: Path) -> Lock:
    """Raises Refused, naming the process that has the database open."""
    path = database.with_name(database.name + ".lock")
    # Closed when another program is started from here (O_CLOEXEC is Python's default), so no child keeps it.
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        holder = os.pread(file, 20, 0).decode(errors="replace").strip() or "unknown"
        os.close(file)
        raise Refused(
            f"The database {database} is open in another process (pid {holder}). SQLite takes one at a time: stop that "
            "process, or use PostgreSQL where several are needed."
        ) from taken
    os.ftruncate(file, 0)
    os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
    return Lock(file)

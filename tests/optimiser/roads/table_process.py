"""What a second process does with a stored table; it is imported by spawned processes."""

import os
import signal
from multiprocessing.synchronize import Event
from pathlib import Path
from threading import Barrier
from typing import Any

import numpy as np
from filelock import FileLock

from optimiser.roads import StoredTable

from .doors import TOWN, Doors


def ask_at_once(folder: Path, asked: Doors, both: Barrier) -> list[list[int]]:
    """The seconds, by a process that sets off when the other one does."""
    both.wait(timeout=120)
    _, matrix = StoredTable(TOWN, folder, map_name="town").travel(*asked)
    seconds: list[list[int]] = matrix.seconds.tolist()
    return seconds


def be_killed_while_writing(folder: Path, asked: Doors) -> None:
    """Half of the file is written when the process dies as by a power cut."""

    def half(out: Any, **arrays: Any) -> None:
        out.write(b"PK\x03\x04 and so on")
        out.flush()
        os.kill(os.getpid(), signal.SIGKILL)

    np.savez = half  # type: ignore[assignment] # in a process of its own, which does not live on
    StoredTable(TOWN, folder, map_name="town").travel(*asked)


def hold_the_lock(file: Path, held: Event, let_go: Event) -> None:
    """As long as the other process wants."""
    with FileLock(file):
        held.set()
        let_go.wait(timeout=120)

"""Keeps travel tables on disk, one for each network: what was measured once is not measured again."""

import hashlib
from collections import deque
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from filelock import FileLock, Timeout

from optimiser.roads.digest import network_digest
from optimiser.roads.errors import LegTooLong, Unreachable, count
from optimiser.roads.matrix import ACCESS_CS_PER_M, LAYERS, LONGEST_LEG_H, Matrix
from optimiser.roads.network import Network
from optimiser.roads.ready import Ready
from optimiser.roads.say import Say, quiet
from optimiser.roads.snap import AT_JUNCTION_M, Snapped
from optimiser.roads.table import Held, TravelTable
from optimiser.roads.table_file import not_stored, read_table, write_table
from optimiser.roads.traffic import MIXTURES

# Raise by one whenever a change in this package makes other places or other travel from the same network.
TABLE_VERSION = 2
# A table is places x places: nine bytes each, 324 MB at this size, which are read and written as a whole.
MOST_PLACES = 6_000
# Another process may be making the hierarchy of half a million junctions, at low priority.
WAIT_S = 60.0
# A process remembers tables up to this size, of every mode that it plans with: 144 MB each, and at most 225 with room.
MOST_REMEMBERED = 4_000

Version = tuple[int, int, int]


class StoredTable:
    """Travel on one network, kept in a file that grows by whatever places are asked for.

    The file is in `folder` (None: nothing is kept), under a name that changes with everything that decides a number:
    the content of the network, how places join it (`limit_m` and `cut_off_too`, as `snap` takes them), the walk to the
    kerb, and TABLE_VERSION. It holds coordinates and no names. Rather than hold more than `most_places` it begins anew
    with those asked for just then. Several processes may use it at once; one that has waited `wait_s` for another goes
    on without storing. So may several threads. What the file holds is remembered up to MOST_REMEMBERED places, and read
    again when the file is another. `say` is told of the order of the network's nodes, which is kept beside the table.
    """

    def __init__(
        self,
        network: Network,
        folder: Path | None,
        *,
        map_name: str,
        limit_m: float = 500,
        cut_off_too: bool = False,
        most_places: int = MOST_PLACES,
        wait_s: float = WAIT_S,
        say: Say = quiet,
    ) -> None:
        self._network = network
        self._folder = folder
        self._name = f"{map_name}-{network.mode}"
        self._limit_m = limit_m
        self._cut_off_too = cut_off_too
        self._most_places = most_places
        self._wait_s = wait_s
        self._say = say
        # Whoever works on a table takes it out, so that no two threads ever have the same one.
        self._remembered: deque[tuple[Version, TravelTable]] = deque(maxlen=1)

    def travel(
        self, lon: Sequence[float], lat: Sequence[float], names: Sequence[str], *, say: Say = quiet
    ) -> tuple[Snapped, Matrix]:
        """Where places join the network and travel between them, in this order: as by `snap` and `travel_matrix`.

        Raises PlaceOutsideMap, Unreachable or LegTooLong, and then the file is as it was. A file or a disk that is no
        good is said.
        """
        asked = Asked(lon, lat, names)
        version, table = self._kept(asked, self._folder, say) if self._folder else (None, self._measured(asked, say))
        rows = table.rows(*asked)
        found = table.places(rows, names), table.matrix(rows)
        if version is not None and len(table) <= MOST_REMEMBERED:
            self._remembered.append((version, table))
        return found

    def _kept(self, asked: "Asked", folder: Path, say: Say) -> tuple[Version | None, TravelTable]:
        """A table with these places, from the file or put into it; of which version of the file it is, if of any."""
        if asked.different > self._most_places:
            say(f"More than {self._most_places:,} places at once: travel is measured anew, and not stored.")
            return None, self._measured(asked, say)
        file = folder / f"{self._name}-{self._key[:20]}.table.npz"
        version, table = self._known(file, say)
        if asked.new_to(table):
            with self._alone(folder, say) as alone:
                if _version(file) != version:
                    # What another process measured meanwhile need not be measured again, and must not be lost.
                    version, table = self._known(file, say)
                if asked.new_to(table):
                    table = self._grown(table, asked, say)
                    stored = alone is not None and write_table(table.held(), file, self._key, say)
                    version = _version(file) if stored else None
        return version, table

    def _known(self, file: Path, say: Say) -> tuple[Version | None, TravelTable]:
        """What the file holds and its version: as it is remembered, or read."""
        version = _version(file)  # before it is read: were it replaced in between, it would be read once more
        with suppress(IndexError):
            remembered, table = self._remembered.pop()
            if remembered == version:
                return version, table
        return version, self._table(read_table(file, self._key, say))

    def _grown(self, table: TravelTable, asked: "Asked", say: Say) -> TravelTable:
        """The table with these places put in, or one that holds nothing else."""
        new = asked.new_to(table)
        if len(table) == 0 or len(table) + new > self._most_places:
            return self._measured(asked, say)
        only_these = len(table) + new == asked.different
        places = count(asked.different, "place", "places")
        say(f"Travel by {self._network.mode} between {places}, {new:,} of them new.")
        try:
            table.rows(*asked)
        except (Unreachable, LegTooLong):
            if only_these:
                raise
            # What is too far away may be a place of another day.
            return self._measured(asked, say)
        return table

    def _measured(self, asked: "Asked", say: Say) -> TravelTable:
        """A table with these places and no others."""
        table = self._table(None)
        say(f"Travel by {self._network.mode} between {count(asked.different, 'place', 'places')}.")
        table.rows(*asked)
        return table

    def _table(self, held: Held | None) -> TravelTable:
        return TravelTable(
            self._network, limit_m=self._limit_m, cut_off_too=self._cut_off_too, ready=self.ready, held=held
        )

    def _alone(self, folder: Path, say: Say) -> AbstractContextManager[object | None]:
        """Within it no other process stores a table of this map and mode; None is given where that cannot be had."""
        lock = FileLock(folder / f"{self._name}.lock", timeout=self._wait_s)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return lock.acquire()
        except Timeout:
            say(
                f"Another process has been measuring travel by {self._network.mode} for more than "
                f"{self._wait_s:.0f} seconds: what is new is measured here as well, and not stored."
            )
        except (OSError, NotImplementedError) as error:
            say(not_stored(folder, error))
        return nullcontext()

    @cached_property
    def ready(self) -> Ready:
        """The network's streets and hierarchy."""
        if self._folder is None:
            return Ready(self._network)
        file = self._folder / f"{self._name}-{self._digest[:20]}.order.npz"
        return Ready(self._network, order_file=file, say=self._say)

    @cached_property
    def _digest(self) -> str:
        return network_digest(self._network)

    @cached_property
    def _key(self) -> str:
        ingredients = [
            self._digest,
            *(f"{name} {np.dtype(dtype)}" for name, dtype in LAYERS.items()),
            *(str(figure) for figure in (TABLE_VERSION, ACCESS_CS_PER_M, LONGEST_LEG_H, AT_JUNCTION_M, MIXTURES)),
            *(str(float(self._limit_m)), str(bool(self._cut_off_too))),
        ]
        return hashlib.sha256("\n".join(ingredients).encode()).hexdigest()


class Asked(NamedTuple):
    """Places that are asked for, in degrees."""

    lon: Sequence[float]
    lat: Sequence[float]
    names: Sequence[str]

    @property
    def different(self) -> int:
        """How many there are, each counted once."""
        return len(set(zip(self.lon, self.lat, strict=True)))

    def new_to(self, table: TravelTable) -> int:
        """How many of them the table does not hold."""
        return table.missing(self.lon, self.lat)


def _version(file: Path) -> Version | None:
    """Changes when the file is replaced; None when there is none."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size

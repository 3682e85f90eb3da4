"""Keeps built networks on disk as .npz files, written whole or not at all."""

from pathlib import Path
from typing import IO

import numpy as np

from optimiser.roads.mode import Mode
from optimiser.roads.network import DTYPES, Network
from optimiser.roads.say import Say
from optimiser.roads.whole_file import ABANDONED_S, write_whole


def read_stored(file: Path, say: Say) -> Network | None:
    """The stored network, or None when there is none or the file is broken (which is said)."""
    if not file.exists():
        return None
    try:
        # NumPy leaves a file that is no .npz open when it opens it itself.
        with file.open("rb") as raw, np.load(raw, allow_pickle=False) as stored:
            return Network(
                mode=Mode(str(stored["mode"])),
                source=str(stored["source"]),
                map_sha256=str(stored["map_sha256"]),
                map_date=str(stored["map_date"]),
                parking_s=int(stored["parking_s"]),
                **{field: stored[field] for field in DTYPES},
            )
    except Exception:  # a damaged archive fails in NumPy, zipfile, zlib or the parser of its headers, in any way
        say(f"The stored street network {file} is broken and is made again.")
        return None


def write_stored(network: Network, file: Path, say: Say) -> None:
    """Store the network in the place of those that were made of the map before; two processes may do so at once.

    A disk that refuses is said, not raised: the network itself is good.
    """

    def write(out: IO[bytes]) -> None:
        np.savez_compressed(
            out,
            mode=np.array(str(network.mode)),
            source=np.array(network.source),
            map_sha256=np.array(network.map_sha256),
            map_date=np.array(network.map_date),
            parking_s=np.array(network.parking_s),
            **{field: getattr(network, field) for field in DTYPES},
        )

    try:
        write_whole(file, write, abandoned_s=ABANDONED_S)
    except OSError as error:
        say(f"The street network could not be stored in {file.parent} ({error}); the next start will be slow again.")

"""Keeps built networks on disk as .npz files, written whole or not at all."""

import tempfile
import zipfile
import zlib
from pathlib import Path

import numpy as np

from optimiser.roads.mode import Mode
from optimiser.roads.network import DTYPES, Network
from optimiser.roads.say import Say

BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


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
                parking_s=int(stored["parking_s"]),
                **{field: stored[field] for field in DTYPES},
            )
    except BROKEN:
        say(f"The stored street network {file} is broken and is made again.")
        return None


def write_stored(network: Network, file: Path, say: Say) -> None:
    """Store the network; two processes may do so at once.

    A disk that refuses is said, not raised: the network itself is good.
    """
    part: Path | None = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=file.stem, suffix=".part", delete=False) as out:
            part = Path(out.name)
            np.savez_compressed(
                out,
                mode=np.array(str(network.mode)),
                source=np.array(network.source),
                map_sha256=np.array(network.map_sha256),
                parking_s=np.array(network.parking_s),
                **{field: getattr(network, field) for field in DTYPES},
            )
        part.replace(file)
    except OSError as error:
        say(f"The street network could not be stored in {file.parent} ({error}); the next start will be slow again.")
    finally:
        if part is not None:
            part.unlink(missing_ok=True)

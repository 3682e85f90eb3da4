"""Travel tables on disk as .npz files."""

from pathlib import Path
from typing import Any

import numpy as np

from optimiser.roads.matrix import LAYERS
from optimiser.roads.say import Say
from optimiser.roads.snap import Snapped
from optimiser.roads.table import Held
from optimiser.roads.whole_file import write_whole

# What of a place is kept: coordinates, and where it joins the network. Who lives there is not.
PLACE = ("lon", "lat", "edge", "share", "access_m")


def read_table(file: Path, key: str, say: Say) -> Held | None:
    """The stored table, or None when there is none or the file is no good (which is said)."""
    if not file.exists():
        return None
    try:
        # NumPy leaves a file that is no .npz open when it opens it itself.
        with file.open("rb") as raw, np.load(raw, allow_pickle=False) as stored:
            if str(stored["key"]) != key:
                raise ValueError("made from something else")
            place = {field: stored[f"place.{field}"] for field in PLACE}
            names = tuple(
                f"the place at {lat:.5f}, {lon:.5f}" for lon, lat in zip(place["lon"], place["lat"], strict=True)
            )
            return Held(at=Snapped(names=names, **place), layers={name: stored[f"travel.{name}"] for name in LAYERS})
    except Exception:  # a damaged archive fails in NumPy, zipfile, zlib or the parser of its headers, in any way
        say(f"The stored travel table {file} is broken and is made again.")
        return None


def write_table(held: Held, file: Path, key: str, say: Say) -> bool:
    """Store the table in the place of older ones; by one process at a time.

    A disk that refuses is said and not raised, and then it is False.
    """
    arrays: dict[str, Any] = {"key": np.array(key)}
    arrays |= {f"place.{field}": getattr(held.at, field) for field in PLACE}
    arrays |= {f"travel.{name}": layer for name, layer in held.layers.items()}
    try:
        write_whole(file, lambda out: np.savez(out, **arrays), abandoned_s=0)
    except OSError as error:
        say(not_stored(file.parent, error))
        return False
    return True


def not_stored(folder: Path, error: Exception) -> str:
    """The sentence for it."""
    return f"The travel table could not be stored in {folder} ({error}); travel is measured again next time."

"""Files that can always be made again: written whole or not at all, in the place of what they make useless."""

import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

# Two processes may write a file at once, and take seconds: what stood still for so long is nobody's any more.
ABANDONED_S = 3600
# Such files are called MAP-MODE-KEY.npz or MAP-MODE-KEY.KIND.npz, and the key changes with what they are made from.
KEY = "[0-9a-f]{20}"
KEYED = re.compile(rf"(?P<whose>.+-){KEY}(?P<kind>(\.\w+)?)\.npz")


def write_whole(file: Path, write: Callable[[IO[bytes]], None], *, abandoned_s: float) -> None:
    """The file as `write` writes it, or as it was; only this account may read it. Raises OSError.

    First what it makes useless is removed: files of the same map, mode and kind under other keys, and what processes
    that were killed left half-written of them, once nobody has touched that for `abandoned_s`.
    """
    part: Path | None = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=file.stem, suffix=".part", delete=False) as out:
            part = Path(out.name)
            _remove_useless(file, part, abandoned_s)
            write(out)
        part.replace(file)
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _remove_useless(file: Path, part: Path, abandoned_s: float) -> None:
    name = KEYED.fullmatch(file.name)
    if name is None:
        return
    keyed = re.escape(name["whose"]) + KEY + re.escape(name["kind"])
    now = part.stat().st_mtime
    for other in set(file.parent.iterdir()) - {file, part}:
        # Another process may be quicker, or the file another account's: then it stays, and does no harm.
        with suppress(OSError):
            abandoned = re.fullmatch(rf"{keyed}\w+\.part", other.name) and now - other.stat().st_mtime >= abandoned_s
            if abandoned or re.fullmatch(rf"{keyed}\.npz", other.name):
                other.unlink()

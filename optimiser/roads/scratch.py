"""A folder to work in beside what will be kept, gone afterwards, with those that killed processes left."""

import errno
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from optimiser.roads.errors import NoRoom
from optimiser.roads.whole_file import ABANDONED_S

# The disk is full, the account has used up its share, or a file may not grow so large.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def scratch_folder(beside: Path, prefix: str, *, abandoned_s: float = ABANDONED_S) -> Iterator[Path]:
    """A new folder in `beside`, which is made where it is not there.

    First those go whose names begin alike and that nobody has touched for `abandoned_s`. Raises NoRoom where the disk
    is full, now or inside the block, and any other OSError as it is.
    """
    try:
        beside.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(beside, prefix, abandoned_s)
        with tempfile.TemporaryDirectory(dir=beside, prefix=prefix, ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise NoRoom(beside, str(error.strerror)) from error


def _remove_abandoned(beside: Path, prefix: str, abandoned_s: float) -> None:
    now = time.time()
    for folder in beside.glob(f"{prefix}*/"):
        # Another process may be quicker, or the folder another account's: then it stays, and does no harm.
        with suppress(OSError):
            touched = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
            if now - touched >= abandoned_s:
                shutil.rmtree(folder)

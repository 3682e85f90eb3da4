"""Keeps a planning process from outliving whoever started it."""

import multiprocessing
import os
import threading

from dispatch.worker.child_files import ExitCode

CANCEL = b"cancel\n"


def hold(stdin: int) -> None:
    """From now on this process ends when `stdin` says to cancel, or closes: then its parent is gone, kill -9 or not."""
    # Read by number and not as a file: a file's lock, held by a waiting thread, would break the end of the process.
    threading.Thread(target=_watch, args=(stdin,), name="leash", daemon=True).start()


def _watch(stdin: int) -> None:
    said = b""
    while CANCEL not in said:
        more = os.read(stdin, 64)
        if not more:
            _end(ExitCode.PARENT_GONE)
        said = (said + more)[-64:]
    _end(ExitCode.CANCELLED)


def _end(code: int) -> None:
    for child in multiprocessing.active_children():
        child.kill()
    # Not sys.exit: the main thread is deep in the engine, and every file is written whole or not at all.
    os._exit(code)

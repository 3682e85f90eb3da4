"""Work done in a fork, so that what it loads and allocates is gone afterwards, and its memory can be told apart."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from tests.benchmarks.errors import CannotRun

Found = TypeVar("Found")


def forked(work: Callable[[], Found]) -> Found:
    """What `work` gives; what it uses is shared with the fork rather than copied.

    Raises CannotRun as `work` does; RuntimeError for whatever else ends it, which is told on standard error.
    """
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(there, work))
    process.start()
    there.close()
    try:
        refused, found = here.recv()
    except EOFError:
        process.join()
        raise RuntimeError(f"a process ended with code {process.exitcode}; why is told above") from None
    finally:
        # Not killed, even where we are interrupted: so is it, and it has engines to stop.
        process.join()
        here.close()
    if refused is not None:
        raise CannotRun(refused)
    result: Found = found
    return result


def _send(there: Connection, work: Callable[[], Found]) -> None:
    try:
        found = work()
    except CannotRun as error:
        there.send((str(error), None))
        return
    there.send((None, found))

"""The event loop under Playwright, out of the way of the tests that run between two browser tests.

Playwright's plain functions leave their loop suspended but marked as running in the thread. One browser serves all
tests of a process, and without this every later `asyncio.run` would be refused. Playwright marks the loop by the same
function (see wait_for_future in playwright/_impl/_greenlets.py).
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loop_set_aside() -> Iterator[asyncio.AbstractEventLoop]:
    """Inside, no loop counts as running in this thread and the browser must be left alone. Yields the loop."""
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield loop
    finally:
        asyncio._set_running_loop(loop)


@contextmanager
def loop_taken_up(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Inside, `loop` counts as running again and the browser can be used."""
    asyncio._set_running_loop(loop)
    try:
        yield
    finally:
        asyncio._set_running_loop(None)

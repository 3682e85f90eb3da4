"""Work that starts at the same moment in several threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Answer = TypeVar("Answer")


def at_once(*works: Callable[[], Answer]) -> list[Answer]:
    """Their answers, in the order given."""
    start = Barrier(len(works))

    def after_start(work: Callable[[], Answer]) -> Answer:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(after_start, works))

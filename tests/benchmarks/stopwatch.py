"""How long a piece of work takes."""

import time
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


def timed(work: Callable[[], Made]) -> tuple[float, Made]:
    """Seconds, to the millisecond, and what came of it."""
    began = time.perf_counter()
    made = work()
    return round(time.perf_counter() - began, 3), made

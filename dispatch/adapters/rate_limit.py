"""Tries counted in memory by `limits`; each process counts for itself."""

from collections.abc import Callable
from math import ceil

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class WindowLimiter:
    """`Limiter` over a moving window such as `10 per 15 minute`; `now_s` is the system's clock (time.time)."""

    def __init__(self, rate: str, now_s: Callable[[], float]) -> None:
        self._rate: RateLimitItem = parse(rate)
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._now_s = now_s

    def wait_s(self, key: str) -> int:
        """Counts one try; 0 when it may go on, else the seconds until the next one may."""
        if self._windows.hit(self._rate, key):
            return 0
        return max(1, ceil(self._windows.get_window_stats(self._rate, key).reset_time - self._now_s()))

    def forget(self, key: str) -> None:
        """Starts the count anew, after a success."""
        self._windows.clear(self._rate, key)

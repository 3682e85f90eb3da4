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
        return _wait_s(self._windows, self._rate, key, self._now_s())

    def forget(self, key: str) -> None:
        """Starts the count anew, after a success."""
        self._windows.clear(self._rate, key)


class WindowFailures:
    """`Failures` over a moving window such as `100 per 15 minute`; tries made at once may go beyond it by a few."""

    def __init__(self, rate: str, now_s: Callable[[], float]) -> None:
        self._rate: RateLimitItem = parse(rate)
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._now_s = now_s

    def wait_s(self, key: str) -> int:
        """0 while fewer than the rate allows went wrong, else the seconds until the oldest of them is forgotten."""
        if self._windows.test(self._rate, key):
            return 0
        return _wait_s(self._windows, self._rate, key, self._now_s())

    def count(self, key: str) -> None:
        """One more that went wrong; beyond the rate nothing is counted, so that waiting helps."""
        self._windows.hit(self._rate, key)


def _wait_s(windows: MovingWindowRateLimiter, rate: RateLimitItem, key: str, now_s: float) -> int:
    return max(1, ceil(windows.get_window_stats(rate, key).reset_time - now_s))

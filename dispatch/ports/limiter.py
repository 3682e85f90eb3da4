"""Counting tries, so that nobody can guess for long."""

from typing import Protocol


class Limiter(Protocol):
    """Counts by key, such as `sign-in address 127.0.0.1`."""

    def wait_s(self, key: str) -> int:
        """Counts one try; 0 when it may go on, else the seconds until the next one may."""
        ...

    def forget(self, key: str) -> None:
        """Starts the count anew, after a success."""
        ...


class Failures(Protocol):
    """Counts what went wrong by key, so that many who do it right may share one (an office behind one address)."""

    def wait_s(self, key: str) -> int:
        """0 when another try may be made, else the seconds until then. Counts nothing."""
        ...

    def count(self, key: str) -> None:
        """One more that went wrong."""
        ...

"""Keeping and comparing passwords."""

from typing import Protocol


class Passwords(Protocol):
    """Slow on purpose: each takes tens of milliseconds and tens of megabytes."""

    def hash(self, password: str) -> str:
        """For `Account.password_hash`."""
        ...

    def matches(self, password: str, password_hash: str) -> bool:
        """False also for an empty or damaged hash, after the same time as for a whole one."""
        ...

    def outdated(self, password_hash: str) -> bool:
        """Whether it was made with weaker settings than today's."""
        ...

"""Passwords by Argon2id with the settings of RFC 9106 for ordinary memory (64 MiB, 3 passes, 4 lanes)."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

AT_ONCE = 2  # 64 MiB each: a flood of tries must not eat the memory


class Argon2Passwords:
    """`Passwords` by argon2-cffi."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._turn = BoundedSemaphore(AT_ONCE)
        self._nobodys = self._hasher.hash("nobody's password, compared when there is none to compare with")

    def hash(self, password: str) -> str:
        """For `Account.password_hash`."""
        with self._turn:
            return self._hasher.hash(password)

    def matches(self, password: str, password_hash: str) -> bool:
        """False also for an empty or damaged hash, after the same time as for a whole one."""
        with self._turn:
            try:
                self._hasher.verify(password_hash or self._nobodys, password)
            except (VerificationError, InvalidHashError, UnicodeEncodeError):  # the last: a hash is ASCII
                return False
        return bool(password_hash)

    def outdated(self, password_hash: str) -> bool:
        """Whether it was made with weaker settings than today's."""
        return self._hasher.check_needs_rehash(password_hash)

"""What a database says when something is wrong, as the errors of the domain."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import exc

from dispatch.domain.errors import DispatchError, TryLater, Unusable

# Serialisation failure, deadlock, lock not available, too many connections, server going down or coming up.
_PASSING = {"40001", "40P01", "55P03", "53300", "57P01", "57P02", "57P03"}
_DISK_FULL = "53100"
_FULL = "The disk of the database is full; this was not stored."


@contextmanager
def in_plain_words(when_full: Callable[[], bool]) -> Iterator[None]:
    """Errors that pass become TryLater, text that cannot be stored Unusable; others, which are faults, stay.

    `when_full` frees some room and tells whether there was any to free.
    """
    try:
        yield
    except (exc.DBAPIError, exc.TimeoutError, UnicodeEncodeError) as error:
        said = _said(error, when_full)
        if said is None:
            raise
        raise said from error


def _said(error: Exception, when_full: Callable[[], bool]) -> DispatchError | None:
    if isinstance(error, exc.TimeoutError):
        return TryLater("The database is busy: too much is asked of it at once. Try again in a moment.")
    if isinstance(error, UnicodeEncodeError | exc.DataError):
        return Unusable(["something in it cannot be stored: it is too long, too large or has broken characters"])
    cause = error.orig if isinstance(error, exc.DBAPIError) else None
    if isinstance(cause, sqlite3.Error):
        return _said_by_sqlite(cause, when_full)
    if isinstance(cause, psycopg.Error):
        return _said_by_postgresql(cause)
    return None


def _said_by_sqlite(cause: sqlite3.Error, when_full: Callable[[], bool]) -> DispatchError | None:
    # Extended codes carry the primary one in their last byte.
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return TryLater("The database is busy: somebody else is writing. Try again in a moment.")
    if code == sqlite3.SQLITE_FULL:
        freed = when_full()
        what = "A reserve was freed, so reading and deleting still work." if freed else "The reserve is used up."
        return TryLater(f"{_FULL} {what} Free some room on it.", after_s=60)
    return None


def _said_by_postgresql(cause: psycopg.Error) -> DispatchError | None:
    if cause.sqlstate == _DISK_FULL:
        return TryLater(f"{_FULL} Free some room on it.", after_s=60)
    # Without a state the connection itself was lost, or was not to be had.
    lost = isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None
    if lost or cause.sqlstate in _PASSING:
        return TryLater("The database is busy or not reachable just now. Try again in a moment.")
    return None

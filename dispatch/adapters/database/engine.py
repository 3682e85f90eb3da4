"""An open database: SQLite in one process, or PostgreSQL in as many as you like."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from dispatch.adapters.database.failures import in_plain_words
from dispatch.adapters.database.lock import Lock, take_lock
from dispatch.adapters.database.reserve import Reserve
from dispatch.domain.errors import Refused, TryLater

_WAIT_MS = 10_000
_READS_ONLY = "allround_reads_only"


@dataclass(frozen=True, slots=True)
class Database:
    """`path`, `lock`, `reserve` and `turn` are SQLite's alone.

    `turn` lets one thread write at a time. SQLite's own way is to look again and again, in which some never get to it:
    16 threads made a third of the writes of one, and one in seventy waited over ten seconds.
    """

    engine: Engine
    path: Path | None = None
    lock: Lock | None = None
    reserve: Reserve | None = None
    turn: "threading.Lock | None" = None  # quoted: Lock is a function before Python 3.13

    @property
    def name(self) -> str:
        """For messages: without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Commits at the end of the block, rolls back when it raises. Raises TryLater when busy or full."""
        with self._own_turn(), in_plain_words(self._free_some_room), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """To read only: one moment of the database throughout, while others go on writing."""
        with in_plain_words(self._free_some_room), self.engine.connect() as connection:
            if self.path is None:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            else:
                connection.execution_options(**{_READS_ONLY: True})
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Closes every connection, then lets other processes in."""
        self.engine.dispose()
        if self.lock is not None:
            self.lock.release()

    @contextmanager
    def _own_turn(self) -> Iterator[None]:
        if self.turn is None:
            yield
            return
        if not self.turn.acquire(timeout=_WAIT_MS / 1000):
            raise TryLater("The database is busy: too much is asked of it at once. Try again in a moment.")
        try:
            yield
        finally:
            self.turn.release()

    def _free_some_room(self) -> bool:
        return self.reserve is not None and self.reserve.give_up()


def connect(url: str, *, var: Path, to_read: bool = False) -> Database:
    """Opens the database at `url`, whatever is in it; an empty `url` means SQLite's `allround.db` in the folder `var`.

    `to_read`: beside the process that has it, for `snapshot` only. Raises Refused when another process has the file
    open, when there is nothing to read, or when the URL is of neither database.
    """
    parsed = _parsed(url or f"sqlite:///{var / 'allround.db'}")
    if parsed.drivername.startswith("sqlite"):
        return _sqlite(parsed, to_read)
    engine = create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=10, pool_timeout=10)
    event.listen(engine, "connect", _set_up_postgresql)
    return Database(engine)


def _parsed(url: str) -> URL:
    """With the driver we have; `postgres://` is how some hosting services write it."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise Refused("The database URL cannot be read; it looks like postgresql://user:password@host/name") from error
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in ("sqlite", "sqlite+pysqlite") and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite+pysqlite")
    raise Refused(
        f"A database URL begins with sqlite:/// and a file name, or with postgresql://; this one begins with "
        f"{parsed.drivername}."
    )


def _sqlite(url: URL, to_read: bool) -> Database:
    path = Path(str(url.database)).absolute()
    if to_read and not path.exists():
        raise Refused(f"There is no database at {path}. Name the one that is meant, or start Allround once to make it.")
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = None if to_read else take_lock(path)
    # Made here, as SQLite would let everybody on the machine read it; its further files follow this one.
    path.touch(mode=0o600)
    engine = create_engine(
        url.set(database=str(path)),
        pool_size=10,
        max_overflow=10,
        pool_timeout=10,
        # The driver begins no transaction by itself; `_begin_sqlite` does.
        connect_args={"isolation_level": None},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if to_read:
        event.listen(engine, "connect", _refuse_writing)
        return Database(engine, path)
    reserve = Reserve(path.with_name(path.name + ".reserve"))
    reserve.keep()
    return Database(engine, path, lock, reserve, threading.Lock())


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in (
        f"busy_timeout={_WAIT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",  # what was answered with yes is on the disk, also after a power cut
        "foreign_keys=ON",
        "journal_size_limit=67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _refuse_writing(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")


def _begin_sqlite(connection: Connection) -> None:
    """Takes the writing lock at once: a unit that read first and then wanted to write could only fail, not wait."""
    reads_only = connection.get_execution_options().get(_READS_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    """READ COMMITTED stays: every decision of ours is one conditional UPDATE or a unique index, never a snapshot."""
    connection.execute("SET TIME ZONE 'UTC'")
    connection.execute("SET lock_timeout = '10s'")
    connection.execute("SET idle_in_transaction_session_timeout = '60s'")
    connection.commit()

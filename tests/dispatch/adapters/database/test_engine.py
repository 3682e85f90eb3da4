"""Opening a database: one process to a SQLite file, what is durable, and what it says when it cannot."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from dispatch.adapters.database.engine import Database, connect
from dispatch.adapters.database.opening import open_database, open_to_read
from dispatch.adapters.database.store import SqlStore
from dispatch.domain.errors import Refused, TryLater
from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.dispatch.adapters.database.deadlock import provoke
from tests.dispatch.adapters.database.small_world import PROGRAM, job, message, record

# Opens the database in the folder it is told, says so, and holds it until its input ends.
HOLDER = """
import sys
from pathlib import Path
from dispatch.adapters.database.opening import open_database
from dispatch.domain.errors import Refused
try:
    database = open_database("", var=Path(sys.argv[1]))
except Refused as refused:
    print(refused, flush=True)
else:
    print("open", flush=True)
    sys.stdin.read()
"""


def hold(folder: Path) -> subprocess.Popen[str]:
    """Another process; its first line tells how it went."""
    return subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def store_more_than_fits(store: SqlStore) -> None:
    with store.begin(PROGRAM) as work:
        work.jobs.add(record(job("J1")))
        for number in range(1000):
            work.messages.add(message(f"m{number}", key=f"k{number}"), [])


def test_a_second_process_is_told_which_one_has_the_database(tmp_path: Path) -> None:
    database = open_database("", var=tmp_path)
    with closing(database), hold(tmp_path) as other:
        said = first_line(other)
        other.communicate()
    assert f"(pid {os.getpid()})" in said
    assert "stop that process" in said


def test_the_database_of_a_killed_process_opens_at_once(tmp_path: Path) -> None:
    with hold(tmp_path) as other:
        assert first_line(other) == "open"
        with pytest.raises(Refused, match=rf"\(pid {other.pid}\)"):
            open_database("", var=tmp_path)
        other.kill()
        other.communicate()
    open_database("", var=tmp_path).close()


def test_what_was_committed_is_there_when_another_has_killed_the_process(tmp_path: Path) -> None:
    program = """
import os, signal, sys
from pathlib import Path
from dispatch.adapters.database.opening import open_database
from dispatch.adapters.database.store import SqlStore
from tests.databases import SetClock
from tests.dispatch.adapters.database.deadlock import provoke
from tests.dispatch.adapters.database.small_world import PROGRAM, job, record
store = SqlStore(open_database("", var=Path(sys.argv[1])), SetClock())
with store.begin(PROGRAM) as work:
    work.jobs.add(record(job("kept")))
with store.begin(PROGRAM) as work:
    work.jobs.add(record(job("lost")))
    os.kill(os.getpid(), signal.SIGKILL)
"""
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)  # noqa: S603 (our own program)
    assert ended.returncode == -9
    database = open_database("", var=tmp_path)
    with closing(database), SqlStore(database, SetClock()).begin(PROGRAM) as work:
        assert work.jobs.get("kept")
        assert work.jobs.get("lost") is None


def test_others_may_read_beside_it_and_never_write(tmp_path: Path) -> None:
    database = open_database("", var=tmp_path)
    reader = open_to_read("", var=tmp_path)
    with closing(database), closing(reader):
        with reader.snapshot() as connection:
            assert connection.scalar(text("SELECT count(*) FROM job")) == 0
        with pytest.raises(OperationalError, match="readonly"), reader.transaction() as connection:
            connection.execute(text("DELETE FROM job"))


def test_a_snapshot_stays_as_it_was_while_others_write(database: Database, store: Store) -> None:
    with database.snapshot() as connection:
        assert connection.scalar(text("SELECT count(*) FROM job")) == 0
        with store.begin(PROGRAM) as work:
            work.jobs.add(record(job("J1")))
        assert connection.scalar(text("SELECT count(*) FROM job")) == 0
    with database.snapshot() as connection:
        assert connection.scalar(text("SELECT count(*) FROM job")) == 1


def test_the_files_are_for_their_owners_eyes(tmp_path: Path) -> None:
    with closing(open_database("", var=tmp_path)):
        names = ("allround.db", "allround.db-wal", "allround.db.lock")
        assert [(tmp_path / name).stat().st_mode & 0o077 for name in names] == [0, 0, 0]


def test_reading_where_there_is_nothing_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no database at"):
        open_to_read("", var=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_sqlite_forces_every_commit_to_the_disk_and_keeps_references(tmp_path: Path) -> None:
    database = open_database("", var=tmp_path)
    with closing(database), database.transaction() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                 for name in ("journal_mode", "synchronous", "foreign_keys")}  # fmt: skip
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_database_that_others_keep_locked_says_try_later(tmp_path: Path) -> None:
    database = open_database("", var=tmp_path)
    with closing(database), closing(sqlite3.connect(tmp_path / "allround.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with database.engine.connect() as connection:
            # This once it does not wait the ten seconds it otherwise would.
            connection.connection.execute("PRAGMA busy_timeout=1")
        with pytest.raises(TryLater, match="busy"), database.transaction():
            pass


def test_on_a_full_disk_nothing_of_the_unit_is_kept_and_the_reserve_is_freed(tmp_path: Path) -> None:
    database = open_database("", var=tmp_path)
    store, reserve = SqlStore(database, SetClock()), tmp_path / "allround.db.reserve"
    with closing(database):
        with database.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        assert reserve.stat().st_size == 8 * 1024 * 1024
        with pytest.raises(TryLater, match="A reserve was freed"):
            store_more_than_fits(store)
        assert not reserve.exists()
        with store.begin(PROGRAM) as work:
            assert work.jobs.get("J1") is None
            assert work.messages.add(message(), [])


def test_the_reserve_is_made_again_when_the_program_starts_again(tmp_path: Path) -> None:
    open_database("", var=tmp_path).close()
    (tmp_path / "allround.db.reserve").unlink()
    open_database("", var=tmp_path).close()
    assert (tmp_path / "allround.db.reserve").stat().st_blocks * 512 >= 8 * 1024 * 1024


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "no url at all"])
def test_other_databases_are_refused_in_words(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="database URL"):
        connect(url, var=tmp_path)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_way_to_write_a_postgresql_url_opens_it(scheme: str, postgresql_url: str, tmp_path: Path) -> None:
    database = connect(postgresql_url.replace("postgresql", scheme, 1), var=tmp_path)
    with closing(database), database.transaction() as connection:
        assert connection.scalar(text("SHOW TIME ZONE")) == "UTC"


def test_a_postgresql_that_does_not_answer_says_try_later_and_names_no_password(tmp_path: Path) -> None:
    database = connect(f"postgresql://somebody:secret@/x?host={tmp_path}", var=tmp_path)
    assert "secret" not in database.name
    with closing(database), pytest.raises(TryLater, match="not reachable"), database.transaction():
        pass


def test_a_deadlock_says_try_later(postgresql: Database) -> None:
    assert provoke(postgresql) == ["committed", "try later"]

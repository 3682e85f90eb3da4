"""Which version of the tables a database has, and bringing it to the one this program knows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from dispatch.adapters.database.engine import Database
from dispatch.domain.errors import Refused

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number, the same in every process: who migrates waits for whoever is at it.
_ADVISORY_LOCK = 6_217_001


def newest() -> str:
    """The version this program knows."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def version(connection: Connection) -> str | None:
    """The version of this database; None: it has none of our tables."""
    return MigrationContext.configure(connection).get_current_revision()


def check_schema(database: Database) -> None:
    """Raises Refused unless the database has the version this program knows."""
    with database.snapshot() as connection:
        found = version(connection)
    if found == newest():
        return
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is None or found in known:
        raise Refused(
            f"The database {database.name} has version {found or 'none'} of the tables and this program needs "
            f"{newest()}. Stop whatever uses it, make a backup, and run `allround migrate`."
        )
    raise Refused(
        f"The database {database.name} has version {found} of the tables, which this program does not know: a newer "
        "one has used it. Install that one again, or restore a backup made before."
    )


def migrate(database: Database, say: Callable[[str], None], *, target: str = "head") -> None:
    """Forward to `target` in one transaction, telling each step; where nothing is to be done it says so."""
    with _alone(database) as connection:
        before = version(connection)
        command.upgrade(_config(connection, say), target)
        after = version(connection)
    say(f"The tables were at version {after} already." if before == after else f"The tables are at version {after}.")


def downgrade(database: Database, say: Callable[[str], None], *, target: str = "base") -> None:
    """Back to `target`, and with the tables goes what is in them; `base` leaves nothing."""
    with _alone(database) as connection:
        command.downgrade(_config(connection, say), target)


def is_empty(database: Database) -> bool:
    """Whether there are no tables at all, ours or others."""
    with database.snapshot() as connection:
        return not inspect(connection).get_table_names()


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """One transaction that no other migration runs beside.

    SQLite makes a changed table anew and drops the old one, which would take the rows that refer to it along: foreign
    keys are off meanwhile, and looked at before the end.
    """
    with database.engine.connect() as connection:
        sqlite = database.path is not None
        if sqlite:
            _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                if not sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
                yield connection
                if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise Refused("A migration left rows that refer to nothing; the database is as it was before.")
        finally:
            if sqlite:
                _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, on: str) -> None:
    """Past SQLAlchemy: within a transaction, which it would begin, SQLite takes no notice."""
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys={on}")


def _config(connection: Connection | None = None, say: Callable[[str], None] = lambda _: None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection

    def tell(*, step: object, **_: object) -> None:
        say(f"Done: {step}")

    config.attributes["on_version_apply"] = tell
    return config

"""Opening a database for work: only with the tables this version of the program knows."""

from pathlib import Path

from dispatch.adapters.database.engine import Database, connect
from dispatch.adapters.database.schema import check_schema, is_empty, migrate


def open_database(url: str, *, var: Path) -> Database:
    """As `connect`; an empty database gets its tables, and one with others than this program's is refused."""
    database = connect(url, var=var)
    try:
        if is_empty(database):
            migrate(database, lambda _: None)
        check_schema(database)
    except BaseException:
        database.close()
        raise
    return database


def open_to_read(url: str, *, var: Path) -> Database:
    """For `snapshot` only, also beside a running program: backups, checks of the audit log."""
    database = connect(url, var=var, to_read=True)
    try:
        check_schema(database)
    except BaseException:
        database.close()
        raise
    return database

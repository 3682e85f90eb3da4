"""Inserting what may be there already, in the words of both databases."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_unless_there(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """False, and nothing stored, where any unique constraint or index has it already, also when two try at once."""
    statement = _insert(connection, table).values(dict(row)).on_conflict_do_nothing()
    return _stored(connection, statement, table)


def insert_or_replace(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Replaces the row of the same primary key and organisation. False where another organisation has that key."""
    keys = [column.name for column in table.primary_key]
    statement = _insert(connection, table).values(dict(row))
    rest = {name: statement.excluded[name] for name in row if name not in keys}
    statement = statement.on_conflict_do_update(
        index_elements=keys, set_=rest, where=table.c.organisation_id == statement.excluded.organisation_id
    )
    return _stored(connection, statement, table)


def _stored(connection: Connection, statement: postgresql.Insert | sqlite.Insert, table: Table) -> bool:
    """Asks for what was written: the drivers do not agree on counting inserted rows."""
    return connection.execute(statement.returning(*table.primary_key)).first() is not None


def _insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)

"""The migrations make exactly the tables the program knows, forward and back, on both databases."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from dispatch.adapters.database.engine import Database, connect
from dispatch.adapters.database.opening import open_database
from dispatch.adapters.database.schema import downgrade, migrate, newest, version
from dispatch.adapters.database.tables import metadata
from dispatch.domain.errors import Refused
from tests.databases import BOTH


@pytest.fixture(params=BOTH)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Without any table."""
    if request.param == "sqlite":
        database = connect("", var=tmp_path)
        yield database
    else:
        url = request.getfixturevalue("postgresql_url")
        database = connect(f"{url}&options=-csearch_path%3Dbare", var=tmp_path)
        with database.engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA bare"))
        yield database
        with database.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA bare CASCADE"))
    database.close()


def definitions(connection: Connection) -> set[str]:
    """Every table, column, index and constraint in the database's own words."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' AND sql IS NOT NULL"
    else:
        asked = """
            SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default,
                             character_maximum_length, collation_name)
              FROM information_schema.columns WHERE table_schema = 'bare' AND table_name NOT LIKE 'alembic%'
            UNION ALL
            SELECT indexdef FROM pg_indexes WHERE schemaname = 'bare' AND tablename NOT LIKE 'alembic%'
            UNION ALL
            SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
              FROM pg_constraint
             WHERE connamespace = 'bare'::regnamespace AND conrelid::regclass::text NOT LIKE '%alembic%'
        """
    return {" ".join(each.split()) for each in connection.scalars(text(asked))}


def test_the_migrations_make_what_the_program_knows(bare: Database) -> None:
    migrate(bare, lambda _: None)
    with bare.transaction() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        migrated = definitions(connection)
    downgrade(bare, lambda _: None)
    with bare.transaction() as connection:
        metadata.create_all(connection)
        # Partial indexes, deletions that follow and collations too, which the comparison above does not look at.
        assert definitions(connection) == migrated
    assert len(migrated) > len(metadata.tables)


def test_back_to_nothing_leaves_nothing_and_forward_again_works(bare: Database) -> None:
    migrate(bare, lambda _: None)
    downgrade(bare, lambda _: None)
    with bare.transaction() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
        assert version(connection) is None
    migrate(bare, lambda _: None)
    with bare.transaction() as connection:
        assert version(connection) == newest()


def test_migrating_tells_each_step_and_a_second_time_that_there_was_none(bare: Database) -> None:
    said: list[str] = []
    migrate(bare, said.append)
    assert said[-1] == f"The tables are at version {newest()}."
    assert len(said) > 1
    said.clear()
    migrate(bare, said.append)
    assert said == [f"The tables were at version {newest()} already."]


def test_opening_an_empty_database_makes_its_tables(tmp_path: Path) -> None:
    with closing(open_database("", var=tmp_path)) as database, database.transaction() as connection:
        assert version(connection) == newest()


@pytest.mark.parametrize(
    ("found", "remedy"), [("0000-from-the-future", "Install that one again"), (None, "run `allround migrate`")]
)
def test_opening_a_database_of_another_version_says_what_to_do(found: str | None, remedy: str, tmp_path: Path) -> None:
    with closing(open_database("", var=tmp_path)) as database, database.transaction() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        if found:
            connection.execute(text("INSERT INTO alembic_version VALUES (:found)"), {"found": found})
    with pytest.raises(Refused, match=remedy):
        open_database("", var=tmp_path)
    # The refusal let go of the file.
    connect("", var=tmp_path).close()


def test_a_migration_that_leaves_rows_without_what_they_refer_to_is_taken_back(tmp_path: Path) -> None:
    with closing(open_database("", var=tmp_path)) as database:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        loose = "INSERT INTO job_signal (job_id, signal_id, organisation_id) VALUES ('none', 's', 'council')"
        raw = database.engine.raw_connection()
        raw.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        raw.driver_connection.execute(loose)  # type: ignore[union-attr]
        raw.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
        raw.close()
        with pytest.raises(Refused, match="refer to nothing"):
            migrate(database, lambda _: None)

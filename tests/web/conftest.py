"""Fixtures of tests of pages."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.adapters.database.opening import open_database
from dispatch.adapters.database.store import SqlStore
from tests.databases import SetClock
from tests.web.stored_day import StoredDay


@pytest.fixture
def day(sqlite_template: Path, tmp_path: Path, clock: SetClock) -> Iterator[StoredDay]:
    """A small stored day with nothing planned yet, on SQLite: what pages ask of storage is tested on both elsewhere."""
    shutil.copy(sqlite_template, tmp_path / "allround.db")
    database = open_database("", var=tmp_path)
    yield StoredDay(SqlStore(database, clock), clock)
    database.close()

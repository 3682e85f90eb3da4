"""Fixtures of governance's tests."""

from pathlib import Path

import pytest

from dispatch.adapters.database.engine import Database
from dispatch.ports.store import Store
from tests.dispatch.governance.sealed_log import SealedLog


@pytest.fixture
def log(store: Store, database: Database, tmp_path: Path) -> SealedLog:
    """Six entries under three seals, all noted outside."""
    made = SealedLog(store, database, tmp_path / "head.jsonl")
    for minute in range(3):
        made.write(f"job A{minute}", f"job B{minute}")
        made.seal(minute)
    return made

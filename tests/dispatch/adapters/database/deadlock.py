"""Two transactions that each wait for the other's row."""

from threading import Barrier

from sqlalchemy import text

from dispatch.adapters.database.engine import Database
from dispatch.domain.errors import TryLater
from tests.dispatch.adapters.database.at_once import at_once


def provoke(database: Database) -> list[str]:
    """How it ended for the two, sorted. PostgreSQL only; the rows are locks that no table needs."""
    both_hold_one = Barrier(2)

    def take(first: int, second: int) -> str:
        lock = text("SELECT pg_advisory_xact_lock(:number)")
        try:
            with database.transaction() as connection:
                connection.execute(text("SET LOCAL deadlock_timeout = '10ms'"))
                connection.execute(lock, {"number": first})
                both_hold_one.wait()
                connection.execute(lock, {"number": second})
        except TryLater:
            return "try later"
        return "committed"

    return sorted(at_once(lambda: take(1, 2), lambda: take(2, 1)))

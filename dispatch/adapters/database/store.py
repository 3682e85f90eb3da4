"""Storage as the steps ask for it: units of work, each one transaction, with a shelf for each kind of thing."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection

from dispatch.adapters.database.engine import Database
from dispatch.adapters.database.shelves.accounts import SqlAccountShelf
from dispatch.adapters.database.shelves.audit import SqlAuditShelf
from dispatch.adapters.database.shelves.jobs import SqlJobShelf
from dispatch.adapters.database.shelves.messages import SqlMessageShelf
from dispatch.adapters.database.shelves.outcomes import SqlOutcomeShelf
from dispatch.adapters.database.shelves.plans import SqlPlanShelf
from dispatch.adapters.database.shelves.requests import SqlRequestShelf
from dispatch.adapters.database.shelves.settings import SqlSettingShelf
from dispatch.domain.actor import Actor
from dispatch.ports.clock import Clock


class SqlWork:
    """One transaction on behalf of one actor; shelves are made when first asked for."""

    def __init__(self, connection: Connection, actor: Actor, now: Clock) -> None:
        self._connection = connection
        self._now = now
        self.actor = actor

    @cached_property
    def messages(self) -> SqlMessageShelf:
        """Messages as received, and the signals read from them."""
        return SqlMessageShelf(self._connection, self.actor, self._now)

    @cached_property
    def jobs(self) -> SqlJobShelf:
        """Jobs and where they stand."""
        return SqlJobShelf(self._connection, self.actor, self._now)

    @cached_property
    def requests(self) -> SqlRequestShelf:
        """Plan requests and the inputs they froze."""
        return SqlRequestShelf(self._connection, self.actor, self._now)

    @cached_property
    def plans(self) -> SqlPlanShelf:
        """Revisions of day plans."""
        return SqlPlanShelf(self._connection, self.actor, self._now)

    @cached_property
    def outcomes(self) -> SqlOutcomeShelf:
        """Facts from the field, and absences."""
        return SqlOutcomeShelf(self._connection, self.actor, self._now)

    @cached_property
    def settings(self) -> SqlSettingShelf:
        """Organisations, people, agreements, rules and sensors."""
        return SqlSettingShelf(self._connection, self.actor, self._now)

    @cached_property
    def accounts(self) -> SqlAccountShelf:
        """Accounts and sessions."""
        return SqlAccountShelf(self._connection, self.actor, self._now)

    @cached_property
    def audit(self) -> SqlAuditShelf:
        """The audit log."""
        return SqlAuditShelf(self._connection, self.actor, self._now)


class SqlStore:
    """Keeps `dispatch.ports.store.Store`."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._database = database
        self._now = now

    @contextmanager
    def begin(self, actor: Actor) -> Iterator[SqlWork]:
        """Commits when the block ends, rolls back when it raises. Raises TryLater."""
        with self._database.transaction() as connection:
            yield SqlWork(connection, actor, self._now)

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[SqlWork]:
        """One consistent moment; a write in it is an error of the program."""
        with self._database.snapshot() as connection:
            yield SqlWork(connection, actor, self._now)

"""Storage: units of work, each one transaction on behalf of one actor."""

from contextlib import AbstractContextManager
from typing import Protocol

from dispatch.domain.actor import Actor
from dispatch.ports.account_shelf import AccountShelf
from dispatch.ports.audit_shelf import AuditShelf
from dispatch.ports.job_shelf import JobShelf
from dispatch.ports.message_shelf import MessageShelf
from dispatch.ports.outcome_shelf import OutcomeShelf
from dispatch.ports.plan_shelf import PlanShelf
from dispatch.ports.request_shelf import RequestShelf
from dispatch.ports.setting_shelf import SettingShelf


class Work(Protocol):
    """One transaction. Queries return rows of `actor.organisations` only (the program itself: of all)."""

    @property
    def actor(self) -> Actor:
        """On whose behalf."""
        ...

    @property
    def messages(self) -> MessageShelf: ...
    @property
    def jobs(self) -> JobShelf: ...
    @property
    def requests(self) -> RequestShelf: ...
    @property
    def plans(self) -> PlanShelf: ...
    @property
    def outcomes(self) -> OutcomeShelf: ...
    @property
    def settings(self) -> SettingShelf: ...
    @property
    def accounts(self) -> AccountShelf: ...
    @property
    def audit(self) -> AuditShelf: ...


class Store(Protocol):
    """Where everything is kept."""

    def begin(self, actor: Actor) -> AbstractContextManager[Work]:
        """A unit of work: commits when the block ends, rolls back when it raises.

        Never hold one across slow work. Raises TryLater when storage is busy or the disk is full: then nothing of the
        block is kept.
        """
        ...

    def reading(self, actor: Actor) -> AbstractContextManager[Work]:
        """A unit of work that only reads: everything as of one moment, and no waiting behind those who write."""
        ...

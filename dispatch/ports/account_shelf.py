"""Accounts and sessions; asked by signing in, before there is an actor other than the program."""

from datetime import datetime
from typing import Protocol

from dispatch.domain.account import Account, Session


class AccountShelf(Protocol):
    """Sessions are on the server: ending one ends it everywhere at once."""

    def put(self, account: Account) -> None:
        """Stores or replaces by id. Raises Unusable when another account has this login."""
        ...

    def by_login(self, login: str) -> Account | None: ...  # noqa: D102
    def get(self, account_id: str) -> Account | None: ...  # noqa: D102
    def all(self) -> tuple[Account, ...]:
        """By organisation, role and name."""
        ...

    def add_session(self, session: Session) -> None: ...  # noqa: D102
    def session(self, token_hash: str, now: datetime) -> Session | None:
        """None when unknown or expired."""
        ...

    def seen(self, token_hash: str, at: datetime) -> None: ...  # noqa: D102
    def end_session(self, token_hash: str) -> None: ...  # noqa: D102
    def end_sessions_of(self, account_id: str) -> None: ...  # noqa: D102
    def drop_expired(self, now: datetime) -> int:
        """How many went."""
        ...

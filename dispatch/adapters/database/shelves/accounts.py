"""Accounts and sessions."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from dispatch.adapters.database.insert import insert_or_replace, insert_unless_there
from dispatch.adapters.database.scope import check_owner, visible
from dispatch.adapters.database.tables import accounts
from dispatch.domain.account import Account, Session
from dispatch.domain.actor import Actor, Role
from dispatch.domain.errors import Unusable
from dispatch.ports.clock import Clock

_account, _session = accounts.account, accounts.account_session


class SqlAccountShelf:
    """Of a session's secret only the hash comes here."""

    def __init__(self, connection: Connection, actor: Actor, now: Clock) -> None:
        self._connection = connection
        self._actor = actor
        self._now = now

    def put(self, account: Account) -> None:
        """Raises Unusable also where another organisation has the id."""
        check_owner(self._actor, account.organisation_id)
        row = _account_row(account)
        # Most are new. What is there already is changed by a second statement: `replace` cannot name two unique keys.
        if insert_unless_there(self._connection, _account, row):
            return
        holder = self._connection.scalar(select(_account.c.id).where(_account.c.login_key == row["login_key"]))
        if holder not in (None, account.id):
            raise Unusable([f"the login {account.login!r} is taken; choose another"])
        if not insert_or_replace(self._connection, _account, row):
            raise Unusable([f"the account id {account.id!r} is another organisation's; choose another"])

    def by_login(self, login: str) -> Account | None:
        """In whatever case it is typed."""
        return self._one(_account.c.login_key == _login_key(login))

    def get(self, account_id: str) -> Account | None:
        """One by its id."""
        return self._one(_account.c.id == account_id)

    def all(self) -> tuple[Account, ...]:
        """By organisation, role and name, then by id."""
        rows = self._connection.execute(select(_account).where(visible(_account, self._actor)))
        return tuple(sorted(map(_account_from, rows), key=_order))

    def add_session(self, session: Session) -> None:
        """One more: somebody may be signed in on several machines."""
        check_owner(self._actor, session.organisation_id)
        self._connection.execute(_session.insert().values(_session_row(session)))

    def session(self, token_hash: str, now: datetime) -> Session | None:
        """One that has not expired."""
        asked = select(_session).where(
            _session.c.token_hash == token_hash, _session.c.expires_at > now, visible(_session, self._actor)
        )
        row = self._connection.execute(asked).one_or_none()
        return None if row is None else _session_from(row)

    def seen(self, token_hash: str, at: datetime) -> None:
        """The latest time stays when two requests of one browser overtake each other."""
        self._connection.execute(
            update(_session)
            .where(_session.c.token_hash == token_hash, _session.c.seen_at < at, visible(_session, self._actor))
            .values(seen_at=at)
        )

    def end_session(self, token_hash: str) -> None:
        """Nothing happens where it has ended already."""
        self._drop(_session.c.token_hash == token_hash)

    def end_sessions_of(self, account_id: str) -> None:
        """On every machine."""
        self._drop(_session.c.account_id == account_id)

    def drop_expired(self, now: datetime) -> int:
        """A session is expired from its `expires_at` on."""
        return self._drop(_session.c.expires_at <= now)

    def _drop(self, condition: ColumnElement[bool]) -> int:
        return self._connection.execute(delete(_session).where(condition, visible(_session, self._actor))).rowcount

    def _one(self, condition: ColumnElement[bool]) -> Account | None:
        row = self._connection.execute(
            select(_account).where(condition, visible(_account, self._actor))
        ).one_or_none()  # fmt: skip
        return None if row is None else _account_from(row)


def _login_key(login: str) -> str:
    return login.strip().lower()


def _order(account: Account) -> tuple[str, str, str, str]:
    return (account.organisation_id, account.role, account.name, account.id)


def _account_row(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "organisation_id": account.organisation_id,
        "login": account.login,
        "login_key": _login_key(account.login),
        "name": account.name,
        "role": account.role,
        "password_hash": account.password_hash,
        "worker_id": account.worker_id,
        "active": account.active,
    }


def _account_from(row: Row[tuple[object, ...]]) -> Account:
    return Account(
        id=row.id,
        organisation_id=row.organisation_id,
        login=row.login,
        name=row.name,
        role=Role(row.role),
        password_hash=row.password_hash,
        worker_id=row.worker_id,
        active=row.active,
    )


def _session_row(session: Session) -> dict[str, object]:
    return {
        "token_hash": session.token_hash,
        "account_id": session.account_id,
        "organisation_id": session.organisation_id,
        "started_at": session.started_at,
        "seen_at": session.seen_at,
        "expires_at": session.expires_at,
    }


def _session_from(row: Row[tuple[object, ...]]) -> Session:
    return Session(
        token_hash=row.token_hash,
        account_id=row.account_id,
        organisation_id=row.organisation_id,
        started_at=row.started_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
    )

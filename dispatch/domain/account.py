"""Accounts that people sign in with, and their sessions."""

from dataclasses import dataclass
from datetime import datetime

from dispatch.domain.actor import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`login` is compared in lower case. `password_hash` is Argon2id in PHC form; empty: no password opens it."""

    id: str
    organisation_id: str
    login: str
    name: str
    role: Role
    password_hash: str = ""
    worker_id: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in browser. Only the SHA-256 of its secret is kept."""

    token_hash: str
    account_id: str
    organisation_id: str
    started_at: datetime
    seen_at: datetime
    expires_at: datetime

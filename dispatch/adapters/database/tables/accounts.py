"""Accounts that people sign in with, and their sessions."""

from sqlalchemy import Boolean, Column, ForeignKey, Table, Text, UniqueConstraint

from dispatch.adapters.database.tables.columns import Key, Moment, identity, metadata, owner

account = Table(
    "account",
    metadata,
    identity(),
    owner(),
    Column("login", Key, nullable=False),
    # The login as it is compared. SQLite's own lower() knows ASCII only, so this is worked out before storing.
    Column("login_key", Key, nullable=False),
    Column("name", Key, nullable=False),
    Column("role", Key, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("worker_id", Key),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("login_key"),
)

account_session = Table(
    "account_session",
    metadata,
    Column("token_hash", Key, primary_key=True),
    Column("account_id", Key, ForeignKey("account.id"), nullable=False, index=True),
    owner(),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)

"""Messages as received, and the signals read from them."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Table, Text, UniqueConstraint

from dispatch.adapters.database.tables.columns import Key, Moment, identity, metadata, owner

message = Table(
    "message",
    metadata,
    identity(),
    owner(),
    Column("source_id", Key, nullable=False),
    Column("key", Text, nullable=False),
    # A key is as long as its sender likes, and an index entry is not: SHA-256 of the key, hex.
    Column("key_hash", String(64), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("problem", Text, nullable=False),
    UniqueConstraint("source_id", "key_hash"),
)
Index("ix_message_not_understood", message.c.received_at, sqlite_where=message.c.problem != "",
      postgresql_where=message.c.problem != "")  # fmt: skip

signal = Table(
    "signal",
    metadata,
    identity(),
    owner(),
    Column("message_id", Key, ForeignKey("message.id"), nullable=False, index=True),
    Column("uprn", Key, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("triaged_at", Moment, nullable=True),
    Column("body", Text, nullable=False),
    Index("ix_signal_uprn_received_at", "uprn", "received_at"),
)
Index("ix_signal_untriaged", signal.c.received_at, signal.c.id, sqlite_where=signal.c.triaged_at.is_(None),
      postgresql_where=signal.c.triaged_at.is_(None))  # fmt: skip

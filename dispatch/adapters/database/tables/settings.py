"""What a day is set in: one table for what is read as a whole, others for what is looked up by a key."""

from sqlalchemy import Column, Date, ForeignKeyConstraint, String, Table, Text, UniqueConstraint

from dispatch.adapters.database.tables.columns import Key, identity, metadata, owner

# `kind` is the class of the domain in small letters; `body` is all of it.
setting = Table(
    "setting",
    metadata,
    identity("kind"),
    identity(),
    owner(),
    Column("body", Text, nullable=False),
)

# Agreements and partnerships are seen by each party, not only by the one that wrote them down.
setting_party = Table(
    "setting_party",
    metadata,
    identity("kind"),
    identity("setting_id"),
    Column("organisation_id", Key, primary_key=True, index=True),
    ForeignKeyConstraint(["kind", "setting_id"], ["setting.kind", "setting.id"], ondelete="CASCADE"),
)

shift = Table(
    "shift",
    metadata,
    Column("on", Date, primary_key=True),
    identity(),
    owner(),
    Column("body", Text, nullable=False),
)

device = Table(
    "device",
    metadata,
    identity("eui"),
    Column("source_id", Key, nullable=False),
    owner(),
    Column("body", Text, nullable=False),
)

signal_source = Table(
    "signal_source",
    metadata,
    identity(),
    Column("kind", Key, nullable=False),
    Column("token_hash", String(64), nullable=False),
    owner(),
    Column("body", Text, nullable=False),
    UniqueConstraint("kind", "token_hash"),
)

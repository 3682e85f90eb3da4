"""Facts from the field, and who is absent."""

from sqlalchemy import Column, Date, Table, Text, UniqueConstraint

from dispatch.adapters.database.tables.columns import Key, Moment, identity, metadata, owner

# Append-only: no code of ours changes or deletes a row.
outcome = Table(
    "outcome",
    metadata,
    identity(),
    owner(),  # the job's
    Column("job_id", Key, nullable=False, index=True),
    Column("worker_id", Key, nullable=False),
    Column("plan_id", Key, nullable=False),
    Column("kind", Key, nullable=False),
    Column("reason", Key),
    Column("note", Text, nullable=False),
    Column("happened_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("standing", Key, nullable=False),
)

absence = Table(
    "absence",
    metadata,
    identity(),
    owner(),
    Column("worker_id", Key, nullable=False),
    Column("date", Date, nullable=False, index=True),
    Column("starts_at", Moment, nullable=False),
    Column("reported_by", Key, nullable=False),
    Column("reported_at", Moment, nullable=False),
    UniqueConstraint("worker_id", "date"),
)

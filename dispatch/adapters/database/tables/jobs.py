"""Jobs with where they stand, the signals that caused them, and their orders."""

from sqlalchemy import Column, Date, ForeignKey, Index, Table, Text, and_

from dispatch.adapters.database.tables.columns import Key, Moment, identity, metadata, owner
from dispatch.domain.job import CauseKind
from dispatch.domain.states import UNSETTLED

job = Table(
    "job",
    metadata,
    identity(),
    owner(),
    Column("service_id", Key, nullable=False),
    Column("type", Key, nullable=False),
    Column("uprn", Key, nullable=False),
    Column("cause_kind", Key, nullable=False),
    Column("state", Key, nullable=False),
    Column("due_on", Date, nullable=True, index=True),
    Column("added_at", Moment, nullable=False),
    Column("added_by", Key, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("closed_at", Moment, nullable=True),
    Column("note", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_job_state", "state", "due_on"),
    Index("ix_job_uprn", "uprn"),
)
unsettled_from_sensor = and_(job.c.cause_kind == CauseKind.SENSOR, job.c.state.in_(sorted(UNSETTLED)))
# Two readings triaged at the same moment make one job: the database decides, not the reading before the writing.
Index("uq_job_unsettled_from_sensor", job.c.type, job.c.uprn, unique=True, sqlite_where=unsettled_from_sensor,
      postgresql_where=unsettled_from_sensor)  # fmt: skip

# No foreign key to the signal: a job that came with a list may name signals of another system.
job_signal = Table(
    "job_signal",
    metadata,
    Column("job_id", Key, ForeignKey("job.id", ondelete="CASCADE"), primary_key=True),
    Column("signal_id", Key, primary_key=True, index=True),
    owner(),
)

job_order = Table(
    "job_order",
    metadata,
    identity("first_id"),
    Column("second_id", Key, primary_key=True, index=True),
    owner(),
    Column("body", Text, nullable=False),
)

"""Revisions of day plans, the row of each day that says which one holds, and who is sent where."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from dispatch.adapters.database.tables.columns import Key, Moment, identity, metadata, owner

plan_revision = Table(
    "plan_revision",
    metadata,
    identity(),
    owner(),  # who hosts the planning
    Column("date", Date, nullable=False),
    Column("number", Integer, nullable=False),
    Column("based_on", Key),
    Column("request_id", Key, nullable=False),
    Column("state", Key, nullable=False),
    Column("made_by", Key, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("inputs_at", Moment, nullable=False),
    Column("published_by", Key),
    Column("published_at", Moment),
    Column("discarded_at", Moment),
    Column("attribution", Text, nullable=False),
    # Compressed JSON: DayPlan, lines by shift id, the comparison.
    Column("plan", LargeBinary, nullable=False),
    Column("lines", LargeBinary, nullable=False),
    Column("savings", LargeBinary),
    UniqueConstraint("organisation_id", "date", "number", name="uq_plan_revision_of_day"),
    UniqueConstraint("request_id"),
)

# Publishing is one conditional UPDATE here; every change of a day's revisions locks this row first.
plan_day = Table(
    "plan_day",
    metadata,
    Column("organisation_id", Key, primary_key=True),
    Column("date", Date, primary_key=True),
    Column("published_id", Key, ForeignKey("plan_revision.id")),
)

# Whose shifts a revision has, those with nothing to do included.
plan_worker = Table(
    "plan_worker",
    metadata,
    Column("plan_id", Key, ForeignKey("plan_revision.id"), primary_key=True),
    Column("worker_id", Key, primary_key=True),
    owner(),
    Column("date", Date, nullable=False),
    Index("ix_plan_worker_of_day", "worker_id", "date"),
)

# Written at publishing, never changed: what was promised stays known when a later revision says otherwise.
visit = Table(
    "visit",
    metadata,
    Column("plan_id", Key, ForeignKey("plan_revision.id"), primary_key=True),
    Column("shift_id", Key, primary_key=True),
    Column("worker_id", Key, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    owner(),
    Column("job_id", Key, nullable=False, index=True),
    Column("starts_at", Moment, nullable=False),
    Column("finishes_at", Moment, nullable=False),
)

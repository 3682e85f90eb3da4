"""Requests for plans, the inputs they froze, and the organisations that work in them."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text

from dispatch.adapters.database.tables.columns import Key, Moment, identity, metadata, owner
from dispatch.domain.states import UNFINISHED

plan_request = Table(
    "plan_request",
    metadata,
    identity(),
    owner(),  # who hosts the planning
    Column("date", Date, nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, ... within the day: the order they were asked for in
    Column("state", Key, nullable=False),
    Column("asked_by", Key, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("based_on", Key),
    Column("seed", Integer, nullable=False),
    Column("iterations", Integer, nullable=False),
    Column("progress", Integer, nullable=False),
    Column("doing", Text, nullable=False),
    Column("cancel_asked", Boolean, nullable=False),
    Column("problem", Text, nullable=False),
    Column("plan_id", Key),
)
_unfinished = plan_request.c.state.in_(sorted(UNFINISHED))
# At most one unfinished request for a host and a day, also when two ask at the same moment.
Index("uq_plan_request_unfinished", plan_request.c.organisation_id, plan_request.c.date, unique=True,
      sqlite_where=_unfinished, postgresql_where=_unfinished)  # fmt: skip

plan_inputs = Table(
    "plan_inputs",
    metadata,
    Column("request_id", Key, ForeignKey("plan_request.id"), primary_key=True),
    owner(),
    Column("inputs", LargeBinary, nullable=False),  # compressed JSON: PlanInputs
)

# Organisations with a shift or a job in the inputs: they see the request and the plan made from it.
plan_member = Table(
    "plan_member",
    metadata,
    Column("request_id", Key, ForeignKey("plan_request.id"), primary_key=True),
    Column("organisation_id", Key, primary_key=True, index=True),
)

"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Text that is looked up and sorted by, as in tables/columns.py at the time.
Key = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
SENSED_AND_UNSETTLED = sa.text("cause_kind = 'sensor' AND state IN ('could_not', 'open', 'scheduled', 'started')")
NOT_UNDERSTOOD = sa.text("problem != ''")
UNFINISHED = sa.text("state IN ('running', 'waiting')")
UNTRIAGED = sa.text("triaged_at IS NULL")


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "absence",
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("worker_id", Key, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_by", Key, nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("worker_id", "date", name=op.f("uq_absence_worker_id")),
    )
    op.create_index(op.f("ix_absence_date"), "absence", ["date"], unique=False)
    op.create_index(op.f("ix_absence_organisation_id"), "absence", ["organisation_id"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("login", Key, nullable=False),
        sa.Column("login_key", Key, nullable=False),
        sa.Column("name", Key, nullable=False),
        sa.Column("role", Key, nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("worker_id", Key, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login_key", name=op.f("uq_account_login_key")),
    )
    op.create_index(op.f("ix_account_organisation_id"), "account", ["organisation_id"], unique=False)
    op.create_table(
        "audit_counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_counter")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", Key, nullable=False),
        sa.Column("role", Key, nullable=False),
        sa.Column("purpose", Key, nullable=False),
        sa.Column("action", Key, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("fact_hash", Key, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_organisation_id"), "audit_entry", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_audit_entry_subject"), "audit_entry", ["subject"], unique=False)
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_hash", Key, nullable=False),
        sa.Column("hash", Key, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seal")),
    )
    op.create_table(
        "device",
        sa.Column("eui", Key, nullable=False),
        sa.Column("source_id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("eui", name=op.f("pk_device")),
    )
    op.create_index(op.f("ix_device_organisation_id"), "device", ["organisation_id"], unique=False)
    op.create_table(
        "job",
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("service_id", Key, nullable=False),
        sa.Column("type", Key, nullable=False),
        sa.Column("uprn", Key, nullable=False),
        sa.Column("cause_kind", Key, nullable=False),
        sa.Column("state", Key, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", Key, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_due_on"), "job", ["due_on"], unique=False)
    op.create_index(op.f("ix_job_organisation_id"), "job", ["organisation_id"], unique=False)
    op.create_index("ix_job_state", "job", ["state", "due_on"], unique=False)
    op.create_index("ix_job_uprn", "job", ["uprn"], unique=False)
    op.create_index(
        "uq_job_unsettled_from_sensor",
        "job",
        ["type", "uprn"],
        unique=True,
        sqlite_where=SENSED_AND_UNSETTLED,
        postgresql_where=SENSED_AND_UNSETTLED,
    )
    op.create_table(
        "job_order",
        sa.Column("first_id", Key, nullable=False),
        sa.Column("second_id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_job_order")),
    )
    op.create_index(op.f("ix_job_order_organisation_id"), "job_order", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_job_order_second_id"), "job_order", ["second_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("source_id", Key, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("source_id", "key_hash", name=op.f("uq_message_source_id")),
    )
    op.create_index(
        "ix_message_not_understood",
        "message",
        ["received_at"],
        unique=False,
        sqlite_where=NOT_UNDERSTOOD,
        postgresql_where=NOT_UNDERSTOOD,
    )
    op.create_index(op.f("ix_message_organisation_id"), "message", ["organisation_id"], unique=False)
    op.create_table(
        "outcome",
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("job_id", Key, nullable=False),
        sa.Column("worker_id", Key, nullable=False),
        sa.Column("plan_id", Key, nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("reason", Key, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing", Key, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    op.create_index(op.f("ix_outcome_job_id"), "outcome", ["job_id"], unique=False)
    op.create_index(op.f("ix_outcome_organisation_id"), "outcome", ["organisation_id"], unique=False)
    op.create_table(
        "plan_request",
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", Key, nullable=False),
        sa.Column("asked_by", Key, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("based_on", Key, nullable=True),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("iterations", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("doing", sa.Text(), nullable=False),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("plan_id", Key, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_request")),
    )
    op.create_index(op.f("ix_plan_request_organisation_id"), "plan_request", ["organisation_id"], unique=False)
    op.create_index(
        "uq_plan_request_unfinished",
        "plan_request",
        ["organisation_id", "date"],
        unique=True,
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
    op.create_table(
        "plan_revision",
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("based_on", Key, nullable=True),
        sa.Column("request_id", Key, nullable=False),
        sa.Column("state", Key, nullable=False),
        sa.Column("made_by", Key, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inputs_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", Key, nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("savings", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_revision")),
        sa.UniqueConstraint("organisation_id", "date", "number", name="uq_plan_revision_of_day"),
        sa.UniqueConstraint("request_id", name=op.f("uq_plan_revision_request_id")),
    )
    op.create_index(op.f("ix_plan_revision_organisation_id"), "plan_revision", ["organisation_id"], unique=False)
    op.create_table(
        "setting",
        sa.Column("kind", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_setting")),
    )
    op.create_index(op.f("ix_setting_organisation_id"), "setting", ["organisation_id"], unique=False)
    op.create_table(
        "shift",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("on", "id", name=op.f("pk_shift")),
    )
    op.create_index(op.f("ix_shift_organisation_id"), "shift", ["organisation_id"], unique=False)
    op.create_table(
        "signal_source",
        sa.Column("id", Key, nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_source")),
        sa.UniqueConstraint("kind", "token_hash", name=op.f("uq_signal_source_kind")),
    )
    op.create_index(op.f("ix_signal_source_organisation_id"), "signal_source", ["organisation_id"], unique=False)
    op.create_table(
        "account_session",
        sa.Column("token_hash", Key, nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_session_account_id_account")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_session")),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"], unique=False)
    op.create_index(op.f("ix_account_session_expires_at"), "account_session", ["expires_at"], unique=False)
    op.create_index(op.f("ix_account_session_organisation_id"), "account_session", ["organisation_id"], unique=False)
    op.create_table(
        "audit_fact",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("salt", Key, nullable=False),
        sa.ForeignKeyConstraint(["number"], ["audit_entry.number"], name=op.f("fk_audit_fact_number_audit_entry")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_fact")),
    )
    op.create_index(op.f("ix_audit_fact_organisation_id"), "audit_fact", ["organisation_id"], unique=False)
    op.create_table(
        "job_signal",
        sa.Column("job_id", Key, nullable=False),
        sa.Column("signal_id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_job_signal_job_id_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "signal_id", name=op.f("pk_job_signal")),
    )
    op.create_index(op.f("ix_job_signal_organisation_id"), "job_signal", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_job_signal_signal_id"), "job_signal", ["signal_id"], unique=False)
    op.create_table(
        "plan_day",
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("published_id", Key, nullable=True),
        sa.ForeignKeyConstraint(
            ["published_id"], ["plan_revision.id"], name=op.f("fk_plan_day_published_id_plan_revision")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "date", name=op.f("pk_plan_day")),
    )
    op.create_table(
        "plan_inputs",
        sa.Column("request_id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("inputs", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["plan_request.id"], name=op.f("fk_plan_inputs_request_id_plan_request")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_plan_inputs")),
    )
    op.create_index(op.f("ix_plan_inputs_organisation_id"), "plan_inputs", ["organisation_id"], unique=False)
    op.create_table(
        "plan_member",
        sa.Column("request_id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["plan_request.id"], name=op.f("fk_plan_member_request_id_plan_request")
        ),
        sa.PrimaryKeyConstraint("request_id", "organisation_id", name=op.f("pk_plan_member")),
    )
    op.create_index(op.f("ix_plan_member_organisation_id"), "plan_member", ["organisation_id"], unique=False)
    op.create_table(
        "plan_worker",
        sa.Column("plan_id", Key, nullable=False),
        sa.Column("worker_id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan_revision.id"], name=op.f("fk_plan_worker_plan_id_plan_revision")),
        sa.PrimaryKeyConstraint("plan_id", "worker_id", name=op.f("pk_plan_worker")),
    )
    op.create_index("ix_plan_worker_of_day", "plan_worker", ["worker_id", "date"], unique=False)
    op.create_index(op.f("ix_plan_worker_organisation_id"), "plan_worker", ["organisation_id"], unique=False)
    op.create_table(
        "setting_party",
        sa.Column("kind", Key, nullable=False),
        sa.Column("setting_id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["kind", "setting_id"],
            ["setting.kind", "setting.id"],
            name=op.f("fk_setting_party_kind_setting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("kind", "setting_id", "organisation_id", name=op.f("pk_setting_party")),
    )
    op.create_index(op.f("ix_setting_party_organisation_id"), "setting_party", ["organisation_id"], unique=False)
    op.create_table(
        "signal",
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("message_id", Key, nullable=False),
        sa.Column("uprn", Key, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("triaged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_signal_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
    )
    op.create_index(op.f("ix_signal_message_id"), "signal", ["message_id"], unique=False)
    op.create_index(op.f("ix_signal_organisation_id"), "signal", ["organisation_id"], unique=False)
    op.create_index(
        "ix_signal_untriaged",
        "signal",
        ["received_at", "id"],
        unique=False,
        sqlite_where=UNTRIAGED,
        postgresql_where=UNTRIAGED,
    )
    op.create_index("ix_signal_uprn_received_at", "signal", ["uprn", "received_at"], unique=False)
    op.create_table(
        "visit",
        sa.Column("plan_id", Key, nullable=False),
        sa.Column("shift_id", Key, nullable=False),
        sa.Column("worker_id", Key, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("job_id", Key, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finishes_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan_revision.id"], name=op.f("fk_visit_plan_id_plan_revision")),
        sa.PrimaryKeyConstraint("plan_id", "shift_id", "worker_id", "position", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_job_id"), "visit", ["job_id"], unique=False)
    op.create_index(op.f("ix_visit_organisation_id"), "visit", ["organisation_id"], unique=False)


def downgrade() -> None:
    """To nothing; indexes go with their tables."""
    op.drop_table("visit")
    op.drop_table("signal")
    op.drop_table("setting_party")
    op.drop_table("plan_worker")
    op.drop_table("plan_member")
    op.drop_table("plan_inputs")
    op.drop_table("plan_day")
    op.drop_table("job_signal")
    op.drop_table("audit_fact")
    op.drop_table("account_session")
    op.drop_table("signal_source")
    op.drop_table("shift")
    op.drop_table("setting")
    op.drop_table("plan_revision")
    op.drop_table("plan_request")
    op.drop_table("outcome")
    op.drop_table("message")
    op.drop_table("job_order")
    op.drop_table("job")
    op.drop_table("device")
    op.drop_table("audit_seal")
    op.drop_table("audit_entry")
    op.drop_table("audit_counter")
    op.drop_table("account")
    op.drop_table("absence")

"""What Alembic runs for every command: on the connection it is given, in the transaction that is open there."""

from alembic import context

from dispatch.adapters.database.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    on_version_apply=context.config.attributes.get("on_version_apply"),
    render_as_batch=True,  # SQLite cannot change a column in place
)
context.run_migrations()

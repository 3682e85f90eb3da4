"""What every table has, and the column types of both databases."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, MetaData, String, TypeDecorator

# Named constraints, so that a later migration can drop them on both databases.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC to the microsecond, read back as UTC. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; times are stored as UTC")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002 (the interface)
        """From UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Text that is looked up and sorted by. PostgreSQL would sort it by the machine's language; "C" sorts as SQLite does.
Key = String(200).with_variant(String(200, collation="C"), "postgresql")


def owner() -> Column[str]:
    """Every row belongs to an organisation; queries are filtered by it."""
    return Column("organisation_id", Key, nullable=False, index=True)


def identity(name: str = "id") -> Column[str]:
    """An opaque text key."""
    return Column(name, Key, primary_key=True)

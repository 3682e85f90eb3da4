"""The tables, one family a file; importing this package knows them all (`metadata`)."""

from dispatch.adapters.database.tables import accounts, audit, jobs, messages, outcomes, plans, requests, settings
from dispatch.adapters.database.tables.columns import metadata

__all__ = ["accounts", "audit", "jobs", "messages", "metadata", "outcomes", "plans", "requests", "settings"]

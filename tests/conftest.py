"""Fixtures that every test may ask for: a real browser (see tests/browser), a store (see tests/databases)."""

from tests.browser.fixtures import browser, open_page, seen, shared_browser
from tests.databases import clock, database, empty_postgresql_url, postgresql, postgresql_url, sqlite_template, store

__all__ = [
    "browser",
    "clock",
    "database",
    "empty_postgresql_url",
    "open_page",
    "postgresql",
    "postgresql_url",
    "seen",
    "shared_browser",
    "sqlite_template",
    "store",
]

"""Storage on SQLite or PostgreSQL by SQLAlchemy Core: explicit functions between rows and frozen dataclasses."""

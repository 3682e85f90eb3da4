"""The history of the schema, one step a file in `versions/`; `schema.py` walks it."""

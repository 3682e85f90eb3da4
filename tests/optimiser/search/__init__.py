"""The engine, judged by the checker."""

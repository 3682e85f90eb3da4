"""Whole journeys through a real installation: its own process, its own database, real streets, a real browser."""

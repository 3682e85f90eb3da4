"""Readings become jobs."""

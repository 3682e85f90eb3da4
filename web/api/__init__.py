"""Doors for machines: readings in, and what a phone sends."""

"""Governance, tested as in dispatch/governance."""

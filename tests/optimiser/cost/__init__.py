"""Costs worked out by hand."""

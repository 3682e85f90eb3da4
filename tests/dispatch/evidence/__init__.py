"""Savings, shares and carbon, by hand-computed numbers."""

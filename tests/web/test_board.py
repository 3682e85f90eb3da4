"""The scheduler's board, state by state."""

"""Background work: planning processes, durable plans, chores."""

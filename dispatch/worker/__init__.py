"""Background work: plans made in child processes, readings turned into jobs, the audit log sealed."""

"""Commands of the operator that are more than a call, and what all commands print with."""

"""Rich days of 50 to 5,000 jobs, drawn from the fixtures and frozen by hash: every rule of the model."""

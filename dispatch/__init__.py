"""The work: signals, jobs, people and places, day plans, and what they saved."""

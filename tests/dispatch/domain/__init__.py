"""The words of the work refuse nonsense."""

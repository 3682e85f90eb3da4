"""From what comes in to work to do: readings become jobs by rules that are data."""

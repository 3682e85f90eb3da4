"""What was saved, counted so that it can be believed."""

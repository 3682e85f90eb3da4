"""From a Day to routes and back, on days small enough to check in the head."""

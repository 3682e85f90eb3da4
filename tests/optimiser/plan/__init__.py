"""Legs, journeys and the JSON form of a Plan."""

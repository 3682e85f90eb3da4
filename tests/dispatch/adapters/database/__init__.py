"""Both databases, shelf by shelf."""

"""What the work is made of: frozen, with aware datetimes, knowing no table, no page and no solver."""

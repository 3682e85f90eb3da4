"""Pages, each a router made with what it needs."""

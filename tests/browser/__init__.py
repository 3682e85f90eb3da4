"""A real browser for the tests: where it comes from, pages that report what they did, and the checks on them."""

"""Maps and addresses, on files the tests write."""

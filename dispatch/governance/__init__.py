"""Who may do and see what: signing in, access field by field, and the sealed log of it all."""

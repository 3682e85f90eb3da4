"""The commands that have a file of their own, as an operator types them."""

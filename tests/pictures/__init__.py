"""The README's pictures of the pages, remade by `make pictures`."""

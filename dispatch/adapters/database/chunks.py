"""Long lists of keys, cut into pieces that both databases take as parameters."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

# SQLite takes 32,766 parameters, PostgreSQL 65,535; a query plan is better for fewer.
_AT_ONCE = 1000


def chunks(keys: Collection[str]) -> Iterator[Sequence[str]]:
    """In the order given, each key once; nothing for no keys."""
    left = iter(dict.fromkeys(keys))
    while piece := list(islice(left, _AT_ONCE)):
        yield piece

"""How long steps tell their caller what they are doing: one plain sentence at a time."""

from collections.abc import Callable

Say = Callable[[str], None]


def quiet(_sentence: str) -> None:
    """Say nothing; for callers who do not listen."""

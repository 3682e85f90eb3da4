"""The one error a Problem raises when it is made: everything that is wrong with it, at once.

ProblemError
"""

from collections.abc import Iterable


class ProblemError(Exception):
    """`complaints` holds one sentence each: the field, what is wrong, what to give instead."""

    def __init__(self, complaints: Iterable[str]) -> None:
        self.complaints = tuple(complaints)
        count = len(self.complaints)
        head = "This Problem cannot be used" if count == 1 else f"This Problem cannot be used, for {count} reasons"
        super().__init__(head + ":\n" + "\n".join(f"  - {complaint}" for complaint in self.complaints))

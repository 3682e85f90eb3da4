"""How parts with lists inside become tables: records in one array, their lists end to end in another."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Int = npt.NDArray[np.int64]
Table = npt.NDArray[Any]  # structured: one record a row, named 64-bit fields
BIG = 2**60


def record(*names: str) -> np.dtype[Any]:
    """A record of whole numbers; `name:4` is a field of four."""
    fields = [
        (name.partition(":")[0], np.int64, (int(name.partition(":")[2]),)) if ":" in name else (name, np.int64)
        for name in names
    ]
    return np.dtype(fields)


def table(kind: np.dtype[Any], rows: Iterable[tuple[Any, ...]]) -> Table:
    """Rows of one kind of record."""
    return np.array(list(rows), dtype=kind)


def or_big(value: int | None) -> int:
    """BIG where there is no limit."""
    return BIG if value is None else value


class Shelf:
    """Lists of one kind laid end to end; `add` answers where a list lies: first and one past last."""

    def __init__(self) -> None:
        self.rows: list[Any] = []

    def add(self, rows: Sequence[Any]) -> tuple[int, int]:
        """Appends a list."""
        first = len(self.rows)
        self.rows.extend(rows)
        return first, len(self.rows)

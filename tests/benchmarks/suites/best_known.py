"""Reads the best known costs that lie beside the instances of a suite."""

import csv
from pathlib import Path

FILE = "BEST_KNOWN.csv"


def best_known(folder: Path, instance: str, column: str) -> float:
    """The value of `column` for `instance`. Raises ValueError where there is none.

    A run without it could only be given a gap that is made up, so it is not begun.
    """
    path = folder / FILE
    if not path.is_file():
        raise ValueError(f"there is no {FILE} beside the instances")
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row.get("instance") == instance and row.get(column):
                return float(row[column])
    raise ValueError(f"{FILE} has no {column} for {instance}")

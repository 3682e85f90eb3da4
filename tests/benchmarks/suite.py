"""What a suite is: a name, the instances in its folder, and how one is read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from tests.benchmarks.case import Case


class Suite(Protocol):
    """A family of instances with one file format and one referee."""

    name: str

    def instances(self, folder: Path) -> Iterator[Path]:
        """The instance files below a folder, found recursively, in a fixed order."""

    def read(self, path: Path, folder: Path) -> Case:
        """One instance; `folder` holds BEST_KNOWN.csv. Raises ValueError with a sentence for a file it cannot read."""

    def sample(self, names: list[str]) -> list[str]:
        """The fixed subset of instance names that `--sample` runs."""

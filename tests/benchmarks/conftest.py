"""What several tests of the benchmarks run on."""

from pathlib import Path

import pytest

from tests.benchmarks.toy import VRPTW


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of benchmarks with one suite of one small instance."""
    folder = tmp_path / "data" / "solomon"
    folder.mkdir(parents=True)
    (folder / "R101.txt").write_text(VRPTW)
    (folder / "BEST_KNOWN.csv").write_text("instance,best_known_distance\nR101,22.8\n")
    return folder.parent

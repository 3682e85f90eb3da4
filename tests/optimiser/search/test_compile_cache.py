"""Compiled kernels are never older than their sources: a new folder for each state of these."""

import ast
import subprocess
import sys
from pathlib import Path

from optimiser.search import compile_cache
from optimiser.search.compile_cache import cache_folder

CALLER = """
from kernels.callee import worth
import numba

@numba.njit(cache=True)
def answer():
    return worth() + 1
"""
CALLEE = """
import numba

@numba.njit(cache=True)
def worth():
    return {worth}
"""
RUN = """
import sys
import numba
numba.config.CACHE_DIR = sys.argv[1]
from kernels.caller import answer
print(answer(), sum(answer.stats.cache_hits.values()))
"""


def sources(root: Path, worth: int = 1) -> Path:
    """A package of two modules, one with a kernel that calls the other's."""
    package = root / "kernels"
    package.mkdir(exist_ok=True)
    (package / "__init__.py").touch()
    (package / "caller.py").write_text(CALLER)
    (package / "callee.py").write_text(CALLEE.format(worth=worth))
    return package


def run(package: Path, folder: Path) -> tuple[int, bool]:
    """What the kernel answers in a fresh process, and whether it came from the cache."""
    command = [sys.executable, "-c", RUN, str(folder)]
    done = subprocess.run(command, cwd=package.parent, capture_output=True, text=True, check=True)  # noqa: S603 because the command is ours
    answer, hits = done.stdout.split()
    return int(answer), hits != "0"


def test_an_edited_callee_changes_the_answer_of_a_cached_caller(tmp_path: Path) -> None:
    root = tmp_path / "cache"
    package = sources(tmp_path, worth=1)
    first = cache_folder(package, root)
    assert run(package, first) == (2, False)
    assert run(package, cache_folder(package, root)) == (2, True)

    sources(tmp_path, worth=10)
    second = cache_folder(package, root)
    assert second != first
    assert run(package, second) == (11, False)


def test_unchanged_sources_keep_their_folder(tmp_path: Path) -> None:
    package = sources(tmp_path)
    before = cache_folder(package, tmp_path)
    sources(tmp_path)  # written again, the same
    assert cache_folder(package, tmp_path) == before
    assert before.parent == tmp_path


def test_an_edited_added_or_renamed_source_has_another_folder(tmp_path: Path) -> None:
    package = sources(tmp_path)
    folders = [cache_folder(package, tmp_path)]
    (package / "caller.py").write_text(CALLER + "# a remark\n")
    folders.append(cache_folder(package, tmp_path))
    (package / "third.py").touch()
    folders.append(cache_folder(package, tmp_path))
    (package / "third.py").rename(package / "fourth.py")
    folders.append(cache_folder(package, tmp_path))
    assert len(set(folders)) == 4


def test_what_is_no_source_does_not_matter(tmp_path: Path) -> None:
    package = sources(tmp_path)
    before = cache_folder(package, tmp_path)
    (package / "README.md").write_text("A remark")
    assert cache_folder(package, tmp_path) == before


def test_kernels_take_nothing_of_ours_from_outside_the_files_that_are_hashed() -> None:
    outside = set()
    for path in compile_cache.HERE.glob("*_kernel.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith("optimiser.search"):
                outside |= {f"{path.name}: {node.module}"} if node.module.startswith("optimiser") else set()
    assert {one.partition(": ")[2] for one in outside} == {"optimiser.arrays.flat"}  # see engine_folder

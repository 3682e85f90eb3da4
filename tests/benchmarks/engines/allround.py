"""Our own engine."""

import ast
import hashlib
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

import optimiser
from optimiser.problem import Problem
from optimiser.solve import compile_kernels, solve
from tests.benchmarks.engine import Answer

# What no plan depends on: maps, and how a Problem is read and shown, and its plan proved.
NOT_SEARCHED_BY = {"roads", "cli.py", "proving.py", "__main__.py"}


class Allround:
    """`optimiser.solve`, with the seconds as its only limit."""

    name = "allround"

    def __init__(self) -> None:
        # Now, as the code that runs is the code as it was when it was imported.
        self._version = f"{version('allround')}+{source_hash(Path(optimiser.__file__).parent)}"

    def version(self) -> str:
        """The package's version and a hash of the code that plans depend on, so that no result of older code stays."""
        return self._version

    def warm_up(self) -> None:
        """Compiles the kernels, or loads them."""
        compile_kernels(Console(stderr=True).print)

    def solve(self, problem: Problem, seconds: float, seed: int) -> Answer:
        """The best plan found within `seconds`."""
        return Answer(solve(problem, seconds=seconds, seed=seed))


def source_hash(folder: Path) -> str:
    """Twelve hexadecimal digits of all modules below `folder` that plans depend on; comments do not count."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        inside = path.relative_to(folder)
        if inside.parts[0] in NOT_SEARCHED_BY:
            continue
        digest.update(str(inside).encode())
        digest.update(ast.dump(_without_docstrings(ast.parse(path.read_bytes()))).encode())
    return digest.hexdigest()[:12]


def _without_docstrings(module: ast.Module) -> ast.Module:
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [one for one in node.body if not _is_text(one)]
    return module


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)

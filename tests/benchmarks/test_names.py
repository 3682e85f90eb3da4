"""Engines and suites are found by name, and what is missing is told with the remedy."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.benchmarks.engines import ENGINES, engine_named
from tests.benchmarks.engines.allround import Allround, source_hash
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.suites import SUITES, extras_of, group_of, suite_named


def test_our_engine_tells_its_version_with_its_sources() -> None:
    engine = engine_named("allround")
    assert isinstance(engine, Allround)
    assert len(engine.version().rpartition("+")[2]) == 12


@pytest.mark.parametrize("name", SUITES)
def test_every_suite_goes_by_the_name_it_has(name: str) -> None:
    suite = suite_named(name)
    assert suite.name == name
    assert callable(extras_of(name))
    assert callable(group_of(suite))


def test_unknown_names_are_told_with_the_known_ones() -> None:
    with pytest.raises(CannotRun, match="no engine 'excel'; give one of allround"):
        engine_named("excel")
    with pytest.raises(CannotRun, match="no suite 'tsp'; give one of solomon"):
        suite_named("tsp")


@pytest.fixture
def without_pyvrp() -> Iterator[None]:
    """As on a machine where PyVRP is not installed: its name is taken and leads nowhere."""
    module, _ = ENGINES["pyvrp"]
    kept = {name: sys.modules.pop(name, None) for name in ("pyvrp", module)}
    sys.modules["pyvrp"] = None  # type: ignore[assignment] # because None is how Python is told that there is no such module
    yield
    for name, before in kept.items():
        if isinstance(before, ModuleType):
            sys.modules[name] = before
        else:
            sys.modules.pop(name, None)


def test_a_peer_that_is_not_installed_is_told_with_how_to_install_it(without_pyvrp: None) -> None:
    with pytest.raises(CannotRun, match=r"'pyvrp' cannot be loaded .* install the peers with .*benchmarks"):
        engine_named("pyvrp")


def test_the_hash_of_the_sources_changes_with_code_and_not_with_words(tmp_path: Path) -> None:
    file = tmp_path / "search.py"
    hashes = []
    for text in ('"""Words."""\nx = 1\n', '"""Other words."""\n\nx = 1  # why\n', "x = 2\n"):
        file.write_text(text)
        hashes.append(source_hash(tmp_path))
    assert hashes[0] == hashes[1] != hashes[2]
    (tmp_path / "roads").mkdir()
    (tmp_path / "roads" / "maps.py").write_text("y = 1\n")
    assert source_hash(tmp_path) == hashes[2]

"""The suites by name. Each is imported only when asked for, as some bring generators and large tables."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tests.benchmarks.case import Case
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.run import Extras, no_extras, no_group
from tests.benchmarks.suite import Suite

# The module of each suite; its `SUITE` is the suite.
SUITES = {
    "solomon": "tests.benchmarks.suites.solomon",
    "homberger": "tests.benchmarks.suites.homberger",
    "sdvrptw": "tests.benchmarks.suites.sdvrptw",
    "mdvrptw": "tests.benchmarks.suites.mdvrptw",
    "trsp": "tests.benchmarks.suites.trsp",
    "hhcrsp": "tests.benchmarks.suites.hhcrsp",
    "days": "tests.benchmarks.suites.days",
}


def suite_named(name: str) -> Suite:
    """The suite of that name. Raises CannotRun for one that is unknown."""
    if name not in SUITES:
        raise CannotRun(f"there is no suite {name!r}; give one of {', '.join(SUITES)}")
    suite: Suite = import_module(SUITES[name]).SUITE
    return suite


def group_of(suite: Suite) -> Callable[[str], str | None]:
    """How the suite tells the class of an instance by its name, where it does (`group`)."""
    group: Callable[[str], str | None] = getattr(suite, "group", no_group)
    return group


def extras_of(name: str) -> Extras:
    """What the suite of that name adds to a line: the function `extras(case, plan)` of its module, if there is one."""
    extras: Extras = getattr(import_module(SUITES[name]), "extras", no_extras)
    return extras


def case_named(suite: str, instance: str, data: Path) -> Case:
    """One instance by name; `data` has a folder for each suite. Raises CannotRun where there is none to be read."""
    chosen, folder = suite_named(suite), data / suite
    path = next((path for path in chosen.instances(folder) if path.stem == instance), None)
    if path is None:
        raise CannotRun(f"{folder} has no {instance}")
    try:
        return chosen.read(path, folder)
    except ValueError as error:
        raise CannotRun(str(error)) from error

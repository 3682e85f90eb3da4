"""A whole benchmark: the instances chosen, each with each seed, and what is known already not run again."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from tests.benchmarks.apart import Waiting
from tests.benchmarks.case import Case
from tests.benchmarks.engine import Engine
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.results import Line, Results, key_of
from tests.benchmarks.run import Extras, no_extras, no_group, run_case
from tests.benchmarks.suite import Suite


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """What is asked for. `folder` is that of the suite; seeds are 1 to `seeds`."""

    suite: Suite
    folder: Path
    engine: Engine
    seconds: float
    seeds: int
    only: str = "*"
    sample: bool = False
    group: Callable[[str], str | None] = no_group
    extras: Extras = no_extras

    def paths(self) -> list[Path]:
        """The instances chosen: of the sample, if asked for, those whose names match. Raises CannotRun if none."""
        found = list(self.suite.instances(self.folder))
        names = [path.stem for path in found]
        twice = sorted(name for name, times in Counter(names).items() if times > 1)
        if twice:  # of these the results could not be told apart
            raise CannotRun(f"{self.folder} has {twice[0]} twice; take one of them away")
        sampled = set(self.suite.sample(names) if self.sample else names)
        chosen = [path for path in found if path.stem in sampled and fnmatchcase(path.stem, self.only)]
        if not chosen:
            raise CannotRun(f"{self.folder} has no instance of {self.suite.name} named like {self.only!r}")
        return chosen


def run_all(benchmark: Benchmark, results: Results, waiting: Waiting = lambda: None) -> Iterator[Line]:
    """A line per run, in order of instances and seeds; a run that the results hold is given from there.

    Raises CannotRun for an instance that cannot be read.
    """
    known = results.known()
    version = benchmark.engine.version()
    for path in benchmark.paths():
        case: Case | None = None
        for seed in range(1, benchmark.seeds + 1):
            key = key_of(
                {
                    "suite": benchmark.suite.name,
                    "instance": path.stem,
                    "engine": benchmark.engine.name,
                    "seconds": benchmark.seconds,
                    "seed": seed,
                    "version": version,
                }
            )
            if key in known:
                yield known[key]
                continue
            case = case or _read(benchmark, path)
            line = run_case(
                case,
                benchmark.engine,
                benchmark.seconds,
                seed,
                group=benchmark.group(path.stem),
                extras=benchmark.extras,
                waiting=waiting,
            )
            results.append(line)
            yield line


def _read(benchmark: Benchmark, path: Path) -> Case:
    try:
        case = benchmark.suite.read(path, benchmark.folder)
    except ValueError as error:
        raise CannotRun(str(error)) from error
    if case.instance != path.stem:  # else its results would be written under one name and looked for under another
        raise CannotRun(f"{path.name} calls itself {case.instance}; name the file so")
    return case

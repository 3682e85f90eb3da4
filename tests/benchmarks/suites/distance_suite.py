"""A suite whose files hold vehicle routing tasks and whose objective is total length."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from optimiser.problem import ProblemError
from tests.benchmarks.case import Case
from tests.benchmarks.suites.best_known import best_known
from tests.benchmarks.suites.distance_problem import distance_problem
from tests.benchmarks.suites.distance_referee import referee
from tests.benchmarks.suites.routing_task import RoutingTask


# Not frozen, as a Suite is one whose name might be set.
@dataclass(slots=True, kw_only=True)
class DistanceSuite:
    """One family of files. Costs are in units of its best known costs, `per_unit` scaled units each."""

    name: str
    suffix: str
    read_task: Callable[[str], RoutingTask]
    best_known_column: str
    per_unit: int
    choose: Callable[[list[str]], list[str]]
    group: Callable[[str], str | None] = lambda name: None  # the class of an instance, for means by class

    def instances(self, folder: Path) -> Iterator[Path]:
        """The instance files below a folder, sorted by path."""
        return (path for path in sorted(folder.rglob("*")) if path.suffix.lower() == self.suffix)

    def read(self, path: Path, folder: Path) -> Case:
        """One instance. Raises ValueError with a sentence for a file it cannot read."""
        try:
            task = self.read_task(path.read_text(encoding="utf-8"))
            problem = distance_problem(task)
            best = best_known(folder, path.stem, self.best_known_column)
        except (ValueError, KeyError, IndexError, ProblemError) as error:
            raise ValueError(f"{path.name} cannot be read: {error}") from error
        return Case(
            suite=self.name,
            instance=path.stem,
            problem=problem,
            best_known=best,
            judge=lambda plan: referee(task, plan, self.per_unit),
        )

    def sample(self, names: list[str]) -> list[str]:
        """The fixed subset of instance names that `--sample` runs."""
        return self.choose(names)

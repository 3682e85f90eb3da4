"""Small stand-ins for engines, written for the tests."""

from collections.abc import Callable
from dataclasses import dataclass, field

from optimiser.plan import Plan
from optimiser.problem import Problem
from tests.benchmarks.engine import Answer


@dataclass
class FakeEngine:
    """Answers with what `plan` makes of a Problem."""

    plan: Callable[[Problem], Plan]
    name: str = "fake"
    now: str = "1"
    not_expressed: tuple[str, ...] = ()
    warmed: list[str] = field(default_factory=list)

    def version(self) -> str:
        return self.now

    def warm_up(self) -> None:
        self.warmed.append("warm")

    def solve(self, problem: Problem, seconds: float, seed: int) -> Answer:
        return Answer(self.plan(problem), self.not_expressed)

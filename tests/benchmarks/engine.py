"""What an engine is to the benchmarks: a Problem and seconds in, a Plan out."""

from dataclasses import dataclass
from typing import Protocol

from optimiser.plan import Plan
from optimiser.problem import Problem

CORES = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """The plan found, and what of the Problem the engine could not be told (each a short name, such as `breaks`)."""

    plan: Plan
    not_expressed: tuple[str, ...] = ()


class Engine(Protocol):
    """Ours or a peer. All get the same seconds and the same cores (`CORES`)."""

    name: str

    def version(self) -> str:
        """The version that runs, as its package gives it."""

    def warm_up(self) -> None:
        """Whatever is done once for a machine and not once for a plan: compiling. Not timed."""

    def solve(self, problem: Problem, seconds: float, seed: int) -> Answer:
        """The best plan found. Seconds include building the engine's own model."""

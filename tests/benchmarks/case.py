"""One instance of a suite: a Problem that every engine gets, and the suite's own referee."""

from collections.abc import Callable
from dataclasses import dataclass

from optimiser.plan import Plan
from optimiser.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the suite's referee makes of a plan, from its routes and times alone and in the suite's own units."""

    cost: float
    complaints: tuple[str, ...]  # rules of the suite that the plan breaks
    unserved: int  # required visits on no route
    # What the cost holds that no plan can change (TRSP: total service); the gap is taken on cost less this.
    constant: float = 0.0

    @property
    def feasible(self) -> bool:
        """Whether the plan keeps every rule of the suite; required visits left out are counted apart."""
        return not self.complaints


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An instance as every engine gets it, with its best known cost (None: none is published) and its referee."""

    suite: str
    instance: str
    problem: Problem
    best_known: float | None
    judge: Callable[[Plan], Judgement]


def gap_percent(case: Case, judged: Judgement) -> float:
    """Percent above the best known cost; 100 for a plan that is infeasible or leaves out required visits.

    Without a best known cost the gap is 0: such suites are compared engine by engine on `cost`.
    """
    if not judged.feasible or judged.unserved:
        return 100.0
    if case.best_known is None:
        return 0.0
    best = case.best_known - judged.constant
    return 100.0 * (judged.cost - judged.constant - best) / best if best else 0.0

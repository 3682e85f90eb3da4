"""Routes given their times by the engine's one definition, and judged by the checker."""

from optimiser.checker import check
from optimiser.exact.pool_route import Objective
from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.search.workspace import Workspace


class Timing:
    """Turns routes into a plan with times; keeps one Workspace for all that are tried."""

    def __init__(self, problem: Problem, space: Workspace | None = None) -> None:
        self.problem = problem
        self._space = space or Workspace(problem)

    def timed(self, plan: Plan) -> tuple[Plan, Objective] | None:
        """The same routes and stops with the times of the definition, and their objective; None if a rule is broken.

        Visits on no route are listed as unserved. The times in `plan` are not looked at.
        """
        if not self._space.load_plan(plan):
            return None
        found = self._space.plan()
        verdict = check(self.problem, found)
        if verdict.violations or verdict.cost is None:
            return None
        return found, verdict.cost.objective

    def timed_alone(self, plan: Plan) -> Plan | None:
        """The same for routes that need not make a whole plan: groups and the like are not looked at."""
        return self._space.plan() if self._space.load_plan(plan) else None

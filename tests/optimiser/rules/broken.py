"""Asks the checker which rules a plan breaks."""

from optimiser.checker import check
from optimiser.plan import Plan
from optimiser.problem import Problem


def broken(problem: Problem, plan: Plan) -> list[str]:
    """Names of the rules broken, one for each violation: a plan for a test of one rule should break no other."""
    return [violation.rule for violation in check(problem, plan).violations]

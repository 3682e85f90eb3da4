"""A plan with the Problem it answers and what an independent check says of it."""

from dataclasses import dataclass

from optimiser.checker import check
from optimiser.plan import Plan
from optimiser.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """`violations` are sentences; a plan with any is never published."""

    problem: Problem
    plan: Plan
    violations: tuple[str, ...]


def judged(problem: Problem, plan: Plan) -> Planned:
    """The plan as the checker, which shares no code with any planner, sees it."""
    violations = tuple(f"{violation.rule}: {violation.sentence}" for violation in check(problem, plan).violations)
    return Planned(problem=problem, plan=plan, violations=violations)

"""Judges a plan: every hard rule and the cost, by other code than made it. It verifies times and never re-times."""

from dataclasses import dataclass

from optimiser.cost import Cost, cost_of_day
from optimiser.plan import Plan
from optimiser.plan.day import day_of
from optimiser.problem import Problem
from optimiser.rules import RULES, Violation, form


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`violations` in the order of the rules; `cost` is None when the plan names things that cannot be priced."""

    violations: tuple[Violation, ...]
    cost: Cost | None

    @property
    def passed(self) -> bool:
        """Whether the plan keeps every rule."""
        return not self.violations


def check(problem: Problem, plan: Plan) -> Verdict:
    """The verdict on `plan`. Never raises, whatever the plan holds: what cannot be read is itself a violation."""
    malformed = tuple(form(plan))
    if malformed:
        return Verdict(violations=malformed, cost=None)
    day = day_of(problem, plan)
    violations = tuple(violation for rule in RULES for violation in rule(day))
    return Verdict(violations=violations, cost=None if day.unknown else cost_of_day(day))

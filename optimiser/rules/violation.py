"""What a rule says when a plan breaks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from optimiser.plan.day import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """`rule` is the name of the function that found it; `sentence` is for a person, with times in seconds.

    `shift` is the route it is on and `ref` the visit, break, site or worker it is about, where there is one.
    """

    rule: str
    sentence: str
    shift: str | None = None
    ref: str | None = None


# One violation for each place where the plan breaks the rule; none when it holds.
Rule = Callable[[Day], Iterator[Violation]]

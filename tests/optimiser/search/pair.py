"""Two people and their shifts, alike but for what a test changes."""

from typing import Any

from optimiser.problem import Problem, Shift, Visit
from tests.optimiser.toy import problem, shift, worker

TWO_WORKERS = (worker("ann"), worker("bob"))
TWO_SHIFTS = (shift("ann"), shift("bob"))


def two(*visits: Visit, shifts: tuple[Shift, ...] = TWO_SHIFTS, **changes: Any) -> Problem:
    """Ann's and Bob's day."""
    return problem(*visits, **({"workers": TWO_WORKERS, "shifts": shifts} | changes))

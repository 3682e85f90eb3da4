"""A Problem in, a Plan out: the main path of the optimiser."""

from optimiser.explain import with_reasons
from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.search.draft import Draft
from optimiser.search.errors import EngineError, LockedWorkBroken
from optimiser.search.retime import without
from optimiser.search.search import Progress, Watch, search
from optimiser.search.warm_up import compile_kernels

__all__ = [
    "LONGEST_S",
    "Draft",
    "EngineError",
    "LockedWorkBroken",
    "Progress",
    "compile_kernels",
    "solve",
    "with_reasons",
    "without",
]

DEFAULT_SECONDS = 10.0
LONGEST_S = 31 * 86_400.0


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
    start: Plan | None = None,
    progress: Watch | None = None,
    threads: int = 2,
) -> Plan:
    """The best plan found within `seconds` or `iterations`, whichever comes first (ten seconds if neither is given).

    The same seed and iteration limit give the same plan; under a time limit nothing of the kind is promised.
    Two searches work side by side on up to `threads` threads; how many there are changes how long an iteration limit
    takes, and never the plan. `progress` is told about a hundred times how far it is, and may answer False to stop
    early. Every visit left out has a reason.

    Raises LockedWorkBroken if started work cannot go on as it is locked, ValueError for a limit that is none.
    """
    if seconds is not None and not 0 <= seconds <= LONGEST_S:
        raise ValueError(f"seconds is {seconds}; give 0 to {LONGEST_S:.0f}")
    if iterations is not None and iterations < 0:
        raise ValueError(f"iterations is {iterations}; give 0 or more")
    if threads < 1:
        raise ValueError(f"threads is {threads}; give 1 or more")
    if seconds is None and iterations is None:
        seconds = DEFAULT_SECONDS
    plan = search(
        problem, seconds=seconds, iterations=iterations, seed=seed, start=start, watch=progress, threads=threads
    )
    return with_reasons(problem, plan)

"""Solving a Master tier by tier: a lower tier never buys a higher one."""

import time
from dataclasses import dataclass

from ortools.sat.python import cp_model

from optimiser.exact.master import Master
from optimiser.exact.pool_route import Objective


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much work: seconds of the clock, or units of CP-SAT's deterministic time; whichever is spent first ends it.

    A unit is about a second. With `units` alone the same model gives the same answer on the same machine and version
    of OR-Tools; with `seconds` nothing of the kind is promised, but that the time is kept.
    """

    seconds: float | None
    units: float | None = None
    seed: int = 1

    def __post_init__(self) -> None:
        if self.seconds is None and self.units is None:
            raise ValueError("give seconds or units; without a limit the work might not end")

    def begin(self) -> "Clock":
        """The clock runs from now."""
        return Clock(self)


class Clock:
    """What is left of an Effort."""

    def __init__(self, effort: Effort) -> None:
        self._effort = effort
        self._ends = None if effort.seconds is None else time.monotonic() + effort.seconds
        self._units = effort.units

    @property
    def over(self) -> bool:
        """Whether the effort is spent."""
        return (self._ends is not None and time.monotonic() >= self._ends) or (
            self._units is not None and self._units <= 0
        )

    def solve(self, model: cp_model.CpModel, share: float = 1.0) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Solves within this share of what is left, and takes what was spent off it."""
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self._effort.seed
        # One thread, with all that can be had from linear relaxations: two threads are given other strategies, which
        # left choices among 1,500 routes open after 12 seconds that this proves in one.
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        if self._ends is not None:
            solver.parameters.max_time_in_seconds = max(0.0, (self._ends - time.monotonic()) * share)
        if self._units is not None:
            solver.parameters.max_deterministic_time = max(0.0, self._units * share)
        status = solver.solve(model)
        if self._units is not None:
            self._units -= solver.response_proto.deterministic_time
        return solver, status


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Routes by their numbers, what the model thinks they cost, a bound on what any choice costs, and if it is least.

    Of the bound only the first tier in which it stays below the objective says anything; the tiers after it are 0.
    """

    numbers: tuple[int, ...]
    objective: Objective
    bound: Objective
    proved: bool


def choose(master: Master, clock: Clock) -> Choice | None:
    """The best choice found, tier by tier; None when there is none or no time. Raises TooLarge."""
    found: tuple[int, ...] | None = None
    objective, bound = [0, 0, 0, 0], [0, 0, 0, 0]
    proved = True
    model = master.model.clone()
    tiers = [tier for tier in range(4) if master.price[tier]]
    for tier in range(4):
        objective[tier] = bound[tier] = master.least[tier]
    for at, tier in enumerate(tiers):
        expression, unit = master.expression(tier)
        model.minimize(expression)
        # Half of what is left, so that a hard tier leaves something to the next.
        solver, status = clock.solve(model, 1.0 if at == len(tiers) - 1 else 0.5)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            proved = False
            break
        found = tuple(number for number, variable in enumerate(master.chosen) if solver.boolean_value(variable))
        value = round(solver.objective_value)
        objective[tier] += value * unit
        if proved:
            bound[tier] += round(solver.best_objective_bound) * unit
        proved = proved and status == cp_model.OPTIMAL
        model.add(expression <= value)
        model.clear_hints()
        for variable in master.chosen:
            model.add_hint(variable, solver.boolean_value(variable))
    if not tiers:
        solver, status = clock.solve(model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found = tuple(number for number, variable in enumerate(master.chosen) if solver.boolean_value(variable))
    if found is None:
        return None
    a, b, c, d = objective
    e, f, g, h = bound
    return Choice(numbers=found, objective=(a, b, c, d), bound=(e, f, g, h), proved=proved)

"""VROOM (through pyvroom): heuristics and local search for real dispatch, with skills, breaks and priorities."""

import importlib.metadata
from datetime import timedelta
from itertools import chain, repeat
from typing import Any

import numpy as np
import vroom

from optimiser.problem import Problem, Tier
from optimiser.solve import compile_kernels
from tests.benchmarks.engine import CORES, Answer
from tests.benchmarks.engines.features import not_told
from tests.benchmarks.engines.model import NOWHERE, Model, Whole
from tests.benchmarks.engines.prices import Prices, prices_of
from tests.benchmarks.engines.processes import Clock, Tell, run_together
from tests.benchmarks.engines.timed import Routes, best_of

# VROOM is done when its searches are, whatever time is left, and a level cut short is worse than a lower one that is
# done (R1_2_5 on a busy machine: level 2 done in 7.4 s 4196, level 3 cut at 10 s 4213, level 5 cut at 10 s 4445). So it
# climbs from level to level, and at the highest runs again with the jobs in another order, which is all that makes its
# runs differ. The best of them counts.
LEVELS = (1, 2, 3, 4, 5)
HIGHEST_PRIORITY = 100
# Costs in VROOM are 32-bit, and it adds up a route of them.
LARGEST_ARC = 2**26
CAN = {
    "breaks",
    "driving_limit",
    "loads",
    "open_ends",
    "pace",
    "priorities",
    "setup",
    "several_windows",
    "who_may",
}


class Vroom:
    """Threads of its own, a time limit, and no seed."""

    name = "vroom"

    def version(self) -> str:
        """The version of pyvroom, which follows VROOM's."""
        return importlib.metadata.version("pyvroom")

    def warm_up(self) -> None:
        """Compiles what times its plans."""
        compile_kernels(lambda _: None)

    def solve(self, problem: Problem, seconds: float, seed: int) -> Answer:
        """The best plan of as many runs as the time allows."""
        clock = Clock.of(seconds)
        found: list[Routes] = run_together(search, [(problem, clock, seed)], clock, seconds)
        return Answer(best_of(problem, found), not_told(Model(problem), CAN))


def search(tell: Tell[Routes], problem: Problem, clock: Clock, seed: int) -> None:
    """One process with a thread for each core; tells the best after every run that is better."""
    told = Told(Model(problem))
    random = np.random.default_rng(seed)
    order = np.arange(len(problem.visits))
    best: tuple[int, int] | None = None
    for level in chain(LEVELS, repeat(LEVELS[-1])):
        if best is not None and clock.left_s <= 0:
            return
        # The API has neither a way to stop from outside nor one to say how long the last step may take.
        solution = told.input(order).solve(
            exploration_level=level,
            nb_threads=CORES,
            timeout=timedelta(milliseconds=max(1, int(1000 * clock.left_s))),
        )
        document = solution.to_dict()
        worth = told.worth(document)
        if best is None or worth < best:
            best = worth
            tell(told.routes(document))
        if level == LEVELS[-1]:
            order = random.permutation(len(problem.visits))


class Told:
    """A Problem as VROOM's input, and the way back. Jobs have the visits' numbers, vehicles the shifts'."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.prices: Prices = prices_of(model)
        self.priority = _priorities(model)
        # One index for each place: set-up is not due where the index is that of the stop before.
        _, first, which = np.unique(model.place, return_index=True, return_inverse=True)
        self.location = first[which]
        self._profiles: dict[tuple[str, int, int], str] = {}
        self._matrices: list[tuple[str, Whole, Whole]] = []
        for shift in model.problem.shifts:
            key = (shift.mode, shift.upence_per_s, shift.upence_per_m)
            if key not in self._profiles:
                self._profiles[key] = f"profile-{len(self._profiles)}"
                self._matrices.append((self._profiles[key], model.driving_s(shift.mode), self._units(*key)))
        largest = max((int(cost.max(initial=0)) for _, _, cost in self._matrices), default=0)
        shrink = max(1, -(-largest // LARGEST_ARC))
        self._matrices = [(name, seconds, cost // shrink) for name, seconds, cost in self._matrices]

    def _units(self, mode: str, per_s: int, per_m: int) -> Whole:
        upence = self.model.driving_s(mode) * per_s + self.model.travel_m(mode) * per_m
        return np.round(upence / self.prices.upence).astype(np.int64)

    def input(self, order: Whole) -> Any:
        """VROOM's input with the jobs in this order."""
        whole = vroom.Input()
        for name, seconds, cost in self._matrices:
            whole.set_durations_matrix(name, seconds)
            whole.set_costs_matrix(name, cost)
        whole.add_vehicle([self._vehicle(row) for row in range(len(self.model.problem.shifts))])
        whole.add_job([self._job(int(number)) for number in order])
        return whole

    def routes(self, document: dict[str, Any]) -> dict[int, list[int]]:
        """Visit numbers by shift number."""
        return {
            route["vehicle"] - 1: [step["id"] - 1 for step in route["steps"] if step["type"] == "job"]
            for route in document["routes"]
        }

    def worth(self, document: dict[str, Any]) -> tuple[int, int]:
        """What VROOM minimises: priority left out, then cost."""
        served = sum(self.priority[visit] for visits in self.routes(document).values() for visit in visits)
        return -served, document["summary"]["cost"]

    def _vehicle(self, row: int) -> Any:
        model, shift = self.model, self.model.problem.shifts[row]
        _, room = model.resources
        sorts = {sort for sort, able in zip(model.sorts_of_visit, model.able[row], strict=True) if able and sort >= 0}
        limits = {"max_travel_time": shift.drivers_hours.max_driving_s} if shift.drivers_hours else {}
        return vroom.Vehicle(
            row + 1,
            start=self._end(model.start_node[row]),
            end=self._end(model.end_node[row]),
            profile=self._profiles[shift.mode, shift.upence_per_s, shift.upence_per_m],
            capacity=room[row].tolist(),
            skills=sorts,
            time_window=(shift.starts_s, model.hard_end_s[row]),
            breaks=[
                vroom.Break(number + 1, time_windows=[(rest.earliest_s, rest.latest_s)], service=rest.duration_s)
                for number, rest in enumerate(shift.breaks)
            ],
            type=f"pace-{model.pace[row]}",
            **limits,
        )

    def _end(self, node: int) -> int | None:
        return None if self.model.place[node] == NOWHERE else int(self.location[node])

    def _job(self, number: int) -> Any:
        model, visit = self.model, self.model.problem.visits[number]
        use, _ = model.resources
        sort = model.sorts_of_visit[number]
        service = {f"pace-{pace}": int(model.service_s(pace)[number]) for pace in set(model.pace)}
        return vroom.Job(
            number + 1,
            int(self.location[number]),
            default_setup=visit.setup_s,
            default_service=visit.duration_s,
            service_per_type=service,
            delivery=use[number].tolist(),
            skills={sort} if sort >= 0 else set(),
            priority=self.priority[number],
            time_windows=model.windows(visit),
        )


def _priorities(model: Model) -> list[int]:
    """[visit] 0 to 100 in the order of what leaving it out costs; 0 for optional ones.

    VROOM serves whatever it can, so that an optional visit is merely the first to give way.
    """
    unserved = prices_of(model).unserved.tolist()
    visits = model.problem.visits
    steps = sorted({unserved[row] for row, visit in enumerate(visits) if visit.if_unserved.tier != Tier.COST})
    rank = {price: HIGHEST_PRIORITY * (step + 1) // len(steps) for step, price in enumerate(steps)}
    return [rank[unserved[row]] if visit.if_unserved.tier != Tier.COST else 0 for row, visit in enumerate(visits)]

"""PyVRP: hybrid iterated local search for the VRPTW and its relatives, one process on each core."""

import importlib.metadata
import warnings
from collections.abc import Iterable

import numpy as np
import pyvrp
from pyvrp import PenaltyParams, SolveParams
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.solve import solve as run_pyvrp

from optimiser.problem import Problem, Tier, Visit
from optimiser.solve import compile_kernels
from tests.benchmarks.engine import CORES, Answer
from tests.benchmarks.engines.features import not_told
from tests.benchmarks.engines.model import NO_LIMIT, Model, Whole
from tests.benchmarks.engines.prices import money_of_one_visit, prices_of
from tests.benchmarks.engines.processes import Clock, Tell, run_together
from tests.benchmarks.engines.timed import Routes, best_of

# What a forbidden way costs, which is how `pyvrp.read` tells site dependence. Dear beyond any plan, far from overflow.
FORBIDDEN = 2**36
# Who may do what, wishes and paces need matrices of their own; beyond this they are left out (`not_expressed`).
MOST_MATRIX_BYTES = 1_000_000_000
# Units are chosen so that a visit costs no more than this: penalties of so many units, times seconds, fit 64 bits.
DEAREST_VISIT = 1e8
# Up to here its usual largest penalty, which its authors tuned, is left as it is.
LARGEST_USUAL = 1_000_000
ONLY_BY_MATRIX = {"pace", "setup", "who_may", "wishes_and_charges"}
CAN = {
    "loads",
    "longest_route",
    "open_ends",
    "optional_visits",
    "paid_time",
    "priorities",
    "several_windows",
    *ONLY_BY_MATRIX,
}


class PyVrp:
    """One thread with a seed: a process on each core, each with a seed of its own, and the better plan of both."""

    name = "pyvrp"

    def version(self) -> str:
        """The version of PyVRP."""
        return importlib.metadata.version("pyvrp")

    def warm_up(self) -> None:
        """Compiles what times its plans."""
        compile_kernels(lambda _: None)

    def solve(self, problem: Problem, seconds: float, seed: int) -> Answer:
        """The better plan of two processes."""
        clock = Clock.of(seconds)
        tasks = [(problem, clock, CORES * seed + number) for number in range(CORES)]
        found: list[Routes] = run_together(search, tasks, clock, seconds)
        model = Model(problem)
        can = CAN if _fits(model) else CAN - (ONLY_BY_MATRIX - {"setup"})
        return Answer(best_of(problem, found), not_told(model, can))


def search(tell: Tell[Routes], problem: Problem, clock: Clock, seed: int) -> None:
    """One process. Where PyVRP finds no plan that keeps its own rules, its best that breaks some is told."""
    model = Model(problem)
    told = Told(model)
    params = SolveParams(penalty=PenaltyParams(max_penalty=told.largest_penalty))
    with warnings.catch_warnings():
        # That it struggles to find a feasible plan shows in the plan.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        result = run_pyvrp(told.data, _Until(clock), seed=seed, collect_stats=False, display=False, params=params)
    tell(told.routes(result.best))


class _Until:
    """A stopping criterion of PyVRP: over when the clock is."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def __call__(self, best_cost: float) -> bool:
        return self._clock.left_s <= 0


class Told:
    """A Problem as PyVRP's data, and the way back. One location for each node of the model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.upence = _unit(model)
        self.prize = _prizes(model, self.upence)
        self.by_matrix = _fits(model)
        # Where all work at one pace, service is the client's; else it is told as part of the way on.
        self.one_pace = len(set(model.pace)) <= 1
        self.types = model.alike
        self.visit_of_client: list[int] = []
        visits = len(model.problem.visits)
        clients, groups = self._clients()
        depots = [pyvrp.Depot(location=node) for node in range(visits, len(model.place))]
        distances: list[Whole] = []
        durations: list[Whole] = []
        profiles: dict[object, int] = {}
        vehicle_types = []
        for rows in self.types:
            row = rows[0]
            key = self._profile_key(row)
            if key not in profiles:
                profiles[key] = len(distances)
                cost, spent_s = self._matrices(row)
                distances.append(cost)
                durations.append(spent_s)
            vehicle_types.append(self._vehicle_type(rows, profiles[key]))
        # Coordinates are asked for and used for nothing but drawing where matrices are given.
        locations = [pyvrp.Location(x=0, y=0) for _ in model.place]
        # A rule may be broken at a penalty, which has to outweigh what breaking it could save.
        dearest = max([int(cost[cost < FORBIDDEN].max(initial=0)) for cost in distances] + self.prize, default=0)
        self.largest_penalty = 10 * dearest if dearest > LARGEST_USUAL else PenaltyParams().max_penalty
        self.data = pyvrp.ProblemData(locations, clients, depots, vehicle_types, distances, durations, groups)

    def routes(self, solution: pyvrp.Solution) -> dict[int, list[int]]:
        """Visit numbers by shift number: each route goes to the next shift of its type."""
        free = [iter(rows) for rows in self.types]
        found = {}
        for route in solution.routes():
            visits = [self.visit_of_client[stop.idx] for stop in route if stop.is_client()]
            if visits:
                found[next(free[route.vehicle_type()])] = visits
        return found

    def _clients(self) -> tuple[list[pyvrp.Client], list[pyvrp.ClientGroup]]:
        model = self.model
        use, _ = model.resources
        last = max(model.hard_end_s, default=0)
        required = _all_are_required(model.problem.visits)
        service = model.service_s(model.pace[0] if model.pace and self.one_pace else 1000)
        clients: list[pyvrp.Client] = []
        groups: list[pyvrp.ClientGroup] = []
        for number, visit in enumerate(model.problem.visits):
            windows = [(opens, min(closes, last)) for opens, closes in model.windows(visit) if opens <= last]
            several = len(windows) > 1
            if several:
                members = list(range(len(clients), len(clients) + len(windows)))
                groups.append(pyvrp.ClientGroup(members, required=required))
            for opens, closes in windows:
                self.visit_of_client.append(number)
                clients.append(
                    pyvrp.Client(
                        location=number,
                        delivery=use[number].tolist(),
                        service_duration=int(service[number]) if self.one_pace else 0,
                        tw_early=opens,
                        tw_late=closes,
                        prize=0 if required else self.prize[number],
                        required=required and not several,
                        group=len(groups) - 1 if several else None,
                    )
                )
        return clients, groups

    def _profile_key(self, row: int) -> object:
        shift = self.model.problem.shifts[row]
        if not self.by_matrix:
            return shift.mode, shift.upence_per_m
        able, extra = self.model.able[row], self.model.extra_upence[row]
        pace = None if self.one_pace else self.model.pace[row]
        return shift.mode, shift.upence_per_m, pace, able.tobytes(), extra.tobytes()

    def _matrices(self, row: int) -> tuple[Whole, Whole]:
        """(units for the way, seconds); wishes are paid on arrival, and nobody arrives where they may not."""
        model, shift = self.model, self.model.problem.shifts[row]
        visits = len(model.problem.visits)
        cost = np.round(model.travel_m(shift.mode) * shift.upence_per_m / self.upence).astype(np.int64)
        spent_s = model.travel_s(shift.mode)
        if not self.one_pace:
            spent_s = spent_s + model.service_s(model.pace[row] if self.by_matrix else 1000)[:, None]
        if self.by_matrix:
            cost[:, :visits] += np.round(model.extra_upence[row] / self.upence).astype(np.int64)
            shut = np.flatnonzero(~model.able[row])
            # Seconds are multiplied by penalties, so that they are no longer than is too long for any day.
            for matrix, forbidden in ((cost, FORBIDDEN), (spent_s, 4 * model.problem.horizon_s)):
                matrix[:, shut] = forbidden
                matrix[shut, :] = forbidden
        np.fill_diagonal(cost, 0)
        np.fill_diagonal(spent_s, 0)
        return cost, spent_s

    def _vehicle_type(self, rows: list[int], profile: int) -> pyvrp.VehicleType:
        model, row = self.model, rows[0]
        shift = model.problem.shifts[row]
        visits = len(model.problem.visits)
        _, room = model.resources
        return pyvrp.VehicleType(
            num_available=len(rows),
            capacity=room[row].tolist(),
            start_depot=model.start_node[row] - visits,
            end_depot=model.end_node[row] - visits,
            tw_early=shift.starts_s,
            tw_late=model.hard_end_s[row],
            unit_distance_cost=1,
            unit_duration_cost=round(shift.upence_per_s / self.upence),
            profile=profile,
            shift_duration=min(model.longest_s[row], NO_LIMIT),
        )


def _unit(model: Model) -> int:
    """Micropence to a unit: what it takes to serve one visit stays below DEAREST_VISIT."""
    return max(1, int(money_of_one_visit(model) / DEAREST_VISIT))


def _prizes(model: Model, upence: int) -> list[int]:
    """[visit] units: above the cost tier twice to ten times what a visit may cost, in the order of their weight.

    Tiers as far apart as they are would be more than penalties for broken rules can hold back.
    """
    unserved = prices_of(model).unserved.tolist()
    visits = model.problem.visits
    steps = sorted({unserved[row] for row, visit in enumerate(visits) if visit.if_unserved.tier != Tier.COST})
    dear = money_of_one_visit(model) / upence
    rank = {price: round(dear * (2 + 8 * step / len(steps))) for step, price in enumerate(steps)}
    return [
        visit.if_unserved.points // upence if visit.if_unserved.tier == Tier.COST else rank[unserved[row]]
        for row, visit in enumerate(visits)
    ]


def _fits(model: Model) -> bool:
    """Whether a matrix for each kind of shift stays within bounds."""
    kinds = len(model.alike) if not model.able.all() or model.extra_upence.any() else len(model.problem.travel)
    return kinds * 16 * len(model.place) ** 2 <= MOST_MATRIX_BYTES


def _all_are_required(visits: Iterable[Visit]) -> bool:
    """Where all visits weigh the same and none is optional, PyVRP is told that it has to serve all: its strong side.

    Else each has a prize, so that it may leave out what weighs least.
    """
    prices = {(visit.if_unserved.tier, visit.if_unserved.points) for visit in visits}
    return len(prices) <= 1 and all(tier != Tier.COST for tier, _ in prices)

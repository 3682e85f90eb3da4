"""A Problem told to the routing library of OR-Tools, with every constraint it has words for.

The library: https://developers.google.com/optimization/routing; the calls are those of its header
`ortools/constraint_solver/routing.h`.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp

from optimiser.problem import Coupling, Shift, Visit, Who
from tests.benchmarks.engines.model import NO_LIMIT, Model, Whole
from tests.benchmarks.engines.prices import Prices, prices_of

# Not among them are `all_or_none` and `worker_caps_over_shifts`. Both can be said as constraints, but first solutions
# are made visit by visit and know nothing of those: it then finds an empty plan or none (measured on small days).
# Untold, it mostly serves both of a pair all the same, as both have a price; what is broken is mended by `timed`.
CAN = {
    "breaks",
    "different_workers",
    "driving_limit",
    "guaranteed_pay",
    "late_for_a_promise",
    "lateness",
    "lending_caps",
    "loads",
    "longest_route",
    "needs_first",
    "open_ends",
    "optional_visits",
    "overtime_pay",
    "pace",
    "paid_time",
    "priorities",
    "same_worker",
    "setup",
    "several_windows",
    "start_lags",
    "started_work",
    "who_may",
    "wishes_and_charges",
}


class RoutingModel:
    """The model, and the way back from its indices. `order` is the order in which the visits are told.

    The library has no seed; another order is what makes its runs differ.
    """

    def __init__(self, model: Model, order: Whole) -> None:
        self.model = model
        self.prices: Prices = prices_of(model)
        visits, ends = len(model.problem.visits), len(model.place)
        self.nodes = np.concatenate([order, np.arange(visits, ends)])
        self.manager = pywrapcp.RoutingIndexManager(
            ends, len(model.problem.shifts), list(model.start_node), list(model.end_node)
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.solver = self.routing.solver()
        node_of = np.empty(visits, dtype=np.int64)
        node_of[order] = np.arange(visits)
        self.index = [int(self.manager.NodeToIndex(int(node))) for node in node_of]
        self._matrices: dict[object, int] = {}
        self.time = self._add_time()
        self._add_costs()
        self._add_resources()
        self._add_driving()
        self._add_wishes()
        self._add_visits()
        self._add_shifts()
        self._add_ties()
        self._add_lending()

    def routes(self, following: Any) -> dict[int, list[int]]:
        """Visit numbers by shift number; `following(index)` is the index after an index."""
        found: dict[int, list[int]] = {}
        for shift in range(len(self.model.problem.shifts)):
            at = following(self.routing.Start(shift))
            visits = []
            while not self.routing.IsEnd(at):
                visits.append(int(self.nodes[self.manager.IndexToNode(at)]))
                at = following(at)
            if visits:
                found[shift] = visits
        return found

    def _matrix(self, key: object, values: Any) -> int:
        """The number of a matrix between nodes, handed over once for each key; `values()` makes it in node order."""
        if key not in self._matrices:
            matrix = values()[np.ix_(self.nodes, self.nodes)]
            self._matrices[key] = self.routing.RegisterTransitMatrix(matrix.tolist())
        return self._matrices[key]

    def _spent_s(self, mode: str, pace: int) -> Whole:
        """From the start of one service to the earliest start of the next."""
        return self.model.service_s(pace)[:, None] + self.model.travel_s(mode)

    def _add_time(self) -> Any:
        model, shifts = self.model, self.model.problem.shifts
        evaluators = [
            self._matrix(("time", shift.mode, pace), lambda shift=shift, pace=pace: self._spent_s(shift.mode, pace))
            for shift, pace in zip(shifts, model.pace, strict=True)
        ]
        horizon_s = max(model.problem.horizon_s, 1)
        self.routing.AddDimensionWithVehicleTransitAndCapacity(evaluators, horizon_s, model.hard_end_s, False, "time")
        return self.routing.GetDimensionOrDie("time")

    def _add_costs(self) -> None:
        """Paid time is told as the price of an arc and of waiting: only arcs steer the first solution and the moves."""
        for row, (shift, pace) in enumerate(zip(self.model.problem.shifts, self.model.pace, strict=True)):
            per_s = 0 if shift.guaranteed_s else shift.upence_per_s
            key = ("cost", shift.mode, pace if per_s else 0, per_s, shift.upence_per_m)
            arcs = self._matrix(key, lambda shift=shift, pace=pace, per_s=per_s: self._arc_units(shift, pace, per_s))
            self.routing.SetArcCostEvaluatorOfVehicle(arcs, row)
            if per_s:
                self.time.SetSlackCostCoefficientForVehicle(self.prices.units(per_s), row)
            elif shift.upence_per_s:
                bound = pywrapcp.BoundCost(shift.guaranteed_s, self.prices.units(shift.upence_per_s))
                self.time.SetSoftSpanUpperBoundForVehicle(bound, row)
            if shift.overtime_limit_s and shift.overtime_upence_per_s:
                price = self.prices.units(shift.overtime_upence_per_s)
                self.time.SetCumulVarSoftUpperBound(self.routing.End(row), shift.ends_s, price)

    def _arc_units(self, shift: Shift, pace: int, per_s: int) -> Whole:
        upence = self.model.travel_m(shift.mode) * shift.upence_per_m
        if per_s:
            upence = upence + self._spent_s(shift.mode, pace) * per_s
        return np.round(upence / self.prices.upence).astype(np.int64)

    def _add_resources(self) -> None:
        use, room = self.model.resources
        nodes = np.zeros((len(self.model.place), use.shape[1]), dtype=np.int64)
        nodes[: len(use)] = use
        for column in range(use.shape[1]):
            # A number on each node is spent on leaving it.
            spent = self.routing.RegisterUnaryTransitVector(nodes[self.nodes, column].tolist())
            self.routing.AddDimensionWithVehicleCapacity(spent, 0, room[:, column].tolist(), True, f"room-{column}")

    def _add_driving(self) -> None:
        shifts = self.model.problem.shifts
        if not any(shift.drivers_hours for shift in shifts):
            return
        evaluators = [
            self._matrix(("driving", shift.mode), lambda shift=shift: self.model.driving_s(shift.mode))
            for shift in shifts
        ]
        most = [shift.drivers_hours.max_driving_s if shift.drivers_hours else NO_LIMIT for shift in shifts]
        self.routing.AddDimensionWithVehicleTransitAndCapacity(evaluators, 0, most, True, "driving")

    def _add_wishes(self) -> None:
        """What depends on the pair of shift and visit alone, summed along the route and paid at its end."""
        extra = np.where(self.model.able, self.model.extra_upence, 0)
        if not extra.any():
            return
        nodes = np.zeros((len(extra), len(self.model.place)), dtype=np.int64)
        nodes[:, : extra.shape[1]] = np.round(extra / self.prices.upence)
        evaluators = [self.routing.RegisterUnaryTransitVector(row[self.nodes].tolist()) for row in nodes]
        most = [int(row.sum()) for row in nodes]
        self.routing.AddDimensionWithVehicleTransitAndCapacity(evaluators, 0, most, True, "wishes")
        wishes = self.routing.GetDimensionOrDie("wishes")
        for row in range(len(extra)):
            wishes.SetSpanCostCoefficientForVehicle(1, row)

    def _add_visits(self) -> None:
        model = self.model
        for number, visit in enumerate(model.problem.visits):
            index = self.index[number]
            self.routing.AddDisjunction([index], int(self.prices.unserved[number]))
            able = np.flatnonzero(model.able[:, number])
            if not len(able):
                self.solver.Add(self.routing.ActiveVar(index) == 0)
            elif len(able) < len(model.problem.shifts):
                # -1 is the vehicle of a visit that is left out.
                self.routing.VehicleVar(index).SetValues([-1, *able.tolist()])
            self._open(index, visit)
            late = self.prices.late[number]
            if late:
                self.time.SetCumulVarSoftUpperBound(index, late.after_s, late.per_s)

    def _open(self, index: int, visit: Visit) -> None:
        windows = self.model.windows(visit)
        start = self.time.CumulVar(index)
        last = max(self.model.hard_end_s, default=0)
        opens, closes = windows[0][0], min(windows[-1][1], last)
        if opens > closes:
            self.solver.Add(self.routing.ActiveVar(index) == 0)
            return
        start.SetRange(opens, closes)
        for before, after in pairwise(windows):
            if before[1] + 1 <= after[0] - 1:
                start.RemoveInterval(before[1] + 1, after[0] - 1)

    def _add_shifts(self) -> None:
        model = self.model
        for row, shift in enumerate(model.problem.shifts):
            self.time.CumulVar(self.routing.Start(row)).SetRange(shift.starts_s, model.hard_end_s[row])
            self.time.CumulVar(self.routing.End(row)).SetRange(shift.starts_s, model.hard_end_s[row])
            if model.longest_s[row] < NO_LIMIT:
                self.time.SetSpanUpperBoundForVehicle(model.longest_s[row], row)
            self._add_breaks(row, shift)
        self._add_workers()
        ranked: dict[str, dict[int, int]] = {}
        for number, visit in enumerate(model.problem.visits):
            if visit.lock.rank is not None and visit.lock.shift is not None:
                ranked.setdefault(visit.lock.shift, {})[visit.lock.rank] = number
        for row, shift in enumerate(model.problem.shifts):
            at = self.routing.Start(row)
            for _, number in sorted(ranked.get(shift.id, {}).items()):
                self.solver.Add(self.routing.NextVar(at) == self.index[number])
                at = self.index[number]

    def _add_breaks(self, row: int, shift: Shift) -> None:
        """Breaks may lie before the start and after the end of a route, which is when ours are not owed."""
        if not shift.breaks:
            return
        service = self.model.service_s(self.model.pace[row])
        # A break must not begin before service is over; ends have none.
        busy = [0] * self.routing.Size()
        for number, index in enumerate(self.index):
            busy[index] = int(service[number])
        rests = [
            self.solver.FixedDurationIntervalVar(rest.earliest_s, rest.latest_s, rest.duration_s, False, rest.id)
            for rest in shift.breaks
        ]
        self.time.SetBreakIntervalsOfVehicle(rests, row, busy)

    def _add_workers(self) -> None:
        """People with several shifts are in one place at a time, where overtime might reach into the next."""
        problem = self.model.problem
        rows: dict[str, list[int]] = {}
        for row in sorted(range(len(problem.shifts)), key=lambda row: problem.shifts[row].starts_s):
            for name in problem.shifts[row].workers:
                rows.setdefault(name, []).append(row)
        for worker in problem.workers:
            mine = rows.get(worker.id, [])
            if len(mine) < 2:
                continue
            ends = [self.time.CumulVar(self.routing.End(row)) for row in mine]
            starts = [self.time.CumulVar(self.routing.Start(row)) for row in mine]
            for row, end, following in zip(mine, ends, starts[1:], strict=False):
                if problem.shifts[row].overtime_limit_s:
                    self.solver.Add(end <= following)

    def _add_ties(self) -> None:
        number = {visit.id: row for row, visit in enumerate(self.model.problem.visits)}
        for tie in self.model.problem.couplings:
            first, second = self.index[number[tie.first]], self.index[number[tie.second]]
            # Kept where both are served, and known to the moves, unlike a constraint added by hand.
            self.time.AddNodePrecedence(first, second, tie.min_lag_s)
            if tie.max_lag_s is not None:
                self.time.AddNodePrecedence(second, first, -tie.max_lag_s)
            if tie.needs_first:
                self.solver.Add(self.routing.ActiveVar(second) <= self.routing.ActiveVar(first))
            if tie.who != Who.ANY:
                self._add_who(tie, first, second)

    def _add_who(self, tie: Coupling, first: int, second: int) -> None:
        """Same or different people, where both visits are served. -1 is the vehicle of a visit that is not."""
        people = [-1, *self._people()]
        here = self.solver.Element(people, self.routing.VehicleVar(first) + 1)
        there = self.solver.Element(people, self.routing.VehicleVar(second) + 1)
        both = self.routing.ActiveVar(first) + self.routing.ActiveVar(second) - 1
        if tie.who == Who.DIFFERENT:
            self.solver.Add(self.solver.IsDifferentCstVar(here - there, 0) >= both)
        else:
            self.solver.Add(self.solver.IsEqualCstVar(here - there, 0) >= both)

    def _people(self) -> Iterator[int]:
        """[shift] a number that shifts with a worker in common have in common."""
        shifts = self.model.problem.shifts
        leader = {name: name for shift in shifts for name in shift.workers}

        def find(name: str) -> str:
            while leader[name] != name:
                name = leader[name]
            return name

        for shift in shifts:
            for name in shift.workers[1:]:
                leader[find(name)] = find(shift.workers[0])
        numbers = {name: number for number, name in enumerate(leader)}
        return (numbers[find(shift.workers[0])] for shift in shifts)

    def _add_lending(self) -> None:
        for number, agreement in enumerate(self.model.problem.lending):
            if agreement.max_visits is None:
                continue
            lent = self.model.agreement == number
            carried = [
                self.routing.VehicleVar(self.index[visit]).IsMember(np.flatnonzero(lent[:, visit]).tolist())
                for visit in np.flatnonzero(lent.any(axis=0))
            ]
            if len(carried) > agreement.max_visits:
                self.solver.Add(self.solver.Sum(carried) <= agreement.max_visits)

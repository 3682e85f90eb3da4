"""Choosing among routes as a CP-SAT model: each shift and each visit at most once, and all that ties routes together.

Set partitioning (Balinski and Quandt 1964, 10.1287/opre.12.2.300) with couplings. What a chosen route costs is taken
from the pool; when coupled visits hold each other back it can come out dearer, and `learn` tells the model so.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import gcd

from ortools.sat.python import cp_model

from optimiser.arrays.visits import TIERS
from optimiser.exact.pool_route import Objective, PoolRoute
from optimiser.exact.prices import Prices
from optimiser.problem import Coupling, Problem, Who, Worker

# CP-SAT reckons in 64 bits and refuses sums that might not fit.
LARGEST = 2**61


class TooLarge(Exception):
    """The numbers of this day are too large for CP-SAT; whoever asked keeps the plan it has."""


class Master:
    """Variables, constraints and the price of each tier. `alike` is the first equal of each shift (alike.py)."""

    def __init__(self, problem: Problem, routes: Sequence[PoolRoute], alike: Sequence[int]) -> None:
        self.problem = problem
        self.routes = routes
        self.model = cp_model.CpModel()
        self.chosen = [self.model.new_bool_var(f"r{number}") for number in range(len(routes))]
        self._alike = alike
        self._shift = {shift.id: number for number, shift in enumerate(problem.shifts)}
        self._visit = {visit.id: number for number, visit in enumerate(problem.visits)}
        self._serving: dict[int, list[int]] = defaultdict(list)
        for number, route in enumerate(routes):
            for visit in route.visits:
                self._serving[visit].append(number)
        # (factor, variable) by tier; constants are left out.
        self.price: list[list[tuple[int, cp_model.IntVar]]] = [[], [], [], []]
        self.least = [0, 0, 0, 0]  # constants of each tier, so that price plus this is the plan's objective
        self._served = self._visits()
        self._shifts()
        self._own_prices()
        self._workers()
        self._agreements()
        self._largest_lateness()
        self._couplings()
        self._groups()

    def hint(self, numbers: Iterable[int]) -> None:
        """Begins from these routes, which can stand together."""
        self.model.clear_hints()
        wanted = set(numbers)
        for number, variable in enumerate(self.chosen):
            self.model.add_hint(variable, number in wanted)

    def learn(self, numbers: Sequence[int], dearer: Objective | None) -> None:
        """Routes that together cost so much more than each for itself (None: that cannot stand together)."""
        together = sum(self.chosen[number] for number in numbers)
        if dearer is None:
            self.model.add(together <= len(numbers) - 1)
            return
        extra = self.model.new_bool_var("")
        for number in numbers:  # a lower tier may come out cheaper, and only if all are there
            self.model.add_implication(extra, self.chosen[number])
        self.model.add(extra >= together - (len(numbers) - 1))
        for tier in range(4):
            self._pay(tier, dearer[tier], extra)

    def expression(self, tier: int) -> tuple[cp_model.LinearExprT, int]:
        """(what to minimise, micropence or points in one unit of it) for a tier. Raises TooLarge."""
        factors = [factor for factor, _ in self.price[tier]]
        unit = gcd(*factors) or 1
        if sum(abs(factor) // unit * _widest(variable) for factor, variable in self.price[tier]) > LARGEST:
            raise TooLarge(f"tier {TIERS[tier]}")
        terms = [(factor // unit) * variable for factor, variable in self.price[tier]]
        return cp_model.LinearExpr.sum(terms), unit

    def _pay(self, tier: int, factor: int, variable: cp_model.IntVar) -> None:
        if factor:
            self.price[tier].append((factor, variable))

    def _visits(self) -> list[cp_model.IntVar]:
        """Each visit on one route or on none, which is priced; started work on one."""
        served = []
        for number, visit in enumerate(self.problem.visits):
            out = self.model.new_bool_var("")
            self.model.add_exactly_one(*(self.chosen[route] for route in self._serving[number]), out)
            if visit.lock.rank is not None:
                self.model.add(out == 0)
            self._pay(TIERS.index(visit.if_unserved.tier), visit.if_unserved.points, out)
            served.append(out.negated())
        return served

    def _shifts(self) -> None:
        rows: dict[int, list[int]] = defaultdict(list)
        for number, route in enumerate(self.routes):
            rows[self._alike[route.shift]].append(number)
        for first, numbers in rows.items():
            room = self._alike.count(first)
            if room == 1:
                self.model.add_at_most_one(self.chosen[number] for number in numbers)
            else:
                self.model.add(sum(self.chosen[number] for number in numbers) <= room)

    def _own_prices(self) -> None:
        prices = Prices(self.problem)
        self.least[3] += prices.constant_upence
        for number, route in enumerate(self.routes):
            for tier, price in enumerate(prices.of(route)):
                self._pay(tier, price, self.chosen[number])

    def _workers(self) -> None:
        """Loads: prices, caps, and nobody in two places."""
        shifts_of: dict[str, list[int]] = defaultdict(list)
        for number, shift in enumerate(self.problem.shifts):
            for name in shift.workers:
                shifts_of[name].append(number)
        by_shift: dict[int, list[int]] = defaultdict(list)
        for number, route in enumerate(self.routes):
            by_shift[route.shift].append(number)
        for worker in self.problem.workers:
            shifts = shifts_of[worker.id]
            if len(shifts) == 1:
                # Of equal shifts all routes may stand under the first; their workers have equal caps.
                self._one_shift(worker, by_shift[shifts[0]])
            elif len(shifts) > 1:
                self._several_shifts(worker, [number for shift in shifts for number in by_shift[shift]])

    def _crew(self, number: int) -> tuple[str, ...]:
        return self.problem.shifts[self.routes[number].shift].workers

    def _one_shift(self, worker: Worker, numbers: Sequence[int]) -> None:
        for number in numbers:
            if worker.max_load_s is not None and worker.worked_s + self.routes[number].paid_s > worker.max_load_s:
                self.model.add(self.chosen[number] == 0)

    def _several_shifts(self, worker: Worker, numbers: Sequence[int]) -> None:
        paid = sum(self.routes[number].paid_s * self.chosen[number] for number in numbers)
        if worker.max_load_s is not None and worker.worked_s <= worker.max_load_s:
            self.model.add(paid <= worker.max_load_s - worker.worked_s)
        elif worker.max_load_s is not None:
            self.model.add(sum(self.chosen[number] for number in numbers) == 0)
        most_s = worker.worked_s + sum(self.routes[number].paid_s for number in numbers)
        for step in worker.fairness:
            free_s = max(0, worker.worked_s - step.above_s)
            over = self.model.new_int_var(free_s, max(free_s, most_s - step.above_s), "")
            self.model.add(over >= worker.worked_s - step.above_s + paid)
            self._pay(3, step.upence_per_s, over)
            self.least[3] -= step.upence_per_s * free_s  # `over` counts it again
        self.model.add_no_overlap(
            self.model.new_optional_fixed_size_interval_var(
                self.routes[number].route.depart_s,
                self.routes[number].route.end_s - self.routes[number].route.depart_s,
                self.chosen[number],
                "",
            )
            for number in numbers
        )

    def _agreements(self) -> None:
        for number, agreement in enumerate(self.problem.lending):
            if agreement.max_visits is not None:
                lent = [(dict(route.lent).get(number, 0), self.chosen[at]) for at, route in enumerate(self.routes)]
                self.model.add(sum(count * variable for count, variable in lent if count) <= agreement.max_visits)

    def _largest_lateness(self) -> None:
        rate = self.problem.largest_lateness_upence_per_s
        late = sorted({route.late_s for route in self.routes if route.late_s}) if rate else []
        if late:
            largest = self.model.new_int_var(0, late[-1], "")
            for number, route in enumerate(self.routes):
                if route.late_s:
                    self.model.add(largest >= route.late_s).only_enforce_if(self.chosen[number])
            self._pay(3, rate, largest)

    def _couplings(self) -> None:
        starts = {
            visit: self.model.new_int_var(0, self.problem.horizon_s, "")
            for visit in {self._visit[name] for tie in self.problem.couplings for name in (tie.first, tie.second)}
        }
        for number, route in enumerate(self.routes):
            before = None
            for tied in route.tied:
                here, chosen = starts[tied.visit], self.chosen[number]
                self.model.add_linear_constraint(here, tied.earliest_s, tied.latest_s).only_enforce_if(chosen)
                if before is not None:
                    self.model.add(here - before >= tied.after_s).only_enforce_if(chosen)
                before = here
        for tie in self.problem.couplings:
            first, second = self._visit[tie.first], self._visit[tie.second]
            both = [self._served[first], self._served[second]]
            lag = starts[second] - starts[first]
            self.model.add(lag >= tie.min_lag_s).only_enforce_if(both)
            if tie.max_lag_s is not None:
                self.model.add(lag <= tie.max_lag_s).only_enforce_if(both)
            if tie.needs_first:
                self.model.add_implication(self._served[second], self._served[first])
            self._who(tie, first, second)

    def _who(self, tie: Coupling, first: int, second: int) -> None:
        if tie.who == Who.DIFFERENT:
            for worker in self.problem.workers:
                numbers = [n for n in (*self._serving[first], *self._serving[second]) if worker.id in self._crew(n)]
                # A route that serves both is listed twice; nobody can be on it, so it is out.
                self.model.add(sum(self.chosen[number] for number in numbers) <= 1)
        elif tie.who == Who.SAME:
            # Whoever is on the first visit, someone of theirs is on the second, if that is served.
            by_shift: dict[int, list[int]] = defaultdict(list)
            for number in self._serving[first]:
                by_shift[self.routes[number].shift].append(number)
            for shift, numbers in by_shift.items():
                crew = set(self.problem.shifts[shift].workers)
                theirs = [n for n in self._serving[second] if crew & set(self._crew(n))]
                self.model.add(
                    sum(self.chosen[number] for number in numbers)
                    <= sum(self.chosen[number] for number in theirs) + 1 - self._served[second]
                )

    def _groups(self) -> None:
        for group in self.problem.groups:
            first, *others = (self._served[self._visit[name]] for name in group.visits)
            for other in others:
                self.model.add(other == first)


def _widest(variable: cp_model.IntVar) -> int:
    return max(abs(int(bound)) for bound in variable.proto.domain)

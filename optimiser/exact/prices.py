"""What a route adds to a plan: its own price, its workers' loads, less what its shift costs while it is not used."""

from collections.abc import Sequence

from optimiser.arrays.visits import TIERS
from optimiser.exact.pool_route import Objective, PoolRoute
from optimiser.exact.prizes import Column, Rows, worth_keeping
from optimiser.problem import Problem, Worker


class Prices:
    """Prices of routes by tier. Loads of workers with several shifts are left to whoever sees all their routes."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        out: dict[str, int] = {}
        for shift in problem.shifts:
            for name in shift.workers:
                out[name] = out.get(name, 0) + 1
        self.several = {name for name, times in out.items() if times > 1}
        self._worker = {worker.id: worker for worker in problem.workers}

    @property
    def constant_upence(self) -> int:
        """What a day without routes costs in money, visits left out not counted."""
        idle = sum(shift.guaranteed_s * shift.upence_per_s for shift in self.problem.shifts)
        return idle + sum(load_price(worker, worker.worked_s) for worker in self.problem.workers)

    def of(self, route: PoolRoute) -> Objective:
        """The price by tier; equal shifts have equal prices."""
        shift = self.problem.shifts[route.shift]
        money = route.objective[3] - shift.guaranteed_s * shift.upence_per_s
        for name in shift.workers:
            if name not in self.several:
                worker = self._worker[name]
                money += load_price(worker, worker.worked_s + route.paid_s) - load_price(worker, worker.worked_s)
        return (*route.objective[:3], money)

    def worth_keeping(self, routes: Sequence[PoolRoute], alike: Sequence[int], best: Objective) -> list[int]:
        """Numbers of the routes that can be part of a plan at least as good as `best`.

        Tiers are added up, a point in one for four times what all below it comes to in `best`. So a route that only
        plans with fewer points and more than four times the money need would be missed.
        """
        weight = [1, 1, 1, 1]
        worth = best[3] - self.constant_upence
        for tier in (2, 1, 0):
            weight[tier] = 4 * (abs(worth) + 1)
            worth += weight[tier] * best[tier]
        columns = [
            Column(
                visits=route.visits,
                kind=alike[route.shift],
                price=sum(a * b for a, b in zip(weight, self.of(route), strict=True)),
            )
            for route in routes
        ]
        rows = Rows(
            left_out=[
                visit.if_unserved.points * weight[TIERS.index(visit.if_unserved.tier)] for visit in self.problem.visits
            ],
            room={kind: alike.count(kind) for kind in sorted(set(alike))},
        )
        return worth_keeping(rows, columns, worth)


def load_price(worker: Worker, load_s: int) -> int:
    """Micropence of a load: convex in it."""
    return sum(step.upence_per_s * max(0, load_s - step.above_s) for step in worker.fairness)

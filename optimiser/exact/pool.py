"""The pool: good routes found on the way, each once, and no more than there is room for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from optimiser.cost import cost_of
from optimiser.exact.alike import alike
from optimiser.exact.pool_route import Objective, PoolRoute, RouteReader
from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.search.workspace import Workspace

# Set partitioning over more routes than this takes longer than what it finds is worth.
MOST_ROUTES = 10_000


# A route joins one of so many batches before it begins another.
LOOK_BACK = 20


@dataclass(slots=True)
class _Batch:
    rows: dict[int, tuple[Sequence[int], Objective]]  # by shift
    nodes: set[int]


@dataclass(slots=True)
class _Kept:
    route: PoolRoute
    worth: Objective  # of the best plan it was part of
    order: int  # when it came


class Pool:
    """Routes by what they call at. A full pool lets go of those that only worse plans had, the oldest first.

    The same routes added in the same order leave the same pool.
    """

    def __init__(self, problem: Problem, most: int = MOST_ROUTES) -> None:
        if most < 1:
            raise ValueError(f"most is {most}; a pool has room for one route or more")
        self.problem = problem
        self.alike = alike(problem)
        self._most = most
        self._reader = RouteReader(problem)
        self._kept: dict[tuple[int, tuple[str, ...]], _Kept] = {}
        self._seen: set[tuple[int, tuple[int, ...]]] = set()
        self._came = 0

    def __len__(self) -> int:
        return len(self._kept)

    def add_plan(self, plan: Plan, worth: Objective | None = None) -> Objective:
        """Takes in the routes of a plan that keeps the rules (the caller has checked).

        Its objective comes back; it is worked out unless `worth` is given.
        """
        if worth is None:
            worth = cost_of(self.problem, plan).objective
        self.add(self._reader.read(plan), worth)
        return worth

    def add_sequences(self, sequences: Iterable[tuple[int, Sequence[int], Objective]], space: Workspace) -> None:
        """Takes in routes as the search has them: (shift, nodes, objective of the plan they stood in).

        As many as have nothing in common are timed at once, each without what couplings would ask of it; one that
        breaks a rule on its own is left. The Workspace holds something else afterwards.
        """
        batches: list[_Batch] = []
        for shift, nodes, worth in sequences:
            key = (shift, tuple(nodes))
            if not nodes or key in self._seen:
                continue
            self._seen.add(key)
            for batch in batches[-LOOK_BACK:]:
                if shift not in batch.rows and batch.nodes.isdisjoint(nodes):
                    break
            else:
                batch = _Batch({}, set())
                batches.append(batch)
            batch.rows[shift] = (nodes, worth)
            batch.nodes.update(nodes)
        for batch in batches:
            self._time(batch.rows, space)

    def _time(self, rows: Mapping[int, tuple[Sequence[int], Objective]], space: Workspace) -> None:
        if space.load({self.problem.shifts[shift].id: nodes for shift, (nodes, _) in rows.items()}):
            for route in self._reader.read(space.plan()):
                self.add([route], rows[route.shift][1])
        elif len(rows) > 1:  # one of them breaks a rule, or tied visits on two of them cannot be met: halve it
            items = list(rows.items())
            self._time(dict(items[: len(items) // 2]), space)
            self._time(dict(items[len(items) // 2 :]), space)

    def add(self, routes: Iterable[PoolRoute], worth: Objective) -> None:
        """Takes in routes; `worth` is the objective of the plan they come from.

        Of a route that is there already the cheaper times are kept, and the better worth.
        """
        for route in routes:
            self._came += 1
            key = (self.alike[route.shift], route.stops)
            there = self._kept.get(key)
            if there is None:
                self._kept[key] = _Kept(route, worth, self._came)
                continue
            if route.objective < there.route.objective:
                there.route = route
            there.worth = min(there.worth, worth)
            there.order = self._came
        # Half as many again before letting go: sorting for every plan that comes would cost more than the room.
        if len(self._kept) > self._most * 3 // 2:
            self._kept = dict(self._best())

    def routes(self) -> list[PoolRoute]:
        """The most valuable routes, at most as many as there is room for, the best first."""
        return [kept.route for _, kept in self._best()]

    def read(self, plan: Plan) -> list[PoolRoute]:
        """The routes of a plan without taking them in."""
        return self._reader.read(plan)

    def _best(self) -> list[tuple[tuple[int, tuple[str, ...]], _Kept]]:
        return sorted(self._kept.items(), key=lambda item: (item[1].worth, -item[1].order))[: self._most]

"""The routes of a plan with what each costs, so that a few changed routes tell what the whole plan then costs."""

from collections.abc import Mapping, Sequence

from optimiser.cost import Cost, Penalties, Preferences
from optimiser.insert.parts import Share, difference, fair, idle, left_out, share
from optimiser.plan import Route, Stop, StopKind
from optimiser.problem import Break, Problem, Site, Visit

Target = Visit | Break | Site


class Ledger:
    """What stands on each shift; shifts and visits by their numbers in the Problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        workers = {worker.id: worker for worker in problem.workers}
        self.workers = workers
        self.crews = [tuple(workers[name] for name in shift.workers) for shift in problem.shifts]
        self.visits: dict[str, Visit] = {visit.id: visit for visit in problem.visits}
        self._sites = {(StopKind.SITE.value, site.id): site for site in problem.sites}
        self._breaks = [
            {(StopKind.BREAK.value, rest.id): rest for rest in shift.breaks} | self._sites for shift in problem.shifts
        ]
        self.routes: dict[int, Route] = {}
        # Of two tied visits many options have one of the routes in common.
        self._priced: dict[tuple[int, Route], Share] = {}
        self.shares: list[Share] = [idle(shift) for shift in problem.shifts]
        self.loads = {worker.id: worker.worked_s for worker in problem.workers}

    def share_of(self, shift: int, route: Route) -> Share:
        """What the shift would add with this route."""
        if not route.stops:
            return idle(self.problem.shifts[shift])
        if (shift, route) not in self._priced:
            self._priced[shift, route] = self._price(shift, route)
        return self._priced[shift, route]

    def _price(self, shift: int, route: Route) -> Share:
        targets: dict[tuple[str, str], Target] = dict(self._breaks[shift])
        targets.update(
            ((StopKind.VISIT.value, stop.ref), self.visits[stop.ref])
            for stop in route.stops
            if stop.kind == StopKind.VISIT
        )
        return share(self.problem, self.problem.shifts[shift], self.crews[shift], route, targets)

    def book(self, changed: Mapping[int, Route]) -> None:
        """Makes these the routes of their shifts; one without stops is none."""
        for shift, route in changed.items():
            new = self.share_of(shift, route)
            for worker in self.crews[shift]:
                self.loads[worker.id] += new.paid_s - self.shares[shift].paid_s
            self.shares[shift] = new
            if route.stops:
                self.routes[shift] = route
            else:
                self.routes.pop(shift, None)
        self._priced.clear()

    def adds(self, changed: Mapping[int, Route], served: Sequence[str] = ()) -> Cost:
        """What the plan would cost more with these routes, on which visits left out until now are served."""
        new = {shift: self.share_of(shift, route) for shift, route in changed.items()}
        loads: dict[str, int] = {}
        for shift, one in new.items():
            for worker in self.crews[shift]:
                load_s = loads.get(worker.id, self.loads[worker.id])
                loads[worker.id] = load_s + one.paid_s - self.shares[shift].paid_s
        fairness = sum(
            fair(self.workers[name], load_s) - fair(self.workers[name], self.loads[name])
            for name, load_s in loads.items()
        )
        whole = Cost(
            preferences=Preferences(fairness=fairness),
            penalties=Penalties(largest_lateness=self._largest(new) - self._largest({})),
        )
        return difference(
            [*(one.cost for one in new.values()), whole],
            [*(self.shares[shift].cost for shift in new), *(left_out(self.visits[name]) for name in served)],
        )

    def _largest(self, new: Mapping[int, Share]) -> int:
        rate = self.problem.largest_lateness_upence_per_s
        if not rate:
            return 0
        kept = (one.late_s for number, one in enumerate(self.shares) if number not in new)
        return rate * max([one.late_s for one in new.values()] + list(kept), default=0)


def starts_of(route: Route | None) -> dict[str, Stop]:
    """The visits of a route by id."""
    return {stop.ref: stop for stop in route.stops if stop.kind == StopKind.VISIT} if route else {}

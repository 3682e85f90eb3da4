"""One route as the pool keeps it: what it serves, what it costs on its own, and how its times can move."""

from collections import Counter
from dataclasses import dataclass

from optimiser.cost.cash import journey_cash
from optimiser.cost.preferences import moved, worker_costs
from optimiser.cost.tiers import broken_promises, largest_late_s, lateness_points
from optimiser.exact.slack import approach_s, slack
from optimiser.plan import Plan, Route
from optimiser.plan.day import Day, day_of
from optimiser.plan.journey import Journey
from optimiser.plan.lent import agreement_for, is_lent
from optimiser.problem import Problem, Tier, Visit

Objective = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TiedStart:
    """When a coupled visit may start if its route keeps its order: seconds, both ends included.

    `after_s`: at least so long after the coupled visit before it on the same route (0 for the first).
    """

    visit: int
    earliest_s: int
    latest_s: int
    after_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRoute:
    """Visits are their numbers in the Problem, in the order of the route; `route` has its stops, breaks included.

    `objective` is the route's own: no fairness, no largest lateness, nothing for visits left out; money in micropence.
    """

    shift: int
    route: Route
    visits: tuple[int, ...]
    objective: Objective
    paid_s: int
    late_s: int  # the largest lateness on it
    lent: tuple[tuple[int, int], ...]  # (number of the agreement, visits under it)
    tied: tuple[TiedStart, ...]  # in the order of the route

    @property
    def stops(self) -> tuple[str, ...]:
        """What it calls at, in order: two routes of equal shifts with the same stops are the same."""
        return stops_of(self.route)


def stops_of(route: Route) -> tuple[str, ...]:
    """What a route calls at, in order."""
    return tuple(f"{stop.kind} {stop.ref}" for stop in route.stops)


class RouteReader:
    """Reads routes out of plans, by the code that judges plans, not by the engine's."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._visit = {visit.id: number for number, visit in enumerate(problem.visits)}
        self._shift = {shift.id: number for number, shift in enumerate(problem.shifts)}
        self._agreement = {agreement.id: number for number, agreement in enumerate(problem.lending)}
        self._tied = {name for tie in problem.couplings for name in (tie.first, tie.second)}

    def read(self, plan: Plan) -> list[PoolRoute]:
        """The routes of a plan, each of which keeps the rules on its own, at the times it gives them."""
        day = day_of(self.problem, plan)
        return [self._route(day, journey) for journey in day.journeys]

    def _route(self, day: Day, journey: Journey) -> PoolRoute:
        visits = list(journey.each(Visit))
        alone = Day(
            problem=self.problem,
            plan=Plan(routes=(journey.route,)),
            journeys=(journey,),
            served={visit.id: day.served[visit.id] for _, visit in visits},
            unknown=(),
        )
        points = lateness_points(alone)
        money = journey_cash(self.problem, journey).upence + sum(worker_costs(alone).values()) + points[Tier.COST]
        money += sum(moved(journey.shift, stop, visit) for stop, visit in visits)
        lent: Counter[int] = Counter()
        for stop, visit in visits:
            agreement = agreement_for(self.problem, journey.shift, visit, stop.start_s)
            if agreement and is_lent(journey.shift, visit):
                lent[self._agreement[agreement.id]] += 1
        return PoolRoute(
            shift=self._shift[journey.shift.id],
            route=journey.route,
            visits=tuple(self._visit[visit.id] for _, visit in visits),
            objective=(
                points[Tier.SAFETY],
                points[Tier.STATUTE],
                points[Tier.PROMISE] + broken_promises(alone),
                money,
            ),
            paid_s=journey.paid_s,
            late_s=largest_late_s(alone),
            lent=tuple(sorted(lent.items())),
            tied=tuple(self._tied_starts(journey)),
        )

    def _tied_starts(self, journey: Journey) -> list[TiedStart]:
        found: list[TiedStart] = []
        if not any(call.stop.ref in self._tied for call in journey.calls):
            return found
        since_s = 0
        for call, (earliest_s, latest_s) in zip(journey.calls, slack(self.problem, journey), strict=True):
            since_s += approach_s(call)
            if isinstance(call.target, Visit) and call.target.id in self._tied:
                number = self._visit[call.target.id]
                after_s = since_s if found else 0
                found.append(TiedStart(visit=number, earliest_s=earliest_s, latest_s=latest_s, after_s=after_s))
                since_s = 0
            since_s += call.stop.finish_s - call.stop.start_s
        return found

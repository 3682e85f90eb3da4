"""A Plan laid beside its Problem, everything found by its id: what rules and cost are read from."""

from collections.abc import Mapping
from dataclasses import dataclass

from optimiser.plan.journey import Journey, journey
from optimiser.plan.plan import Plan
from optimiser.plan.stop import Stop, StopKind
from optimiser.problem import Break, Problem, Site, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """An id in the plan that the Problem does not have; `shift` is the route's, None for a visit left out."""

    kind: str
    ref: str
    shift: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """`journeys` are the routes of known shifts in the plan's order; `served` each visit's first stop by its id."""

    problem: Problem
    plan: Plan
    journeys: tuple[Journey, ...]
    served: Mapping[str, tuple[Journey, Stop]]
    unknown: tuple[Unknown, ...]

    def journeys_of(self, worker: str) -> tuple[Journey, ...]:
        """Every journey this worker is out on, in the plan's order."""
        return tuple(journey for journey in self.journeys if worker in journey.shift.workers)


def day_of(problem: Problem, plan: Plan) -> Day:
    """Looks everything up once. Ids the Problem does not know are gathered in `unknown`, and nothing is raised."""
    shifts = {shift.id: shift for shift in problem.shifts}
    workers = {worker.id: worker for worker in problem.workers}
    everywhere: dict[tuple[str, str], Visit | Break | Site] = {
        **{(StopKind.VISIT.value, visit.id): visit for visit in problem.visits},
        **{(StopKind.SITE.value, site.id): site for site in problem.sites},
    }
    journeys: list[Journey] = []
    unknown: list[Unknown] = []
    for route in plan.routes:
        shift = shifts.get(route.shift)
        if shift is None:
            unknown.append(Unknown(kind="shift", ref=route.shift, shift=route.shift))
            continue
        targets = everywhere | {(StopKind.BREAK.value, rest.id): rest for rest in shift.breaks}
        unknown.extend(
            Unknown(kind=stop.kind, ref=stop.ref, shift=route.shift)
            for stop in route.stops
            if (stop.kind, stop.ref) not in targets
        )
        crew = tuple(workers[name] for name in shift.workers)
        journeys.append(journey(problem, route, shift, crew, targets))
    unknown.extend(
        Unknown(kind=StopKind.VISIT.value, ref=left_out.visit, shift=None)
        for left_out in plan.unserved
        if (StopKind.VISIT.value, left_out.visit) not in everywhere
    )
    served: dict[str, tuple[Journey, Stop]] = {}
    for one in journeys:
        for stop, visit in one.each(Visit):
            served.setdefault(visit.id, (one, stop))
    return Day(problem=problem, plan=plan, journeys=tuple(journeys), served=served, unknown=tuple(unknown))

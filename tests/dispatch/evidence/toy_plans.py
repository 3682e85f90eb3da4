"""Three houses in a row, five minutes and two kilometres apart; a council's shift and a landlord's."""

import numpy as np

from optimiser.plan import Plan, Route, Stop, StopKind
from optimiser.problem import Lending, Problem, Shift, Travel, Visit, Worker

STEPS = np.abs(np.subtract.outer(np.arange(3), np.arange(3))).astype(np.int32)


def shift(name: str, organisation: str, mode: str = "car") -> Shift:
    """From place 0 and back, a penny a second and a tenth of a penny a metre."""
    return Shift(
        id=name,
        workers=(f"{name}-worker",),
        organisation=organisation,
        mode=mode,
        start_place=0,
        end_place=0,
        starts_s=0,
        ends_s=40_000,
        upence_per_s=1_000_000,
        upence_per_m=100_000,
    )


def visit(name: str, place: int, service: str, organisation: str) -> Visit:
    """A thousand seconds of work."""
    return Visit(id=name, place=place, duration_s=1000, service=service, organisation=organisation, kind="alarm")


PROBLEM = Problem(
    horizon_s=86_400,
    workers=(Worker(id="c-worker"), Worker(id="l-worker")),
    shifts=(shift("c", "council"), shift("l", "landlord", mode="van")),
    visits=(
        visit("A", 1, "care", "council"),
        visit("B", 1, "repairs", "landlord"),
        visit("C", 2, "repairs", "landlord"),
    ),
    travel={mode: Travel(STEPS * 300, STEPS * 2000) for mode in ("car", "van")},
    lending=(Lending(id="alarms", lender="council", borrower="landlord", kinds=("alarm",), charge_upence=50_000_000),),
)
JOB_OF = {"A": "A", "B": "B", "C": "C"}


def route(name: str, *visits: tuple[str, int]) -> Route:
    """Calls at (visit, place) in order from second 0; three places in a row make the legs."""
    now_s, here, stops = 0, 0, []
    for ref, place in visits:
        now_s += abs(place - here) * 300
        stops.append(Stop(kind=StopKind.VISIT, ref=ref, arrive_s=now_s, start_s=now_s, finish_s=now_s + 1000))
        now_s, here = now_s + 1000, place
    return Route(shift=name, depart_s=0, stops=tuple(stops), end_s=now_s + here * 300)


def without(problem: Problem, plan: Plan, visits: object) -> Plan:
    """The same routes without some visits, timed again from second 0."""
    gone = set(visits)  # type: ignore[call-overload] # a collection of ids
    places = {visit.id: visit.place for visit in problem.visits}
    kept = [
        (one.shift, [(stop.ref, places[stop.ref]) for stop in one.stops if stop.ref not in gone]) for one in plan.routes
    ]
    return Plan(routes=tuple(route(name, *calls) for name, calls in kept if calls))


# Alone: the council's car goes to A; the landlord's van goes to B and C.
ALONE = Plan(routes=(route("c", ("A", 1)), route("l", ("B", 1), ("C", 2))))
# Together: the council's car does B as well, since it is at the door.
TOGETHER = Plan(routes=(route("c", ("A", 1), ("B", 1)), route("l", ("C", 2))))

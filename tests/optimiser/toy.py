"""A toy world one can check in the head: four places on a straight street, 100 seconds and 1,000 metres apart.

    depot 0 ---100 s--- 1 ---100 s--- 2 ---100 s--- 3

Ann works for the council, starts and ends at the depot, from 0 to 10,000. A visit lasts 600 seconds unless said. So a
route with one visit at place 1 leaves at 0, is there from 100 to 700 and ends at 800: `ann_serves("v")`.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from optimiser.plan import Plan, Reason, Route, Stop, StopKind, Unserved
from optimiser.problem import Problem, Shift, Travel, Visit, Worker

PLACES = 4


def travel(**changes: Any) -> Travel:
    """The street: 100 seconds and 1,000 metres for each step along it, at any hour."""
    steps = np.abs(np.subtract.outer(np.arange(PLACES), np.arange(PLACES))).astype(np.int32)
    return Travel(**({"seconds": steps * 100, "metres": steps * 1000} | changes))


def worker(name: str = "ann", **changes: Any) -> Worker:
    """Someone without skills, caps or preferences."""
    return Worker(**({"id": name} | changes))


def shift(name: str = "ann", **changes: Any) -> Shift:
    """A shift named like its only worker, from 0 to 10,000, from the depot and back, at no cost."""
    usual: dict[str, Any] = {
        "id": name,
        "workers": (name,),
        "mode": "car",
        "start_place": 0,
        "end_place": 0,
        "starts_s": 0,
        "ends_s": 10_000,
    }
    return Shift(**(usual | changes))


def visit(name: str = "v", place: int = 1, **changes: Any) -> Visit:
    """600 seconds of work at any time, by anyone."""
    usual: dict[str, Any] = {"id": name, "place": place, "duration_s": 600}
    return Visit(**(usual | changes))


def problem(*visits: Visit, **changes: Any) -> Problem:
    """Ann's day with these visits; the horizon is 20,000 seconds."""
    usual: dict[str, Any] = {
        "horizon_s": 20_000,
        "workers": (worker(),),
        "shifts": (shift(),),
        "visits": visits,
        "travel": {"car": travel()},
    }
    return Problem(**(usual | changes))


def at_visit(name: str, arrive_s: int, start_s: int, finish_s: int) -> Stop:
    """A stop at a visit."""
    return Stop(kind=StopKind.VISIT, ref=name, arrive_s=arrive_s, start_s=start_s, finish_s=finish_s)


def at_break(name: str, arrive_s: int, start_s: int, finish_s: int) -> Stop:
    """A stop for a break."""
    return Stop(kind=StopKind.BREAK, ref=name, arrive_s=arrive_s, start_s=start_s, finish_s=finish_s)


def at_site(name: str, arrive_s: int, start_s: int, finish_s: int) -> Stop:
    """A stop at a site."""
    return Stop(kind=StopKind.SITE, ref=name, arrive_s=arrive_s, start_s=start_s, finish_s=finish_s)


def route(name: str, depart_s: int, *stops: Stop, end_s: int) -> Route:
    """The route of the shift of that name."""
    return Route(shift=name, depart_s=depart_s, stops=stops, end_s=end_s)


def plan(*routes: Route, unserved: Iterable[str] = ()) -> Plan:
    """These routes, and these visits left out because the day is full."""
    left_out = (Unserved(visit=name, reason=Reason.FULL, sentence="the day is full") for name in unserved)
    return Plan(routes=routes, unserved=tuple(left_out))


def serves(shift_name: str, visit_name: str = "v", depart_s: int = 0) -> Route:
    """A route that goes from the depot to one usual visit at place 1, without waiting, and back: 800 seconds."""
    stop = at_visit(visit_name, depart_s + 100, depart_s + 100, depart_s + 700)
    return route(shift_name, depart_s, stop, end_s=depart_s + 800)


def ann_serves(visit_name: str = "v", depart_s: int = 0) -> Plan:
    """A plan that is nothing but Ann at one usual visit at place 1, from 100 to 700 when she departs at 0."""
    return plan(serves("ann", visit_name, depart_s))

"""Judges plans of the technician problem in the units of the suite, in double precision, from the order of stops alone.

What a technician does (Pillac et al. 2013, 10.1007/s11590-012-0567-4; the published solutions come out to the fourth
decimal): leaves home with their own tools and spare parts and ends there, may call once at the central depot, and from
then on has every tool and any number of parts. Travel is Euclidean and not rounded. Working time runs from leaving to
being back, waiting and the call at the depot included, with the departure that makes it shortest.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from optimiser.plan import Plan
from tests.benchmarks.case import Judgement
from tests.benchmarks.suites.trsp_text import Instance, Row

# How the Problem names things, which is what plans refer to.
DEPOT = "depot"

TOLERANCE = 1e-6


def judge(instance: Instance, plan: Plan) -> Judgement:
    """Total working time, and every rule of the suite that the plan breaks."""
    technicians = {str(row.number): row for row in instance.technicians}
    requests = {str(row.number): row for row in instance.requests}
    complaints: list[str] = []
    cost = 0.0
    served: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for route in plan.routes:
        technician = technicians.get(route.shift)
        used[route.shift] += 1
        if technician is None:
            complaints.append(f"there is no technician {route.shift!r}")
            continue
        stops = []
        for ref in (stop.ref for stop in route.stops):
            if ref != DEPOT and ref not in requests:
                complaints.append(f"technician {route.shift} calls at {ref!r}, which there is not")
                continue
            if ref != DEPOT:
                served[ref] += 1
            stops.append(instance.depot if ref == DEPOT else requests[ref])
        complaints += _skills(technician, stops)
        complaints += _aboard(technician, stops, instance.depot)
        tour = (technician, *stops, technician)
        complaints += _windows(tour)
        cost += working_time(tour)
    complaints += [f"technician {name} has {times} routes" for name, times in used.items() if times > 1]
    complaints += [f"request {name} is served {times} times" for name, times in served.items() if times > 1]
    return Judgement(
        cost=cost,
        complaints=tuple(complaints),
        unserved=len(requests) - len(served),
        constant=total_service(instance),
    )


def total_service(instance: Instance) -> float:
    """The service time of all requests: part of every complete plan's cost."""
    return math.fsum(row.service for row in instance.requests)


def working_time(tour: Sequence[Row]) -> float:
    """The shortest time from leaving the first to reaching the last of `tour`; where a window is missed, no less.

    Leaving later shortens the day until all waiting is gone or some window is about to close (Savelsbergh 1992,
    10.1287/ijoc.4.2.146).
    """
    work = math.fsum(_leg(one, other) for one, other in pairwise(tour))
    latest = tour[-1].latest
    for one, other in reversed(list(pairwise(tour))):
        latest = min(one.latest, latest - _leg(one, other))
    return max(work, _starts(tour)[-1] - max(latest, tour[0].earliest))


def _starts(tour: Sequence[Row]) -> list[float]:
    """When service starts at each of `tour` at the earliest, whether or not its window is still open."""
    starts = [tour[0].earliest]
    for one, other in pairwise(tour):
        starts.append(max(other.earliest, starts[-1] + _leg(one, other)))
    return starts


def _leg(one: Row, other: Row) -> float:
    """From the start of service at one to the arrival at the other."""
    return one.service + math.hypot(one.x - other.x, one.y - other.y)


def _windows(tour: Sequence[Row]) -> Iterator[str]:
    for row, start in zip(tour, _starts(tour), strict=True):
        if start > row.latest + TOLERANCE:
            yield f"technician {tour[0].number} is at {row.number} at {start:.4f} at the earliest, after {row.latest:g}"


def _skills(technician: Row, stops: Sequence[Row]) -> Iterator[str]:
    for stop in stops:
        for skill in set(stop.skills) - set(technician.skills):
            yield f"technician {technician.number} serves {stop.number} without skill {skill}"


def _aboard(technician: Row, stops: Sequence[Row], depot: Row) -> Iterator[str]:
    """Own tools and parts until the depot, anything after it, and one call there at most."""
    left = list(technician.parts)
    calls = 0
    for stop in stops:
        if stop is depot:
            calls += 1
        elif not calls:
            for tool in set(stop.tools) - set(technician.tools):
                yield f"technician {technician.number} serves {stop.number} without tool {tool}"
            for kind, count in enumerate(stop.parts):
                left[kind] -= count
                if count and left[kind] < 0:
                    yield f"technician {technician.number} has no part {kind} left for {stop.number}"
    if calls > 1:
        yield f"technician {technician.number} calls at the depot {calls} times; once is allowed"

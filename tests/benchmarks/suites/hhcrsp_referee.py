"""Judges plans of the home health care problem in minutes, in double precision, from who serves whom in which order.

The cost is the mean of three: the length of all routes from the central office and back, the sum of all tardiness, and
the largest (Mankowska et al. 2014, 10.1007/s10729-013-9243-1). Everyone may leave at 0, no service starts before its
window, and one that starts after it is late. Every service starts as early as the routes and the double services
allow: that is best for every one of them at once, so it is what the routes are worth.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from optimiser.plan import Plan, StopKind
from tests.benchmarks.case import Judgement
from tests.benchmarks.suites.hhcrsp_json import Instance

OFFICE = 0
# Far below a thousandth, in which the distances are given, and far above what adding some hundred of them loses.
TOLERANCE = 1e-7

# At least so long from the start of the one to the start of the other.
Gap = tuple[str, str, float]


def judge(instance: Instance, plan: Plan) -> Judgement:
    """The cost, and every rule of the suite that the plan breaks."""
    complaints: list[str] = []
    tours: dict[str, list[str]] = {}
    for route in plan.routes:
        if route.shift not in instance.abilities or route.shift in tours:
            complaints.append(f"there is no caregiver {route.shift!r}, or they have two routes")
            continue
        tours[route.shift] = []
        for stop in route.stops:
            if stop.kind != StopKind.VISIT or stop.ref not in instance.services:
                complaints.append(f"caregiver {route.shift} calls at {stop.kind} {stop.ref!r}, which there is not")
            else:
                tours[route.shift].append(stop.ref)
    served = Counter(ref for tour in tours.values() for ref in tour)
    complaints += [f"service {ref} is given {times} times" for ref, times in served.items() if times > 1]
    complaints += _people(instance, tours)
    starts = None if any(times > 1 for times in served.values()) else _earliest_starts(instance, tours)
    if starts is None:
        complaints.append("the services cannot be given in this order at any time")
        starts = {}
    late = [max(0.0, start - float(instance.services[ref].due)) for ref, start in starts.items()]
    return Judgement(
        cost=(_distance(instance, tours) + math.fsum(late) + max(late, default=0.0)) / 3,
        complaints=tuple(complaints),
        unserved=len(instance.services) - len(served),
    )


def _people(instance: Instance, tours: Mapping[str, Sequence[str]]) -> list[str]:
    """Abilities, and double services given by one person."""
    found = [
        f"caregiver {name} gives {ref} without the ability for {instance.services[ref].ability}"
        for name, tour in tours.items()
        for ref in tour
        if instance.services[ref].ability not in instance.abilities[name]
    ]
    found += [
        f"caregiver {name} gives both {double.first} and {double.second}"
        for double in instance.doubles
        for name, tour in tours.items()
        if double.first in tour and double.second in tour
    ]
    return found


def _distance(instance: Instance, tours: Mapping[str, Sequence[str]]) -> float:
    return math.fsum(
        float(instance.distances[one][other])
        for tour in tours.values()
        for one, other in pairwise([OFFICE, *(instance.services[ref].place for ref in tour), OFFICE])
    )


def _earliest_starts(instance: Instance, tours: Mapping[str, Sequence[str]]) -> dict[str, float] | None:
    """When each service starts; None when there is no way to keep the order of the routes and all double services.

    These are longest paths (Bellman and Ford). Starts only move later, and without a circle that pushes for ever they
    come to rest within one round for each service.
    """
    starts = {}
    for tour in tours.values():
        for number, ref in enumerate(tour):
            service = instance.services[ref]
            from_office = 0.0 if number else float(instance.distances[OFFICE][service.place])
            starts[ref] = max(float(service.earliest), from_office)
    gaps = [*_along(instance, tours), *_between(instance, starts)]
    for _ in range(len(starts) + 1):
        moved = False
        for one, other, least in gaps:
            if starts[other] < starts[one] + least - TOLERANCE:
                starts[other] = starts[one] + least
                moved = True
        if not moved:
            return starts
    return None


def _along(instance: Instance, tours: Mapping[str, Sequence[str]]) -> list[Gap]:
    """Service and travel from each stop to the next, in the order of the route."""
    gaps = []
    for tour in tours.values():
        for one, other in pairwise(tour):
            before, after = instance.services[one], instance.services[other]
            gaps.append((one, other, float(before.duration + instance.distances[before.place][after.place])))
    return gaps


def _between(instance: Instance, starts: Mapping[str, float]) -> list[Gap]:
    """The least and, backwards, the most time between double services."""
    return [
        gap
        for double in instance.doubles
        if double.first in starts and double.second in starts
        for gap in (
            (double.first, double.second, float(double.least)),
            (double.second, double.first, -float(double.most)),
        )
    ]

"""The referee of the vehicle routing suites: reads a plan's routes and times and adds up lengths by itself.

It shares nothing with the checker and nothing with the matrices that engines are given: lengths are worked out again
in exact whole-number arithmetic from the coordinates in the file.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import isqrt

from optimiser.plan import Plan, Route
from tests.benchmarks.case import Judgement
from tests.benchmarks.suites.routing_task import GRAINS, Point, Rounding, RoutingTask


def referee(task: RoutingTask, plan: Plan, per_unit: int) -> Judgement:
    """The total length, in units of the best known costs (`per_unit` scaled units each), and every broken rule."""
    calls = Counter(stop.ref for route in plan.routes for stop in route.stops if stop.kind == "visit")
    used = Counter(route.shift for route in plan.routes)
    complaints = [f"customer {name} is served {times} times" for name, times in calls.items() if times > 1]
    complaints += [f"{name} has {times} routes" for name, times in used.items() if times > 1]
    length = 0
    for route in plan.routes:
        broken = list(_unreadable(task, route))
        complaints += broken
        if not broken:
            length += _length(task, route)
            complaints += _broken(task, route)
    return Judgement(
        cost=length / per_unit,
        complaints=tuple(complaints),
        unserved=sum(name not in calls for name in task.customers),
    )


def leg(rounding: Rounding, a: Point, b: Point) -> int:
    """The scaled length between two points in grains, exactly: cut off, or rounded with halves to even."""
    squared = ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) * rounding.scale**2
    length = isqrt(squared)  # the root of the scaled length in grains, cut off
    whole, rest = divmod(length, GRAINS)
    if rounding.cut_off:
        return whole
    half = GRAINS // 2
    exactly_half = rest == half and length * length == squared
    return whole + (whole % 2 if exactly_half else rest >= half)


def _unreadable(task: RoutingTask, route: Route) -> Iterator[str]:
    """What keeps a route from being followed at all."""
    if route.shift not in task.vehicles:
        yield f"there is no vehicle {route.shift!r}"
    for stop in route.stops:
        if stop.kind != "visit" or stop.ref not in task.customers:
            yield f"{route.shift} stops at {stop.kind} {stop.ref!r}, which is no customer"


def _places(task: RoutingTask, route: Route) -> list[int]:
    depot = task.vehicles[route.shift].depot
    return [depot, *(task.customers[stop.ref].place for stop in route.stops), depot]


def _legs(task: RoutingTask, route: Route) -> list[int]:
    points = [task.points[place] for place in _places(task, route)]
    return [leg(task.rounding, a, b) for a, b in pairwise(points)]


def _length(task: RoutingTask, route: Route) -> int:
    return sum(_legs(task, route)) if route.stops else 0


def _broken(task: RoutingTask, route: Route) -> Iterator[str]:
    """Times that cannot be, and limits of the vehicle that are not kept."""
    vehicle, legs = task.vehicles[route.shift], _legs(task, route)
    at = route.shift
    if route.depart_s < vehicle.opens:
        yield f"{at} leaves at {route.depart_s}, before {vehicle.opens}"
    now, load = route.depart_s, 0
    for stop, travel in zip(route.stops, legs, strict=False):
        customer = task.customers[stop.ref]
        load += customer.demand
        if stop.arrive_s < now + travel:
            yield f"{at} is at customer {stop.ref} at {stop.arrive_s} and cannot be before {now + travel}"
        if stop.start_s < stop.arrive_s:
            yield f"{at} serves customer {stop.ref} at {stop.start_s}, before it arrives at {stop.arrive_s}"
        if not customer.earliest <= stop.start_s <= customer.latest:
            yield f"customer {stop.ref} is served at {stop.start_s}, not in {customer.earliest} to {customer.latest}"
        if stop.finish_s < stop.start_s + customer.service:
            yield f"customer {stop.ref} is left at {stop.finish_s}, before {stop.start_s + customer.service}"
        if vehicle.customers is not None and stop.ref not in vehicle.customers:
            yield f"{at} may not serve customer {stop.ref}"
        now = stop.finish_s
    if route.end_s < now + legs[-1]:
        yield f"{at} is back at {route.end_s} and cannot be before {now + legs[-1]}"
    if route.end_s > vehicle.closes:
        yield f"{at} is back at {route.end_s}, after {vehicle.closes}"
    if load > vehicle.capacity:
        yield f"{at} carries {load}, more than {vehicle.capacity}"
    if vehicle.max_duration is not None and route.end_s - route.depart_s > vehicle.max_duration:
        yield f"{at} is out for {route.end_s - route.depart_s}, longer than {vehicle.max_duration}"

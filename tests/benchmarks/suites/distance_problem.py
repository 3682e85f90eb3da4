"""A vehicle routing task as a Problem: a second and a metre are one scaled unit, and only metres cost."""

import numpy as np

from optimiser.problem import (
    Amount,
    HeldSkill,
    Problem,
    RequiredSkill,
    Shift,
    Travel,
    Visit,
    Window,
    Worker,
)
from optimiser.problem.travel import Int32Matrix
from tests.benchmarks.suites.routing_task import GRAINS, RoutingTask, Vehicle


def distance_problem(task: RoutingTask) -> Problem:
    """A vehicle is a shift with one worker of its name; every visit is required. Raises ProblemError."""
    skills = _skills(task)
    legs = _legs(task)
    return Problem(
        horizon_s=max(vehicle.closes for vehicle in task.vehicles.values()),
        workers=tuple(
            Worker(
                id=name,
                max_load_s=vehicle.max_duration,  # load is time paid for, and that is from leaving to being back
                skills=tuple(HeldSkill(name=skill) for allowed, skill in skills.items() if name in allowed),
            )
            for name, vehicle in task.vehicles.items()
        ),
        shifts=tuple(_shift(name, vehicle) for name, vehicle in task.vehicles.items()),
        visits=tuple(
            Visit(
                id=name,
                place=customer.place,
                duration_s=customer.service,
                windows=(Window(earliest_s=customer.earliest, latest_s=customer.latest),),
                loads=(Amount(of="load", quantity=customer.demand),),
                skills=tuple(RequiredSkill(name=skill) for allowed, skill in skills.items() if allowed == may),
            )
            for (name, customer), may in zip(task.customers.items(), _may_serve(task), strict=True)
        ),
        travel={"car": Travel(seconds=legs, metres=legs)},
    )


def _shift(name: str, vehicle: Vehicle) -> Shift:
    return Shift(
        id=name,
        workers=(name,),
        mode="car",
        start_place=vehicle.depot,
        end_place=vehicle.depot,
        starts_s=vehicle.opens,
        ends_s=vehicle.closes,
        capacities=(Amount(of="load", quantity=vehicle.capacity),),
        upence_per_m=1,
    )


def _may_serve(task: RoutingTask) -> list[frozenset[str]]:
    """For each customer, the vehicles that may serve it."""
    return [
        frozenset(name for name, one in task.vehicles.items() if one.customers is None or customer in one.customers)
        for customer in task.customers
    ]


def _skills(task: RoutingTask) -> dict[frozenset[str], str]:
    """A skill for each set of vehicles that some customer is restricted to, held by just these vehicles."""
    everyone = frozenset(task.vehicles)
    restricted = [may for may in dict.fromkeys(_may_serve(task)) if may != everyone]
    return {may: f"site {number + 1}" for number, may in enumerate(restricted)}


def _legs(task: RoutingTask) -> Int32Matrix:
    """Scaled Euclidean lengths [from, to]."""
    points = np.array(task.points, dtype=np.float64) / GRAINS
    x, y = points[:, 0], points[:, 1]
    # Squares and a root are exact where the answer is a whole number, which hypot does not promise.
    lengths = np.sqrt((x[:, None] - x[None, :]) ** 2 + (y[:, None] - y[None, :]) ** 2) * task.rounding.scale
    whole: Int32Matrix = (np.trunc(lengths) if task.rounding.cut_off else np.rint(lengths)).astype(np.int32)
    return whole

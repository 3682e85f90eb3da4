"""Shifts, breaks, workers and what fits aboard as tables."""

import numpy as np
import numpy.typing as npt

from optimiser.arrays.flat import BIG, Int, Shelf, Table, or_big, record, table
from optimiser.problem import Break, Problem, Shift

SHIFT = record(
    "mode",
    "start_place",  # -1: open
    "end_place",
    "starts",
    "ends",
    "hard_end",
    "guaranteed",
    "upence_per_s",
    "overtime_upence_per_s",
    "upence_per_m",
    "max_driving",
    "permille",
    "fixed_prefix",  # so many visits at the front are started work
    "break_from",
    "break_to",
    "workers_from",
    "workers_to",
    "kin",  # the number of its kin (plain.py)
    "plain",  # 1: segments say all about a route of plain visits
)
REST = record("duration", "earliest", "latest", "place", "paid")
WORKER = record("worked", "max_load", "fair_from", "fair_to")


def shift_table(problem: Problem, rests: Shelf, links: Shelf) -> Table:
    """One record a shift; its breaks go to one shelf, the numbers of its workers to the other."""
    modes = list(problem.travel)
    number_of = {worker.id: number for number, worker in enumerate(problem.workers)}
    factor = {worker.id: worker.duration_permille for worker in problem.workers}
    ranked: dict[str, int] = {}
    for visit in problem.visits:
        if visit.lock.rank is not None and visit.lock.shift is not None:
            ranked[visit.lock.shift] = ranked.get(visit.lock.shift, 0) + 1
    hard_ends = _hard_ends(problem)
    return table(
        SHIFT,
        (
            (
                modes.index(shift.mode),
                -1 if shift.start_place is None else shift.start_place,
                -1 if shift.end_place is None else shift.end_place,
                shift.starts_s,
                shift.ends_s,
                hard_ends[number],
                shift.guaranteed_s,
                shift.upence_per_s,
                shift.overtime_upence_per_s,
                shift.upence_per_m,
                shift.drivers_hours.max_driving_s if shift.drivers_hours else BIG,
                max(factor[name] for name in shift.workers),
                ranked.get(shift.id, 0),
                *rests.add(breaks_in_order(shift)),
                *links.add([number_of[name] for name in shift.workers]),
                0,
                0,
            )
            for number, shift in enumerate(problem.shifts)
        ),
    )


def breaks_in_order(shift: Shift) -> list[Break]:
    """The breaks of a shift in the order in which they are taken and stand in the table."""
    return sorted(shift.breaks, key=lambda rest: (rest.latest_s, rest.earliest_s))


def _hard_ends(problem: Problem) -> list[int]:
    """When each shift must be over: overtime stops where the next shift of anyone on it begins."""
    starts_of: dict[str, list[tuple[int, int]]] = {}
    for number, shift in enumerate(problem.shifts):
        for name in shift.workers:
            starts_of.setdefault(name, []).append((shift.starts_s, number))
    return [
        min(
            [shift.ends_s + shift.overtime_limit_s]
            + [
                starts_s
                for name in shift.workers
                for starts_s, other in starts_of[name]
                if other != number and starts_s >= shift.ends_s
            ]
        )
        for number, shift in enumerate(problem.shifts)
    ]


def break_table(rests: Shelf) -> Table:
    """One record a break, in the order in which `shift_table` shelved them."""
    return table(
        REST,
        (
            (
                rest.duration_s,
                rest.earliest_s,
                rest.latest_s,
                -1 if rest.place is None else rest.place,
                int(rest.paid),
            )
            for rest in rests.rows
        ),
    )


def worker_table(problem: Problem, steps: Shelf) -> Table:
    """One record a worker; the steps of fairness go to the shelf."""
    return table(
        WORKER,
        (
            (
                worker.worked_s,
                or_big(worker.max_load_s),
                *steps.add([(step.above_s, step.upence_per_s, 3, 0) for step in worker.fairness]),
            )
            for worker in problem.workers
        ),
    )


def share_worker(problem: Problem) -> npt.NDArray[np.bool_]:
    """[shift, shift]: whether someone is on both."""
    share = np.zeros((len(problem.shifts), len(problem.shifts)), dtype=np.bool_)
    by_worker: dict[str, list[int]] = {}
    for number, shift in enumerate(problem.shifts):
        for name in shift.workers:
            by_worker.setdefault(name, []).append(number)
    for numbers in by_worker.values():
        share[np.ix_(numbers, numbers)] = True
    return share


def resource_arrays(problem: Problem) -> tuple[Int, Int]:
    """(use [visit, resource], room [shift, resource]) of loads and parts alike.

    Without sites on the way both are sums that must fit.
    """
    loads = sorted({amount.of for shift in problem.shifts for amount in shift.capacities})
    parts = sorted({amount.of for visit in problem.visits for amount in visit.parts})
    columns = {("load", name): number for number, name in enumerate(loads)}
    columns |= {("part", name): len(loads) + number for number, name in enumerate(parts)}
    use = np.zeros((len(problem.visits), len(columns)), dtype=np.int64)
    room = np.full((len(problem.shifts), len(columns)), BIG, dtype=np.int64)
    for number, visit in enumerate(problem.visits):
        for kind, amounts in (("load", visit.loads), ("part", visit.parts)):
            for amount in amounts:
                if (kind, amount.of) in columns:
                    use[number, columns[kind, amount.of]] += amount.quantity
    for number, shift in enumerate(problem.shifts):
        room[number, len(loads) :] = 0
        for amount in shift.capacities:
            room[number, columns["load", amount.of]] = amount.quantity
        for amount in shift.stock:
            if ("part", amount.of) in columns:
                room[number, columns["part", amount.of]] = amount.quantity
    return use, room

"""Shifts, breaks, sites and workers as tables."""

from collections.abc import Collection, Iterator

import numpy as np
import numpy.typing as npt

from optimiser.arrays.flat import BIG, Shelf, Table, or_big, record, table
from optimiser.arrays.speeds import profiled_modes
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
    "max_continuous",
    "permille",
    "fixed_prefix",  # so many visits at the front are started work
    "break_from",
    "break_to",
    "workers_from",
    "workers_to",
    "kin",  # the number of its kin (plain.py)
    "plain",  # 1: segments say all about a route of plain visits
    "by_way",  # 1: what such a route costs goes by its metres and pairs alone, and nothing limits how long it takes
    "site_from",  # numbers of the sites open to it, in the list of links
    "site_to",
    "may_add",  # 1: breaks or calls at sites may have to be added to its route
    "profiled",  # 1: its legs take longer at some hours
    "fees",  # 1: some visits cost something because they are on it (`extra` of a pair)
    "parted",  # 1: some visits may start on it at some hours only (`spans` of a pair)
)
# A break or a site; `windows` of a site that has several, `resets`: 1 for a break after which driving counts anew.
REST = record("duration", "earliest", "latest", "place", "paid", "window_from", "window_to", "resets")
WORKER = record("worked", "max_load", "fair_from", "fair_to")


def shift_table(problem: Problem, rests: Shelf, links: Shelf, parted: Collection[int]) -> Table:
    """One record a shift; its breaks go to one shelf, the numbers of its workers and sites to the other.

    `parted` are the numbers of the shifts that may start some visits at some hours only.
    """
    modes = list(problem.travel)
    number_of = {worker.id: number for number, worker in enumerate(problem.workers)}
    factor = {worker.id: worker.duration_permille for worker in problem.workers}
    ranked: dict[str, int] = {}
    for visit in problem.visits:
        if visit.lock.rank is not None and visit.lock.shift is not None:
            ranked[visit.lock.shift] = ranked.get(visit.lock.shift, 0) + 1
    hard_ends = _hard_ends(problem)
    profiled = profiled_modes(problem)
    sites = [tuple(open_sites(problem, shift)) for shift in problem.shifts]
    # The same sites stand at the same place in the list, so that shifts may be compared.
    sites_at = {several: links.add(several) for several in dict.fromkeys(sites)}
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
                or_big(shift.drivers_hours.max_continuous_s) if shift.drivers_hours else BIG,
                max(factor[name] for name in shift.workers),
                ranked.get(shift.id, 0),
                *rests.add([(rest, _resets(shift, rest)) for rest in breaks_in_order(shift)]),
                *links.add([number_of[name] for name in shift.workers]),
                0,
                0,
                0,
                *sites_at[sites[number]],
                int(bool(shift.breaks or sites[number])),
                int(shift.mode in profiled),
                0,
                int(number in parted),
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


def open_sites(problem: Problem, shift: Shift) -> list[int]:
    """Numbers of the sites where the shift may call and that are of any use to a plan."""
    return [
        number
        for number, site in enumerate(problem.sites)
        if (site.shifts is None or shift.id in site.shifts) and (site.unloads or site.restocks or site.tools)
    ]


def _resets(shift: Shift, rest: Break) -> int:
    hours = shift.drivers_hours
    return int(hours is not None and hours.max_continuous_s is not None and rest.duration_s >= hours.rest_s)


def rest_table(problem: Problem, rests: Shelf, windows: Shelf) -> Table:
    """One record a break, in the order in which `shift_table` shelved them, then one record a site."""
    rows = list(_break_rows(rests))
    for site in problem.sites:
        spans = [(window.earliest_s, window.latest_s) for window in site.windows] or [(0, BIG)]
        several = windows.add(spans if len(spans) > 1 else [])
        rows.append((site.duration_s, spans[0][0], spans[-1][1], site.place, 1, *several, 0))
    return table(REST, rows)


def _break_rows(rests: Shelf) -> Iterator[tuple[int, ...]]:
    for rest, resets in rests.rows:
        place = -1 if rest.place is None else rest.place
        yield (rest.duration_s, rest.earliest_s, rest.latest_s, place, int(rest.paid), 0, 0, resets)


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

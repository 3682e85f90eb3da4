"""One visit that is to be explained, in a plan that is kept loaded, and what-if questions to the engine's tables.

What-if tables answer in milliseconds where a whole Problem would take seconds; whatever they promise is tried out on a
whole Problem before it is told (verify.py).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from optimiser.arrays.flat import BIG, Table
from optimiser.insert import Option, WarmPlan
from optimiser.plan import Plan
from optimiser.problem import Problem, Shift, Visit, Worker


@dataclass(frozen=True, eq=False)
class Case:
    """`problem` and `plan` as loaded in `warm`, in which `visit` is left out; `late`: as nothing but in time will do.

    `names` are the visits to be served: the visit, and a partner that it cannot do without.
    """

    warm: WarmPlan
    visit: Visit
    late: bool
    names: tuple[str, ...]

    @property
    def problem(self) -> Problem:
        """The Problem as it is."""
        return self.warm.problem

    @cached_property
    def plan(self) -> Plan:
        """The plan without the visit."""
        return self.warm.plan

    @cached_property
    def number(self) -> int:
        """Of the visit."""
        return next(number for number, visit in enumerate(self.problem.visits) if visit.id == self.visit.id)

    @cached_property
    def crews(self) -> list[tuple[Worker, ...]]:
        """By shift."""
        workers = {worker.id: worker for worker in self.problem.workers}
        return [tuple(workers[name] for name in shift.workers) for shift in self.problem.shifts]

    @property
    def space(self):  # type: ignore[no-untyped-def] # because a Workspace hands its tables to kernels, untyped
        """The engine's tables."""
        return self.warm.space

    @contextmanager
    def what_if(self, **tables: Table) -> Iterator[None]:
        """For as long as it lasts, these tables take the place of those of the Problem."""
        before = self.space.arrays
        self.space.arrays = replace(before, **tables)
        try:
            yield
        finally:
            self.space.arrays = before

    def ways(self, limit: int = 5) -> tuple[Option, ...]:
        """The cheapest ways to serve it by the tables as they are."""
        return self.warm.ranked(*self.names, limit=limit)

    def fits(self) -> bool:
        """Whether there is any way."""
        return bool(self.ways(1))

    def any_without(self, others: Sequence[str], most: int) -> list[str]:
        """The first `most` of some other visits without any one of which there is a way."""
        found: list[str] = []
        routes, numbers = self.space.routes(), self.space.visit_number
        try:
            for other in others:
                gone = numbers[other]
                left = {shift: [node for node in nodes if node != gone] for shift, nodes in routes.items()}
                visits = len(self.space.arrays.visit)
                left = {shift: nodes for shift, nodes in left.items() if any(node < visits for node in nodes)}
                if len(found) < most and self.space.load(left) and self.fits():
                    found.append(other)
        finally:
            self.warm.load(self.plan)
        return found

    def shift_of(self, option: Option) -> tuple[int, Shift]:
        """Number and shift of where the visit goes."""
        name = option.placed[self.names.index(self.visit.id)].shift
        return next((number, shift) for number, shift in enumerate(self.problem.shifts) if shift.id == name)

    def only_on(self, shifts: list[int]) -> dict[str, Table]:
        """Tables in which the visit is for these shifts alone, whatever keeps them from it but time and room."""
        arrays = self.space.arrays
        visit, pair = arrays.visit.copy(), arrays.pair.copy()
        first = len(arrays.link)
        visit["able_from"][self.number], visit["able_to"][self.number] = first, first + len(shifts)
        visit["hopeless"][self.number] = 0
        pair["able"][shifts, self.number] = 0
        return {
            "visit": visit,
            "pair": pair,
            "link": np.concatenate([arrays.link, np.array(shifts, dtype=np.int64)]),
        }

    def windowed(self, windows: list[tuple[int, int]]) -> dict[str, Table]:
        """Tables in which the visit may start in these windows."""
        arrays = self.space.arrays
        visit, rows = arrays.visit.copy(), np.zeros(len(windows), dtype=arrays.window.dtype)
        rows["earliest"], rows["latest"] = zip(*windows, strict=True)
        first = len(arrays.window)
        visit["window_from"][self.number], visit["window_to"][self.number] = first, first + len(windows)
        return {"visit": visit, "window": np.concatenate([arrays.window, rows])}

    def uncapped(self) -> dict[str, Table]:
        """Tables in which nobody's load has a limit."""
        workers = self.space.arrays.worker.copy()
        workers["max_load"] = BIG
        return {"worker": workers}

    def untied(self) -> dict[str, Table]:
        """Tables in which the visit is coupled to nothing."""
        visits = self.space.arrays.visit.copy()
        visits["coupling_to"][self.number] = visits["coupling_from"][self.number]
        return {"visit": visits}


def least(low: int, high: int, enough) -> int | None:  # type: ignore[no-untyped-def] # because a test of a number
    """The smallest number above `low`, up to `high`, that is enough, where more is never worse; None where none is."""
    if not enough(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle
    return high

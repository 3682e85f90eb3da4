"""Room in the engine's tables for visits that are not known yet.

A table of 5,000 visits and 500 shifts takes long to make and longer to copy. So a warm plan is made with some visits
that nobody can do; the record of one is written over when a visit comes in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from optimiser.arrays import Arrays
from optimiser.arrays.able import ableness
from optimiser.arrays.aboard import aboard_tables
from optimiser.arrays.arrays import STEP, WINDOW
from optimiser.arrays.bundles import bundle_tables
from optimiser.arrays.flat import Int, Shelf, Table, table
from optimiser.arrays.pairs import pair_tables
from optimiser.arrays.plain import plain_visits
from optimiser.arrays.visits import coupling_table, visit_table
from optimiser.problem import Amount, IfUnserved, Problem, Shift, Tier, Visit
from optimiser.problem.changed import changed

NOBODY = 1_000_000_000
# Numbers in the lists of a new visit besides the shifts able to do it: couplings, its bundle, groups.
TIES = 16


def spare_visit(parts: Collection[str], number: int) -> Visit:
    """A visit for a crew that no shift has; it names every part, so that each has its column in the tables."""
    return Visit(
        id=f"room for a new visit {number}",
        place=0,
        duration_s=0,
        crew=NOBODY,
        parts=tuple(Amount(of=name, quantity=0) for name in sorted(parts)),
        if_unserved=IfUnserved(tier=Tier.COST, points=0),
    )


def parts_of(problem: Problem) -> set[str]:
    """The names of all parts that visits use or shifts carry."""
    aboard = {amount.of for shift in problem.shifts for amount in (*shift.stock, *shift.restocked)}
    return aboard | {amount.of for visit in problem.visits for amount in visit.parts}


def padded(problem: Problem, spare: int) -> Problem:
    """The Problem with so many visits more that nobody can do."""
    parts = parts_of(problem)
    return changed(problem, visits=(*problem.visits, *(spare_visit(parts, number) for number in range(spare))))


def any_shift(problem: Problem) -> Shift | None:
    """One with room for every kind of load that some shift has room for, so that each has its column; nobody's."""
    loads = sorted({amount.of for shift in problem.shifts for amount in shift.capacities})
    if not problem.shifts:
        return None
    return replace(
        problem.shifts[0], capacities=tuple(Amount(of=name, quantity=0) for name in loads), stock=(), full_stock=()
    )


class Rows:
    """The tables of a padded Problem (`arrays`), and the way to write the records of new visits into them.

    Only what the kernels of live questions read is written: who is near a visit, and which shifts are alike, is for the
    search, which is not to run on these tables.
    """

    def __init__(self, problem: Problem, arrays: Arrays, spare: int) -> None:
        self._parts = parts_of(problem)
        self._any_shift = any_shift(problem)
        # The lists of able shifts are the longest table by far: with room at its end it is never copied.
        self._listed = len(arrays.link)
        room = np.zeros(spare * (len(problem.shifts) + TIES), dtype=np.int64)
        self.arrays = replace(arrays, link=np.concatenate([arrays.link, room]))

    def take_in(self, problem: Problem, number: Mapping[str, int]) -> bool:
        """Writes the records of some visits; `number` says which, in order, and must hold all they are tied to.

        False, and nothing changed, where a visit uses a part that has no column.
        """
        arrays = self.arrays
        chosen = [problem.visits[row] for row in number.values()]
        if any(amount.of not in self._parts for one in chosen for amount in one.parts):
            return False
        rows = np.array([*number.values()], dtype=np.int64)
        few = changed(
            problem,
            visits=tuple(chosen),
            couplings=tuple(one for one in problem.couplings if one.first in number),
            groups=tuple(one for one in problem.groups if one.visits[0] in number),
        )
        windows, steps, links = Shelf(), Shelf(), Shelf()
        # Sites bring parts and tools alone; going through them for every shift is long.
        pairs = ableness(few if any(one.parts or one.tools for one in chosen) else changed(few, sites=()))
        bundle, group, bundle_of = bundle_tables(few, links)
        pair, span = pair_tables(pairs, windows)
        visit = visit_table(few, windows, steps, links, bundle_of, pairs.able == 0)
        visit["plain"] = plain_visits(visit)
        visit["bundle"] += len(arrays.bundle)
        for side in ("from", "to"):
            visit[f"window_{side}"] += len(arrays.window)
            visit[f"late_{side}"] += len(arrays.step)
            span[f"window_{side}"] += len(arrays.window)
        pair["parted"][pair["parted"] >= 0] += len(arrays.span)
        coupling = coupling_table(few)
        for side in ("first", "second"):
            coupling[side] = rows[coupling[side]]
        self._list(visit, "coupling_from", "coupling_to", links.rows, len(arrays.coupling))
        self._list(visit, "able_from", "able_to", links.rows)
        self._list(bundle, "first", "last", links.rows, names=rows)
        self._list(bundle, "group_from", "group_to", links.rows, len(arrays.group))
        self._list(group, "first", "last", links.rows, names=rows)
        arrays.visit[rows] = visit
        arrays.pair[:, rows] = pair
        self._write_aboard(few, rows)
        arrays.shift["fees"][(pair["extra"] != 0).any(axis=1)] = 1
        # What may start at some hours only is none of a plain shift's.
        parted = (pair["parted"] >= 0).any(axis=1)
        arrays.shift["parted"][parted] = 1
        arrays.shift["plain"][parted] = 0
        self.arrays = replace(
            arrays,
            link=self.arrays.link,
            window=_joined(arrays.window, table(WINDOW, windows.rows)),
            step=_joined(arrays.step, table(STEP, steps.rows)),
            span=_joined(arrays.span, span),
            bundle=_joined(arrays.bundle, bundle),
            group=_joined(arrays.group, group),
            coupling=_joined(arrays.coupling, coupling),
        )
        return True

    def _write_aboard(self, few: Problem, rows: Int) -> None:
        """What the visits use, and which tools they need."""
        if self._any_shift is None:
            return
        visits = (*few.visits, spare_visit(self._parts, 0))
        aboard = aboard_tables(changed(few, visits=visits, shifts=(self._any_shift,)))
        self.arrays.use[rows] = aboard.use[:-1]
        self.arrays.needs[rows] = aboard.needs[:-1]

    def _list(
        self, records: Table, first: str, last: str, lists: Sequence[int], more: int = 0, names: Int | None = None
    ) -> None:
        """Moves the lists of some records to the table of links, each number `more` or what it is in `names`."""
        for record in records:
            numbers = np.array(lists[record[first] : record[last]], dtype=np.int64) + more
            numbers = numbers if names is None else names[numbers]
            end = self._listed + len(numbers)
            if end > len(self.arrays.link):
                self.arrays = replace(self.arrays, link=np.concatenate([self.arrays.link, np.zeros_like(numbers)]))
            self.arrays.link[self._listed : end] = numbers
            record[first], record[last] = self._listed, end
            self._listed = end


def _joined(one: Table, other: Table) -> Table:
    joined: np.ndarray[Any, Any] = np.concatenate([one, other])
    return joined

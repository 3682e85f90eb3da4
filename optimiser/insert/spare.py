"""Room in the engine's tables for visits that are not known yet.

A table of 5,000 visits and 500 shifts takes long to make and longer to copy. So a warm plan is made with some visits
that nobody can do; the record of one is written over when a visit comes in.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from optimiser.arrays import Arrays, to_arrays
from optimiser.arrays.flat import Table
from optimiser.insert.larger import changed, nowhere
from optimiser.problem import Amount, IfUnserved, Problem, Tier, Visit

# The list each `NAME_from` and `NAME_to` of a visit's record lies in. `link` holds numbers of several kinds.
LISTS = {"window": "window", "late": "step", "coupling": "link", "able": "link"}
NOBODY = 1_000_000_000


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


def taken_in(arrays: Arrays, problem: Problem, number: Mapping[str, int]) -> Arrays | None:
    """The tables with the records of some visits written anew; `number` says which, and must hold all they are tied to.

    Tables of [shift, visit] and [visit] are changed in place; lists are made longer. None, and nothing changed, where
    a visit uses a part that has no column.
    """
    chosen = [problem.visits[row] for row in number.values()]
    rows = np.array([*number.values()], dtype=np.int64)
    count = len(chosen)
    few = to_arrays(
        changed(
            problem,
            visits=(*(replace(one, place=0) for one in chosen), spare_visit(parts_of(problem), 0)),
            couplings=tuple(one for one in problem.couplings if one.first in number),
            groups=tuple(one for one in problem.groups if one.visits[0] in number),
            travel=nowhere(problem),
        )
    )
    if few.use.shape[1] != arrays.use.shape[1]:
        return None
    added: list[int] = []
    base = len(arrays.link)

    def listed(numbers: list[int]) -> tuple[int, int]:
        first = base + len(added)
        added.extend(numbers)
        return first, base + len(added)

    visits = few.visit[:count].copy()
    visits["place"] = [one.place for one in chosen]
    couplings, groups, bundles = len(arrays.coupling), len(arrays.group), len(arrays.bundle)
    for row in visits:
        row["window_from"] += len(arrays.window)
        row["window_to"] += len(arrays.window)
        row["late_from"] += len(arrays.step)
        row["late_to"] += len(arrays.step)
        own = few.link[row["coupling_from"] : row["coupling_to"]] + couplings
        row["coupling_from"], row["coupling_to"] = listed(own.tolist())
        row["able_from"], row["able_to"] = listed(few.link[row["able_from"] : row["able_to"]].tolist())
        row["bundle"] += bundles
    span = few.span.copy()
    for row in span:
        row["window_from"] += len(arrays.window)
        row["window_to"] += len(arrays.window)
    pair = few.pair[:, :count].copy()
    pair["parted"][pair["parted"] >= 0] += len(arrays.span)
    bundle = few.bundle.copy()
    for row in bundle:
        members = few.link[row["first"] : row["last"]]
        inside = few.link[row["group_from"] : row["group_to"]] + groups
        row["first"], row["last"] = listed([int(rows[one]) for one in members if one < count])
        row["group_from"], row["group_to"] = listed(inside.tolist())
    group = few.group.copy()
    for row in group:
        row["first"], row["last"] = listed([int(rows[one]) for one in few.link[row["first"] : row["last"]]])
    coupling = few.coupling.copy()
    for side in ("first", "second"):
        coupling[side] = rows[coupling[side]]
    arrays.visit[rows] = visits
    arrays.pair[:, rows] = pair
    arrays.use[rows] = few.use[:count]
    arrays.needs[rows] = few.needs[:count]
    return replace(
        arrays,
        window=_joined(arrays.window, few.window),
        step=_joined(arrays.step, few.step),
        span=_joined(arrays.span, span),
        link=np.concatenate([arrays.link, np.array(added, dtype=np.int64)]),
        bundle=_joined(arrays.bundle, bundle),
        group=_joined(arrays.group, group),
        coupling=_joined(arrays.coupling, coupling),
    )


def _joined(one: Table, other: Table) -> Table:
    joined: np.ndarray[Any, Any] = np.concatenate([one, other])
    return joined

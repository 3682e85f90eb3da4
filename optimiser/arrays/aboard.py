"""What fits aboard, what is there and what sites bring, as tables: a column for each load, part and tool."""

from dataclasses import dataclass

import numpy as np

from optimiser.arrays.flat import BIG, Int, Table, record, table
from optimiser.arrays.shifts import open_sites
from optimiser.problem import Problem

# What a call brings back to full: columns of `full`.
SITE = record("full_from", "full_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aboard:
    """Loads and parts are columns of resources that visits use up; tools are only ever there or not."""

    use: Int  # [visit, resource]
    room: Int  # [shift, resource] the most that a whole route may use; BIG where a site on the way brings it back
    stock: Int  # [shift, resource] at the start
    full: Int  # [shift, resource] after a call at a site that brings it back
    site: Table
    needs: Int  # [visit, tool] 0 or 1; only tools that some site has, others are settled pair by pair
    carries: Int  # [shift, tool] at the start
    offers: Int  # [site, tool]


def aboard_tables(problem: Problem) -> Aboard:
    """All of it."""
    loads = sorted({amount.of for shift in problem.shifts for amount in shift.capacities})
    parts = sorted({amount.of for visit in problem.visits for amount in visit.parts})
    tools = sorted({tool for site in problem.sites for tool in site.tools})
    load_at = {name: number for number, name in enumerate(loads)}
    part_at = {name: len(loads) + number for number, name in enumerate(parts)}
    columns = len(loads) + len(parts)
    use = np.zeros((len(problem.visits), columns), dtype=np.int64)
    stock = np.full((len(problem.shifts), columns), BIG, dtype=np.int64)
    for number, visit in enumerate(problem.visits):
        for column_of, amounts in ((load_at, visit.loads), (part_at, visit.parts)):
            for amount in amounts:
                if amount.of in column_of:
                    use[number, column_of[amount.of]] += amount.quantity
    stock[:, len(loads) :] = 0
    full = stock.copy()
    for number, shift in enumerate(problem.shifts):
        for amount in shift.capacities:
            stock[number, load_at[amount.of]] = full[number, load_at[amount.of]] = amount.quantity
        for aboard, amounts in ((stock, shift.stock), (full, shift.restocked)):
            for amount in amounts:
                if amount.of in part_at:
                    aboard[number, part_at[amount.of]] = amount.quantity
    room = stock.copy()
    for number, shift in enumerate(problem.shifts):
        for site in open_sites(problem, shift):
            if problem.sites[site].unloads:
                room[number, : len(loads)] = BIG
            if problem.sites[site].restocks:
                room[number, len(loads) :] = BIG
    return Aboard(
        use=use,
        room=room,
        stock=stock,
        full=full,
        site=table(
            SITE,
            (
                (0 if site.unloads else len(loads), columns if site.restocks else len(loads) if site.unloads else 0)
                for site in problem.sites
            ),
        ),
        needs=_which([visit.tools for visit in problem.visits], tools),
        carries=_which([shift.tools for shift in problem.shifts], tools),
        offers=_which([site.tools for site in problem.sites], tools),
    )


def _which(rows: list[tuple[str, ...]], tools: list[str]) -> Int:
    """[row, tool] 1 where a row names the tool."""
    found = np.zeros((len(rows), len(tools)), dtype=np.int64)
    for number, names in enumerate(rows):
        for column, tool in enumerate(tools):
            found[number, column] = tool in names
    return found

"""A bound on what any choice of routes costs, from a prize for each visit; and which routes that rules out.

The prizes are the dual values of the linear relaxation of set partitioning, rounded to whole numbers. The bound is then
worked out in whole numbers from the prizes alone (Lagrangian relaxation: Geoffrion 1974, 10.1007/BFb0120690), so that
nothing depends on how exactly the linear programme was solved.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A route for the relaxation: its visits, the first of its equal shifts (alike.py), and its price."""

    visits: tuple[int, ...]
    kind: int
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What routes are chosen for: `left_out` is the price of leaving each visit out, None where it has to be served.

    `room` is the number of equal shifts of each kind.
    """

    left_out: Sequence[int | None]
    room: dict[int, int]


def prizes_of(rows: Rows, columns: Sequence[Column]) -> list[int] | None:
    """A prize for each visit, in the unit of the prices; None when the columns cannot serve what has to be served."""
    visits, kinds = len(rows.left_out), list(rows.room)
    place = {kind: number for number, kind in enumerate(kinds)}
    optional = [visit for visit, price in enumerate(rows.left_out) if price is not None]
    prices = [column.price for column in columns] + [rows.left_out[visit] or 0 for visit in optional]
    unit = max(1.0, max((abs(price) for price in prices), default=1) / 1e5)
    at_row = [visit for column in columns for visit in column.visits] + optional
    at_column = [number for number, column in enumerate(columns) for _ in column.visits]
    at_column += range(len(columns), len(prices))
    cover = csr_matrix((np.ones(len(at_row)), (at_row, at_column)), shape=(visits, len(prices)))
    of_kind = [place[column.kind] for column in columns]
    use = csr_matrix((np.ones(len(columns)), (of_kind, range(len(columns)))), shape=(len(kinds), len(prices)))
    solved = linprog(
        np.array(prices, dtype=np.float64) / unit,
        A_ub=use,
        b_ub=np.array([rows.room[kind] for kind in kinds], dtype=np.float64),
        A_eq=cover,
        b_eq=np.ones(visits),
        bounds=(0, None),
        method="highs",
    )
    if solved.status != 0:
        return None
    found = [round(float(value) * unit) for value in solved.eqlin.marginals]
    return [prize if price is None else min(prize, price) for prize, price in zip(found, rows.left_out, strict=True)]


def reduced(prizes: Sequence[int], column: Column) -> int:
    """The price of a route less the prizes of its visits."""
    return column.price - sum(prizes[visit] for visit in column.visits)


def bound_of(rows: Rows, prizes: Sequence[int], least: dict[int, int]) -> int:
    """No choice costs less; `least` is the least reduced price of any route of a kind (0, for no route, at most)."""
    return sum(prizes) + sum(room * min(0, least.get(kind, 0)) for kind, room in rows.room.items())


def worth_keeping(rows: Rows, columns: Sequence[Column], most: int) -> list[int]:
    """Numbers of the columns that can be part of a choice that costs at most `most`; all if nothing can be said."""
    prizes = prizes_of(rows, columns)
    if prizes is None:
        return list(range(len(columns)))
    left = [reduced(prizes, column) for column in columns]
    least: dict[int, int] = {}
    for column, price in zip(columns, left, strict=True):
        least[column.kind] = min(price, least.get(column.kind, 0))
    gap = most - bound_of(rows, prizes, least)
    return [n for n, column in enumerate(columns) if left[n] - least[column.kind] <= gap]

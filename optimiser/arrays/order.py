"""The tables of a Problem with its visits and places numbered anew."""

from dataclasses import replace

import numpy as np

from optimiser.arrays.arrays import Arrays
from optimiser.arrays.flat import Int, Table


def in_order(arrays: Arrays, order: Int) -> Arrays:
    """The tables with visit order[k] as visit k. Places follow the visits at them; places of nobody come last.

    Only `arrays` knows these places: they are not rows of the Problem's matrices any more.
    """
    number = np.empty_like(order)
    number[order] = np.arange(len(order))
    visit, shift, rest = arrays.visit[order], arrays.shift.copy(), arrays.rest.copy()
    places = _by_first_use(visit["place"], arrays.travel.shape[1])
    place = np.empty(len(places) + 1, dtype=np.int64)
    place[places] = np.arange(len(places))
    place[-1] = -1  # what is at none stays at none
    visit["place"] = place[visit["place"]]
    rest["place"] = place[rest["place"]]
    for end in ("start_place", "end_place"):
        shift[end] = place[shift[end]]
    coupling, link = arrays.coupling.copy(), arrays.link.copy()
    for side in ("first", "second"):
        coupling[side] = number[coupling[side]]
    for lists in (arrays.bundle, arrays.group):
        for first, last in zip(lists["first"].tolist(), lists["last"].tolist(), strict=True):
            link[first:last] = number[arrays.link[first:last]]
    travel = _moved(arrays.travel, places)
    return replace(
        arrays,
        visit=visit,
        shift=shift,
        rest=rest,
        coupling=coupling,
        link=link,
        pair=np.ascontiguousarray(arrays.pair[:, order]),
        travel=travel,
        travel_to=travel if arrays.travel_to is arrays.travel else _moved(arrays.travel_to, places),
        free=_moved(arrays.free, places),
        use=arrays.use[order],
        needs=arrays.needs[order],
    )


def _by_first_use(used: Int, size: int) -> Int:
    """All places below `size`: those used, in the order in which they are first, then the others."""
    some, first = np.unique(used, return_index=True)
    others = np.setdiff1d(np.arange(size), some)
    return np.concatenate([some[np.argsort(first)], others])


def _moved(table: Table, places: Int) -> Table:
    """[mode, from, to] with old place places[k] as place k; row by row, as an index of all pairs takes much room."""
    made = np.empty_like(table)
    for mode in range(len(table)):
        for row, old in enumerate(places):
            made[mode, row] = table[mode, old][places]
    return made

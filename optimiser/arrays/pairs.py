"""Pairs of shift and visit as one small record each: there are millions of them on a large day."""

import numpy as np

from optimiser.arrays.able import Ableness
from optimiser.arrays.flat import Shelf, Table, record, table

# 24 bytes. `parted` says which row of SPAN tells the starts allowed; -1: all that the visit's windows allow.
PAIR = np.dtype(
    [("extra", np.int64), ("agreement", np.int32), ("parted", np.int32), ("able", np.int8)],
    align=True,
)
SPAN = record("window_from", "window_to")


def pair_tables(pairs: Ableness, windows: Shelf) -> tuple[Table, Table]:
    """[shift, visit] the pairs, and where among the windows the starts stand of those able for a part of the shift."""
    pair = np.zeros(pairs.able.shape, dtype=PAIR)
    pair["able"], pair["agreement"], pair["extra"], pair["parted"] = pairs.able, pairs.agreement, pairs.extra, -1
    rows: dict[tuple[tuple[int, int], ...], int] = {}
    for (shift, visit), spans in pairs.spans.items():
        pair["parted"][shift, visit] = rows.setdefault(tuple(spans), len(rows))
    return pair, table(SPAN, [windows.add(spans) for spans in rows])

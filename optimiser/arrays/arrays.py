"""A Problem as tables of numbers for the engine: indices for ids, and all that is fixed about a visit on a shift.

Visits are numbered 0 .. n-1 in the Problem's order; row k of the table of breaks has node number n + k. BIG stands for
"no limit", -1 for "none". Times are seconds, money micropence. Fields `x_from` and `x_to` say which rows of another
table belong to a record (first, and one past the last). Few tables of records, rather than an array for each field,
because Numba hands every array to every kernel as seven numbers and compiles in time with the square of that.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimiser.arrays.able import ableness
from optimiser.arrays.bundles import bundle_tables
from optimiser.arrays.flat import Int, Shelf, Table, or_big, record, table
from optimiser.arrays.packed import Packed
from optimiser.arrays.plain import kin_table, plain_shifts, plain_visits
from optimiser.arrays.shifts import break_table, resource_arrays, share_worker, shift_table, worker_table
from optimiser.arrays.visits import coupling_table, visit_table
from optimiser.problem import Problem

PAIR = record("able", "agreement", "extra")
TRAVEL = np.dtype([("seconds", np.int32), ("metres", np.int32)])
WINDOW = record("earliest", "latest")
# A second copy of travel is worth its memory up to this many pairs of places (160 MB).
LARGEST_TURNED = 20_000_000
STEP = record("over", "rate", "tier", "on_finish")


@dataclass(frozen=True, eq=False)
class Arrays(Packed):
    """Input of the kernels; never changed. The modules that fill the tables name their fields."""

    visit: Table
    shift: Table
    rest: Table  # breaks
    worker: Table
    coupling: Table
    bundle: Table
    group: Table
    kin: Table  # shifts that are alike
    window: Table  # of visits
    step: Table  # lateness of visits, fairness of workers
    # Lists of numbers: couplings and able shifts of a visit, visits of a bundle or group, groups of a bundle, workers
    # of a shift, shifts of a kin.
    link: Int
    pair: Table  # [shift, visit] able: 0, or the number of the rule that forbids it (able.py)
    travel: Table  # [mode, from, to]
    # [mode, to, from]: the same numbers, so that all ways to one place lie side by side; `travel` itself where every
    # way is as long as the way back, or where there are so many places that memory is worth more.
    travel_to: Table
    mirrored: Int  # 1 where travel_to may be read so
    use: Int  # [visit, resource]
    room: Int  # [shift, resource]
    share_worker: npt.NDArray[np.bool_]  # [shift, shift]
    agreement_cap: Int


def to_arrays(problem: Problem) -> Arrays:
    """All tables of a Problem. What the engine does not model has to be refused before (search/refusals.py)."""
    windows, steps, links, rests = Shelf(), Shelf(), Shelf(), Shelf()
    pairs = ableness(problem)
    bundles, groups, bundle_of = bundle_tables(problem, links)
    use, room = resource_arrays(problem)
    pair = np.zeros(pairs.able.shape, dtype=PAIR)
    pair["able"], pair["agreement"], pair["extra"] = pairs.able, pairs.agreement, pairs.extra
    size = len(next(iter(problem.travel.values())).seconds)
    travel = np.zeros((len(problem.travel), size, size), dtype=TRAVEL)
    for mode, matrices in enumerate(problem.travel.values()):
        travel["seconds"][mode], travel["metres"][mode] = matrices.seconds, matrices.metres
    travel_to, mirrored = turned(travel)
    visit = visit_table(problem, windows, steps, links, bundle_of, pairs.able == 0)
    visit["plain"] = plain_visits(visit)
    shift = shift_table(problem, rests, links)
    shift["plain"] = plain_shifts(shift)
    rest, worker = break_table(rests), worker_table(problem, steps)
    all_steps = table(STEP, steps.rows)
    kin, shift["kin"] = kin_table(shift, rest, worker, all_steps, pair, room, links)
    return Arrays(
        visit=visit,
        shift=shift,
        rest=rest,
        worker=worker,
        coupling=coupling_table(problem),
        bundle=bundles,
        group=groups,
        kin=kin,
        window=table(WINDOW, windows.rows),
        step=all_steps,
        link=np.array(links.rows, dtype=np.int64),
        pair=pair,
        travel=travel,
        travel_to=travel_to,
        mirrored=mirrored,
        use=use,
        room=room,
        share_worker=share_worker(problem),
        agreement_cap=np.array([or_big(agreement.max_visits) for agreement in problem.lending], dtype=np.int64),
    )


def turned(travel: Table) -> tuple[Table, Int]:
    """Travel by destination, and whether it is that."""
    modes, size, _ = travel.shape
    by_destination = travel.transpose(0, 2, 1)
    if np.array_equal(travel, by_destination):
        return travel, np.ones(1, dtype=np.int64)
    if modes * size * size > LARGEST_TURNED:
        return travel, np.zeros(1, dtype=np.int64)
    return np.ascontiguousarray(by_destination), np.ones(1, dtype=np.int64)

"""A Problem as tables of numbers for the engine: indices for ids, and all that is fixed about a visit on a shift.

Visits are numbered 0 .. n-1 in the Problem's order; row k of the table of breaks and sites has node number n + k. A
break is one shift's and on its route once at most; a site's node may be on any route, and several times. BIG stands for
"no limit", -1 for "none". Times are seconds, money micropence. Fields `x_from` and `x_to` say which rows of another
table belong to a record (first, and one past the last). Tables of records, rather than an array for each field, so that
what is read together lies together.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimiser.arrays.able import ableness
from optimiser.arrays.aboard import aboard_tables
from optimiser.arrays.bundles import bundle_tables
from optimiser.arrays.flat import Int, Shelf, Table, or_big, record, table
from optimiser.arrays.packed import Packed
from optimiser.arrays.pairs import pair_tables
from optimiser.arrays.plain import kin_table, plain_shifts, plain_visits, shifts_by_way
from optimiser.arrays.shifts import rest_table, share_worker, shift_table, worker_table
from optimiser.arrays.speeds import speed_tables
from optimiser.arrays.visits import coupling_table, visit_table
from optimiser.problem import Problem

WINDOW = record("earliest", "latest")
# A second copy of travel is worth its memory up to this many pairs of places (160 MB).
LARGEST_TURNED = 20_000_000
STEP = record("over", "rate", "tier", "on_finish")


@dataclass(frozen=True, eq=False)
class Arrays(Packed):
    """Input of the kernels; never changed. The modules that fill the tables name their fields."""

    visit: Table
    shift: Table
    rest: Table  # breaks, then sites
    site: Table  # what a call there brings back
    worker: Table
    coupling: Table
    bundle: Table
    group: Table
    kin: Table  # shifts that are alike
    window: Table  # of visits, of some sites and pairs
    step: Table  # lateness of visits, fairness of workers
    # Lists of numbers: couplings and able shifts of a visit, visits of a bundle or group, groups of a bundle, workers
    # of a shift, shifts of a kin.
    link: Int
    pair: Table  # [shift, visit] able: 0, or the number of the rule that forbids it (able.py)
    span: Table  # where the windows stand of pairs that are able for a part of the shift only
    travel: Table  # [mode, from, to] the least seconds at any hour, and metres
    # [mode, to, from]: the same numbers, so that all ways to one place lie side by side; `travel` itself where every
    # way is as long as the way back, or where there are so many places that memory is worth more.
    travel_to: Table
    mirrored: Int  # 1 where travel_to may be read so
    free: Table  # [mode, from, to] free-flow seconds and profile; empty where no speed changes
    profile: Int  # [profile, 2] its periods: first, and one past the last
    period: Table
    use: Int  # [visit, resource]
    room: Int  # [shift, resource] the most that a whole route may use
    stock: Int  # [shift, resource] at the start
    full: Int  # [shift, resource] after a call at a site
    needs: Int  # [visit, tool] tools that some site has
    carries: Int  # [shift, tool]
    offers: Int  # [site, tool]
    share_worker: npt.NDArray[np.bool_]  # [shift, shift]
    agreement_cap: Int
    largest_rate: Int  # one number: the price of a second of the largest lateness


def to_arrays(problem: Problem) -> Arrays:
    """All tables of a Problem."""
    windows, steps, links, rests = Shelf(), Shelf(), Shelf(), Shelf()
    pairs = ableness(problem)
    bundles, groups, bundle_of = bundle_tables(problem, links)
    aboard, speeds = aboard_tables(problem), speed_tables(problem)
    parted = {shift for shift, _ in pairs.spans}
    shift = shift_table(problem, rests, links, parted)
    pair, span = pair_tables(pairs, windows)
    shift["fees"] = (pair["extra"] != 0).any(axis=1)
    visit = visit_table(problem, windows, steps, links, bundle_of, pairs.able == 0)
    visit["plain"] = plain_visits(visit)
    shift["plain"] = plain_shifts(shift)
    rest, worker = rest_table(problem, rests, windows), worker_table(problem, steps)
    shift["by_way"] = shifts_by_way(shift, worker, links)
    all_steps = table(STEP, steps.rows)
    kin, shift["kin"] = kin_table(shift, rest, worker, all_steps, pair, aboard, links)
    travel_to, mirrored = turned(speeds.travel)
    return Arrays(
        visit=visit,
        shift=shift,
        rest=rest,
        site=aboard.site,
        worker=worker,
        coupling=coupling_table(problem),
        bundle=bundles,
        group=groups,
        kin=kin,
        window=table(WINDOW, windows.rows),
        step=all_steps,
        link=np.array(links.rows, dtype=np.int64),
        pair=pair,
        span=span,
        travel=speeds.travel,
        travel_to=travel_to,
        mirrored=mirrored,
        free=speeds.free,
        profile=speeds.profile,
        period=speeds.period,
        use=aboard.use,
        room=aboard.room,
        stock=aboard.stock,
        full=aboard.full,
        needs=aboard.needs,
        carries=aboard.carries,
        offers=aboard.offers,
        share_worker=share_worker(problem),
        agreement_cap=np.array([or_big(agreement.max_visits) for agreement in problem.lending], dtype=np.int64),
        largest_rate=np.array([problem.largest_lateness_upence_per_s], dtype=np.int64),
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

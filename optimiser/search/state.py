"""What the kernels change: the routes, their times and their cost, and buffers to try things in."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimiser.arrays import Arrays
from optimiser.arrays.flat import BIG, Int, Table, record
from optimiser.arrays.packed import Packed
from optimiser.search.weights import Guide

# A route longer than this is refused by the engine; no shift of people comes near.
LONGEST_ROUTE = 600

STOP = record(
    # What a scan for positions reads, side by side: the route up to the stop and from it on, as segments
    # (segment_kernel.py), and the way to it.
    "place",
    "front_d",
    "front_e",
    "front_l",
    "back_d",
    "back_e",
    "back_l",
    "gap",  # seconds of the way to it, set-up included
    "leg_m",  # metres of the way to it
    "own",  # seconds it takes
    "opening",
    "closing",
    "start",  # earliest (the least fixed point)
    "finish",
    # Summed up to this stop.
    "metres",
    "extra",
    "driving",  # kept for plain routes only
    "seen",  # the last scan that looked at the position before it
)
# A stop as it was before the first change, with what was known of its visit.
SAVED = np.dtype([("stop", STOP), ("node", np.int64), ("lower", np.int64), ("pin", np.int64), ("held", np.int64)])
ROUTE = record(
    "length",
    "objective:4",  # of the route alone, by tier
    "largest",  # seconds of the largest lateness on it
    "paid",  # paid seconds that count as load
    "unpaid",  # seconds of unpaid breaks on it
    "driving",  # seconds of legs; kept for plain routes only
    "home_m",  # metres of the last leg, back to the end place
    "overtime",  # seconds after the end of the shift; kept for plain routes only
    "rich",  # how many visits on it need more than a segment to be timed and priced
    "version",  # what no other route has had, nor this one with other stops; 0: not numbered yet
    "stale",  # 1: it has changed since the best plan was copied
    "touched",  # 1: there is a copy of it as it was before the first change
    "dirty",  # 1: on the list of routes to time anew
)
CALL = record(
    "at",  # its position on the route
    "absent_at",  # its position on the list of visits left out
    "lower",  # what couplings ask its start to be at least
    "pin",  # the start a coupled visit has now; -1: not coupled or not served
    "held",  # 1: it starts later than its own route would let it, because of a coupling
)
ROW = record("where", "arrive", "start", "finish", "held")
# A position that may be among the cheapest: what it adds at least, or exactly.
FOUND = np.dtype([("shift", np.int64), ("at", np.int64), ("weight", np.float64)])
# The same, yet to be timed; `rough`: a call at a site that may have to come for it is left out.
MAYBE = np.dtype([*FOUND.descr, ("rough", np.int64)])
# The cheapest position for a visit on a route; the stamp tells which position of which version (cheapest_kernel.py).
CHEAPEST = np.dtype([("weight", np.float64), ("stamp", np.int64)])
# What a trial (trial_kernel.py) changes, reaches and notes.
CHANGED = record("shift", "count")
PUT = record("visit", "shift", "lower")
REACH = record("reached", "queued")
NOTED = record("visit", "lower", "pin", "held")
# A position for one of two tied visits, and the start it would have there.
PLACING = np.dtype([("shift", np.int64), ("at", np.int64), ("weight", np.float64), ("start", np.int64)])
# So many positions of each of two tied visits are tried together.
PLACINGS = 16


@dataclass(frozen=True, eq=False)
class State(Packed):
    """A plan in the making."""

    sequence: Int  # [shift, position] nodes: visits, breaks and sites (arrays.py)
    stop: Table  # [shift, position]
    route: Table  # [shift]
    call: Table  # [visit]
    # [visit] the shift that serves it, or -1. A table of its own and of small numbers, as every scan for a position
    # reads it for all of a visit's neighbours.
    route_of: npt.NDArray[np.int32]
    used: Int  # [shift, resource]
    lent: Int  # [agreement]
    load: Int  # [worker]
    total: Int  # [tier] the whole plan's objective
    absent: Int  # visits left out that somebody could do, in no order; so many as tally says
    idle: Int  # [kin] a shift of that kin without a route that is not closed to this search, or -1
    # 0: visits on `absent`, 1: routes in use, 2: stops on them, 3: 1 + the visit that is put in along with another
    tally: Int


@dataclass(frozen=True, eq=False)
class Scratch(Packed):
    """Buffers of the kernels, so that they allocate nothing in the loop."""

    nodes: Int
    other: Int
    row: Table  # [position] times of the route evaluated last
    out: Int  # what `evaluate` found (route_kernel.py): tiers 0..3, paid 4, depart 5, end 6 ...
    # Of a route without the call that is being placed: when each stop is over at the earliest, where, and the latest
    # start that still fits.
    early: Int
    place: Int
    late: Int
    left: Int  # resources and tools aboard
    tools: Int
    cheapest: Table  # [visit, shift]
    apart: npt.NDArray[np.bool_]  # [shift] what it costs goes by its own route alone
    known: npt.NDArray[np.float64]  # [rank] what is remembered of the cheapest position on a shift of `round`
    found: Table  # result of a scan, the cheapest first
    maybe: Table  # positions that are yet to be timed
    shift_seen: Int  # [shift, 2] the last scan that looked at it, and what it made of it
    round: Int  # [rank] shifts that may take the visit of the last scan and have a route near it, the nearest first
    round_seen: Int  # [1 + shift] the last scan that listed it there
    bundle_seen: Int  # [bundle] the last recreate that listed it
    closed: Int  # [shift] 1: another search has it
    frozen: Int  # [bundle] 1: may not be moved, as another search has part of it
    near: npt.NDArray[np.int32]  # [visit, rank] who is near, the nearest first; shared, read only
    beside: Int  # [visit, visit // 64] a bit for each visit: whether it is among them; shared, read only
    able: npt.NDArray[np.bool_]  # [visit, shift] whether the shift may do it at all; shared, read only
    bulk: npt.NDArray[np.float64]  # [visit, 2] how much room it takes, and how far off it is; shared, read only
    hope: Int  # [tier] what visits that are yet to be put back in would be worth
    order: Int
    key: npt.NDArray[np.float64]
    saved_stop: Table  # [shift, position]
    saved_route: Table  # [shift]
    touched_list: Int
    dirty_list: Int
    # 0: routes touched, 1: routes to time anew, 2: scans so far, 3: recreates so far, 4: 1 if confined to some shifts,
    # 5: the last version given to a route, 6: the visit in the centre of the last ruin, 7: bundles that the last
    # recreate tries
    counts: Int
    random: npt.NDArray[np.uint64]
    trial: Int  # counts of the tables below (trial_kernel.py)
    tried: Int  # [route changed, position] the routes that get a visit more
    changed: Table  # [route changed] which shift's, and how long
    put: Table  # visits put in
    reach: Table  # [shift] the last trial that reached it, that queued it
    reach_list: Int
    queue: Int  # routes to run, a ring
    noted: Table  # visits as they were
    noted_at: Int  # [visit] the last trial that noted it
    placing: Table  # [one or the other, rank] where each of two tied visits might go


def most_breaks(arrays: Arrays) -> int:
    """The largest number of breaks of one shift."""
    return int((arrays.shift["break_to"] - arrays.shift["break_from"]).max(initial=0))


def most_visits(arrays: Arrays) -> int:
    """The largest number of visits that fit one shift if there were no way between them, LONGEST_ROUTE at most."""
    shift = arrays.shift
    if not len(shift) or not len(arrays.visit):
        return 0
    seconds = np.sort(arrays.visit["duration"]) * int(shift["permille"].min()) // 1000
    span = int((shift["hard_end"] - shift["starts"]).max())
    return min(LONGEST_ROUTE, int(np.searchsorted(np.cumsum(seconds), span, side="right")))


def new_state(arrays: Arrays) -> State:
    """All routes empty, every visit left out; costs are for the kernel `reset` to fill in."""
    shifts, visits = len(arrays.shift), len(arrays.visit)
    most = most_visits(arrays)
    # No plan needs more than one call at a site for each visit.
    longest = most + (most if len(arrays.site) else 0) + most_breaks(arrays) + 1
    call = np.zeros(visits, dtype=CALL)
    call["pin"] = call["absent_at"] = -1
    return State(
        sequence=np.zeros((shifts, longest), dtype=np.int64),
        stop=np.zeros((shifts, longest), dtype=STOP),
        route=np.zeros(shifts, dtype=ROUTE),
        call=call,
        route_of=np.full(visits, -1, dtype=np.int32),
        used=np.zeros((shifts, arrays.room.shape[1]), dtype=np.int64),
        lent=np.zeros(len(arrays.agreement_cap), dtype=np.int64),
        load=arrays.worker["worked"].copy(),
        total=np.zeros(4, dtype=np.int64),
        absent=np.zeros(visits, dtype=np.int64),
        idle=np.zeros(len(arrays.kin), dtype=np.int64),
        tally=np.zeros(4, dtype=np.int64),
    )


def costs_apart(arrays: Arrays) -> npt.NDArray[np.bool_]:
    """[shift] whether what its route costs, and whether it may be, goes by that route alone.

    The load of a worker with several shifts is a matter of all of them.
    """
    worker, shift = arrays.worker, arrays.shift
    mine = [arrays.link[record["workers_from"] : record["workers_to"]] for record in shift]
    shifts = np.bincount(np.concatenate([np.zeros(0, dtype=np.int64), *mine]), minlength=len(worker))
    shared = (shifts > 1) & ((worker["max_load"] < BIG) | (worker["fair_to"] > worker["fair_from"]))
    return np.array([not shared[workers].any() for workers in mine], dtype=np.bool_)


def new_scratch(arrays: Arrays, state: State, guide: Guide, seed: int) -> Scratch:
    """Buffers for a state; the same seed gives the same run."""
    shifts = len(arrays.shift)
    # Candidates are tried with a visit and every break more than the route has.
    longest = state.sequence.shape[1] + 4
    return Scratch(
        nodes=np.zeros(longest, dtype=np.int64),
        other=np.zeros(longest, dtype=np.int64),
        row=np.zeros(longest, dtype=ROW),
        out=np.zeros(10, dtype=np.int64),
        early=np.zeros(longest, dtype=np.int64),
        place=np.zeros(longest, dtype=np.int64),
        late=np.zeros(longest, dtype=np.int64),
        left=np.zeros(arrays.use.shape[1], dtype=np.int64),
        tools=np.zeros(arrays.needs.shape[1], dtype=np.int64),
        cheapest=np.zeros((len(arrays.visit), shifts), dtype=CHEAPEST),
        apart=costs_apart(arrays),
        known=np.zeros(shifts + 1),
        found=np.zeros(16, dtype=FOUND),
        maybe=np.zeros((2 + 2 * most_breaks(arrays)) * guide.near.shape[1] + shifts + 1, dtype=MAYBE),
        shift_seen=np.zeros((shifts, 2), dtype=np.int64),
        round=np.zeros(shifts + 1, dtype=np.int64),
        round_seen=np.zeros(shifts + 1, dtype=np.int64),
        bundle_seen=np.zeros(len(arrays.bundle), dtype=np.int64),
        closed=np.zeros(shifts, dtype=np.int64),
        frozen=np.zeros(len(arrays.bundle), dtype=np.int64),
        near=guide.near,
        beside=guide.beside,
        able=guide.able,
        bulk=guide.bulk,
        hope=np.zeros(4, dtype=np.int64),
        order=np.zeros(len(arrays.bundle), dtype=np.int64),
        key=np.zeros(len(arrays.bundle)),
        saved_stop=np.zeros(state.sequence.shape, dtype=SAVED),
        saved_route=np.zeros(shifts, dtype=ROUTE),
        touched_list=np.zeros(shifts, dtype=np.int64),
        dirty_list=np.zeros(shifts, dtype=np.int64),
        # No two searches on one plan may give the same version to different routes; a stamp has room for ten bits more.
        counts=np.array([0, 0, 0, 0, 0, (seed % 2**16) << 36, 0, 0]),
        # An odd number, scattered over all bits: small seeds would start alike (Knuth's multiplicative hash).
        trial=np.zeros(7, dtype=np.int64),
        tried=np.zeros((2, longest), dtype=np.int64),
        changed=np.zeros(2, dtype=CHANGED),
        put=np.zeros(2, dtype=PUT),
        reach=np.zeros(shifts, dtype=REACH),
        reach_list=np.zeros(shifts, dtype=np.int64),
        queue=np.zeros(shifts + 1, dtype=np.int64),
        noted=np.zeros(len(arrays.visit), dtype=NOTED),
        noted_at=np.zeros(len(arrays.visit), dtype=np.int64),
        placing=np.zeros((2, PLACINGS), dtype=PLACING),
        random=np.array([(2 * seed + 1) * 0x9E3779B97F4A7C15 % 2**64], dtype=np.uint64),
    )

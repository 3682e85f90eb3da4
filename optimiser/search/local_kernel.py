"""Granular local search: every small change beside somebody's neighbours, until none makes the plan better.

Toth and Vigo 2003, The granular tabu search, 10.1287/ijoc.15.4.333.24890; the moves of Vidal 2022, Hybrid genetic
search for the CVRP, 10.1016/j.cor.2021.105643, without turning strings round, which windows seldom allow.
"""

import numpy as np

from optimiser.search.bound_kernel import first_open
from optimiser.search.change_kernel import ABSENT, forget_touched, restore_touched
from optimiser.search.exchange_kernel import LEFT, exchange, is_loose, replace, swap_within
from optimiser.search.insert_kernel import insert_alone
from optimiser.search.jit import entry, kernel, making_arrays

# So many of a visit's neighbours are tried, the nearest first, and strings of so many stops.
REACH = 30
LONGEST_MOVED = 3
LONGEST_SWAPPED = 2


@kernel
def put_beside(a, s, x, weights, desk, mine, at, theirs, by, clear_mine, clear_theirs):
    """The moves between two routes that make the stop at `at` the next one after, or before, the stop at `by`.

    Stops before `clear_mine` and `clear_theirs` stay where they are.
    """
    my_count, their_count = s.route[mine].length, s.route[theirs].length
    after = by + 1 >= clear_theirs
    before = by >= clear_theirs
    for size in range(1, LONGEST_MOVED + 1):
        if after and at + size <= my_count:
            if exchange(a, s, x, weights, desk, mine, at, at + size, theirs, by + 1, by + 1):
                return True
            if size <= LONGEST_SWAPPED:
                for other in range(1, min(LONGEST_SWAPPED, their_count - by - 1) + 1):
                    if exchange(a, s, x, weights, desk, mine, at, at + size, theirs, by + 1, by + 1 + other):
                        return True
        first = at + 1 - size
        if before and first >= clear_mine:
            if size > 1 and exchange(a, s, x, weights, desk, mine, first, at + 1, theirs, by, by):
                return True
            if size <= LONGEST_SWAPPED:
                for other in range(1, min(LONGEST_SWAPPED, by - clear_theirs) + 1):
                    if exchange(a, s, x, weights, desk, mine, first, at + 1, theirs, by - other, by):
                        return True
    if after and exchange(a, s, x, weights, desk, mine, at, my_count, theirs, by + 1, their_count):
        return True
    return before and exchange(a, s, x, weights, desk, mine, at + 1, my_count, theirs, by, their_count)


@kernel
def put_beside_within(a, s, x, weights, desk, shift, at, by, clear):
    """The moves within a route that make the stop at `at` the next one after, or before, the stop at `by`."""
    count = s.route[shift].length
    for size in range(1, LONGEST_MOVED + 1):
        # A string from `at` on goes behind `by`, and one up to `at` in front of it; `other` stops come back for it.
        for other in range(LONGEST_SWAPPED + 1 if size <= LONGEST_SWAPPED else 1):
            if by > at:
                if by + 1 + other <= count and at + size <= by + 1:
                    if other == 0:
                        moved = at + size <= by and swap_within(
                            a, s, x, weights, desk, shift, at, at + size, at + size, by + 1
                        )
                    else:
                        moved = swap_within(a, s, x, weights, desk, shift, at, at + size, by + 1, by + 1 + other)
                    if moved:
                        return True
                first = at + 1 - size
                if first >= clear and at + 1 + other <= by:
                    if other == 0:
                        moved = swap_within(a, s, x, weights, desk, shift, first, at + 1, at + 1, by)
                    else:
                        moved = swap_within(a, s, x, weights, desk, shift, first, at + 1, by - other, by)
                    if moved:
                        return True
            else:
                if by + 1 >= clear and at + size <= count and by + 1 + other <= at:
                    if other == 0:
                        moved = swap_within(a, s, x, weights, desk, shift, by + 1, at, at, at + size)
                    else:
                        moved = swap_within(a, s, x, weights, desk, shift, by + 1, by + 1 + other, at, at + size)
                    if moved:
                        return True
                first = at + 1 - size
                if by - other >= clear and first > by:
                    if other == 0:
                        moved = swap_within(a, s, x, weights, desk, shift, by, first, first, at + 1)
                    else:
                        moved = swap_within(a, s, x, weights, desk, shift, by - other, by, first, at + 1)
                    if moved:
                        return True
    return False


@kernel
def put_on_idle(a, s, x, weights, desk, shift, at):
    """Gives a string, or all from a stop on, to a shift without a route."""
    for kin in range(len(s.idle)):
        idle = s.idle[kin]
        if idle < 0 or idle == shift:
            continue
        count = s.route[shift].length
        if exchange(a, s, x, weights, desk, shift, at, at + 1, idle, 0, 0) or exchange(
            a, s, x, weights, desk, shift, at, count, idle, 0, 0
        ):
            return True
    return False


@kernel
def improve_stop(a, s, x, weights, desk, changed, since, shift, at):
    """The first improvement that puts the visit at a position beside a neighbour; whether there is one.

    Only with routes of which one has changed later than `since`. `changed` [shift] is when each route changed last.
    """
    visits = len(a.visit)
    visit = s.sequence[shift, at]
    clear = first_open(a, s, shift)
    for rank in range(min(REACH, x.near.shape[1])):
        other = x.near[visit, rank]
        beside = s.route_of[other]
        if beside < 0 or x.closed[beside] == 1 or max(changed[shift], changed[beside]) <= since:
            continue
        if beside == shift:
            if put_beside_within(a, s, x, weights, desk, shift, at, s.call[other].at, clear):
                changed[len(changed) - 1] += 1
                changed[shift] = changed[len(changed) - 1]
                return True
        elif put_beside(a, s, x, weights, desk, shift, at, beside, s.call[other].at, clear, first_open(a, s, beside)):
            changed[len(changed) - 1] += 1
            changed[shift] = changed[beside] = changed[len(changed) - 1]
            return True
        if s.sequence[shift, at] >= visits or desk[LEFT, 0] <= 0:
            return False
    return False


@kernel
def improve_route(a, s, x, weights, desk, changed, since, shift):
    """Improves on every stop of a route in turn; how many moves were made."""
    moves = 0
    at = first_open(a, s, shift)
    while at < s.route[shift].length and desk[LEFT, 0] > 0:
        if s.sequence[shift, at] < len(a.visit):
            if improve_stop(a, s, x, weights, desk, changed, since, shift, at):
                moves += 1
                continue
            if changed[shift] > since and put_on_idle(a, s, x, weights, desk, shift, at):
                moves += 1
                note_all(changed)
                continue
        at += 1
    return moves


@kernel
def note_all(changed):
    """Notes that any route may have changed."""
    changed[len(changed) - 1] += 1
    changed[: len(changed) - 1] = changed[len(changed) - 1]


@kernel
def swap_workers(a, s, x, weights, desk, changed, since):
    """Swaps whole routes between two shifts that are not alike; how often."""
    moves = 0
    for one in range(len(a.shift)):
        for two in range(one + 1, len(a.shift)):
            if (
                max(changed[one], changed[two]) <= since
                or a.shift[one].kin == a.shift[two].kin
                or x.closed[one] + x.closed[two] > 0
                or s.route[one].length + s.route[two].length == 0
                or desk[LEFT, 0] <= 0
            ):
                continue
            low, begin = first_open(a, s, one), first_open(a, s, two)
            if exchange(a, s, x, weights, desk, one, low, s.route[one].length, two, begin, s.route[two].length):
                changed[len(changed) - 1] += 1
                changed[one] = changed[two] = changed[len(changed) - 1]
                moves += 1
    return moves


@kernel
def serve_more(a, s, x, weights, desk, changed):
    """Puts visits left out in, alone or in the place of another; how often."""
    moves = 0
    k = 0
    while k < s.tally[ABSENT] and desk[LEFT, 0] > 0:
        visit = s.absent[k]
        k += 1
        if not is_loose(a, x, visit):
            continue
        if insert_alone(a, s, x, weights, 0.0, visit):
            changed[len(changed) - 1] += 1
            changed[s.route_of[visit]] = changed[len(changed) - 1]
            forget_touched(s, x)
            moves += 1
            k = 0
            continue
        restore_touched(a, s, x)
        for rank in range(min(REACH, x.near.shape[1])):
            other = x.near[visit, rank]
            shift = s.route_of[other]
            if shift < 0 or x.closed[shift] == 1 or s.call[other].at < first_open(a, s, shift):
                continue
            if replace(a, s, x, weights, desk, visit, shift, s.call[other].at):
                changed[len(changed) - 1] += 1
                changed[shift] = changed[len(changed) - 1]
                moves += 1
                k = 0
                break
    return moves


@making_arrays
def improve_plan(a, s, x, weights, desk, changed, budget):
    """Local search over the routes that `changed` says are new (above 0); how many moves were made.

    Nothing may be touched when it begins, and nothing is when it ends. `changed` has one number a shift and a clock.
    """
    moves = 0
    clock = len(changed) - 1
    shifts = len(a.shift)
    looked = np.zeros(shifts, dtype=np.int64)
    desk[LEFT, 0] = budget
    again = True
    swapped = 0
    while again and desk[LEFT, 0] > 0:
        again = False
        for shift in range(shifts):
            if x.closed[shift] == 1 or s.route[shift].length == 0:
                continue
            since = looked[shift]
            looked[shift] = changed[clock]
            if since == changed[clock]:
                continue
            made = improve_route(a, s, x, weights, desk, changed, since, shift)
            moves += made
            again = again or made > 0
        since = swapped
        swapped = changed[clock]
        made = swap_workers(a, s, x, weights, desk, changed, since)
        made += serve_more(a, s, x, weights, desk, changed)
        moves += made
        again = again or made > 0
    return moves


@making_arrays
def new_desk(s):
    """Room for the routes that moves would make."""
    return np.zeros((3, s.sequence.shape[1] + 4), dtype=np.int64)


@entry
def local_search(a, s, x, weights, budget):
    """Improves the whole plan; how many moves were made. The budget is of evaluations by the definition."""
    changed = np.ones(len(a.shift) + 1, dtype=np.int64)
    return improve_plan(a, s, x, weights, new_desk(s), changed, budget)

"""Ruin and recreate under simulated annealing: the loop."""

import math

import numpy as np

from optimiser.search.change_kernel import (
    ABSENT,
    CENTRE,
    CONFINED,
    RECREATES,
    STOPS,
    TOUCHED,
    TRIED,
    USED,
    find_idle,
    forget_touched,
    join_absent,
    mark_dirty,
    number_stops,
    restore_touched,
)
from optimiser.search.cheapest_kernel import is_beside
from optimiser.search.exchange_kernel import LEFT
from optimiser.search.insert_kernel import insert_bundle, worth
from optimiser.search.jit import entry, kernel, piece
from optimiser.search.local_kernel import improve_plan, new_desk
from optimiser.search.random_kernel import draw, draw_below
from optimiser.search.route_kernel import better, weigh
from optimiser.search.ruin_kernel import ruin
from optimiser.search.swap_kernel import split_route, swap_routes, take_a_place
from optimiser.search.timing_kernel import retime, retime_exactly

# The chance of overlooking a position while inserting (SISR's blink rate; the paper has 0.01, and on six hard files of
# Homberger and Solomon, one seed each, this came out better). With few visits there are few positions to overlook, and
# without overlooking any the same plan would come back again and again.
BLINK = 0.03
MOST_BLINK = 0.2

# Kinds of order in which visits are put in: those that a search draws from are below BY_WORTH. By that one, what counts
# most for the time it takes comes first; the way to a visit is taken to be so large a part of a shift.
BY_WORTH = 21
WAY_OF_SHIFT = 0.03

# Where no more visits are left out than a ruin takes out, each is tried again after each.
FEW_LEFT_OUT = 10

# How often it is tried to swap all that two shifts do, or to give the end of a route to a shift without one; and how
# often the first where shifts are not all alike.
WHOLE_ROUTES = 0.3
SWAPS = 0.7


@kernel
def count_stops(a, s, x):
    """Fills every list and tally that follows from the sequences."""
    s.tally[:] = 0
    for shift in range(len(a.shift)):
        length = s.route[shift].length
        s.route[shift].rich = 0
        s.route[shift].stale = 1
        s.tally[STOPS] += length
        s.tally[USED] += length > 0
        number_stops(a, s, shift, 0)
        for i in range(length):
            node = s.sequence[shift, i]
            s.route[shift].rich += node < len(a.visit) and a.visit[node].plain == 0
    for visit in range(len(a.visit)):
        s.call[visit].absent_at = -1
        if s.route_of[visit] < 0:
            join_absent(a, s, visit)
    find_idle(a, s, x)


@entry
def reset(a, s, x):
    """Times and prices everything anew from the sequences. False when they break a rule of time; breaks may be owed."""
    s.total[:] = 0
    for visit in range(len(a.visit)):
        if s.route_of[visit] < 0:
            for tier in range(4):
                s.total[tier] += a.visit[visit].unserved[tier]
    for shift in range(len(a.shift)):
        s.route[shift].paid = 0
        s.route[shift].largest = 0
        for tier in range(4):
            s.route[shift].objective[tier] = 0
    for worker in range(len(a.worker)):
        s.load[worker] = a.worker[worker].worked
        for row in range(a.worker[worker].fair_from, a.worker[worker].fair_to):
            s.total[3] += max(0, a.worker[worker].worked - a.step[row].over) * a.step[row].rate
    count_stops(a, s, x)
    for shift in range(len(a.shift)):
        mark_dirty(s, x, shift)
    fine = retime(a, s, x, True)
    forget_touched(s, x)
    return fine


@kernel
def sort_by_key(order, key, count):
    """Sorts both by the key, by insertion: they are few but for the first time."""
    for i in range(1, count):
        one, this = order[i], key[i]
        k = i - 1
        while k >= 0 and key[k] > this:
            order[k + 1] = order[k]
            key[k + 1] = key[k]
            k -= 1
        order[k + 1] = one
        key[k + 1] = this


@kernel
def concerned(s, x, visit, already):
    """Whether a visit left out before is the centre of the ruin, or has what was taken out among its neighbours."""
    if visit == x.counts[CENTRE]:
        return True
    for k in range(already, s.tally[ABSENT]):  # noqa: SIM110 because Numba has no any()
        if is_beside(x, visit, s.absent[k]):
            return True
    return False


@kernel
def order_bundles(a, s, x, weights, kind, already):
    """Fills x.order with the first left-out visit of each bundle that has one, in this kind of order.

    Of the first `already` left out, which no ruin has just taken out, only those that it concerns: for the others there
    was no place before, and the routes round them are as they were. On a day of 5,000 jobs four hundred are left out.
    Where they are few, all are tried.
    """
    count = 0
    x.counts[RECREATES] += 1
    for k in range(s.tally[ABSENT]):
        bundle = a.visit[s.absent[k]].bundle
        if x.bundle_seen[bundle] == x.counts[RECREATES] or x.frozen[bundle] == 1:
            continue
        if k < already and already > FEW_LEFT_OUT and not concerned(s, x, s.absent[k], already):
            continue
        x.bundle_seen[bundle] = x.counts[RECREATES]
        visit = s.absent[k]
        if a.bundle[bundle].last - a.bundle[bundle].first > 1:
            for m in range(a.bundle[bundle].first, a.bundle[bundle].last):
                visit = a.link[m]
                if s.call[visit].absent_at >= 0:
                    break
        first = a.visit[visit].window_from
        last = a.visit[visit].window_to - 1
        if last < first:
            continue
        if kind < 4:
            key = draw(x.random)
        elif kind < 8:
            key = -x.bulk[visit, 0]
        elif kind < 10:
            key = -x.bulk[visit, 1]
        elif kind < 11:
            key = x.bulk[visit, 1]
        elif kind < 13:
            key = float(a.window[last].latest - a.window[first].earliest)
        elif kind < 15:
            key = float(a.window[first].earliest)
        elif kind < 17:
            key = -float(a.window[last].latest)
        else:
            left_out = a.visit[visit].unserved
            key = -weigh(weights, left_out[0], left_out[1], left_out[2], left_out[3])
            if kind < BY_WORTH:
                key *= 0.5 + draw(x.random)
            else:
                key /= x.bulk[visit, 0] + WAY_OF_SHIFT
        x.order[count] = bundle
        x.key[count] = key
        count += 1
    sort_by_key(x.order, x.key, count)
    return count


@kernel
def hope_for(a, s, x, bundle, sign):
    """Adds (sign 1) or takes off (-1) what it would be worth to serve what is left out of a bundle, in x.hope."""
    for k in range(a.bundle[bundle].first, a.bundle[bundle].last):
        visit = a.link[k]
        if s.call[visit].absent_at >= 0:
            for tier in range(4):
                x.hope[tier] += sign * a.visit[visit].unserved[tier]


@kernel
def recreate(a, s, x, weights, blink, kind, already, before, most):
    """Puts left-out visits back in, in an order of this `kind`. False: the plan has to be put back.

    That is also if it will be dearer than `before` by `most` or more even if all who are left come in for nothing. So
    many of them were out `already`, before the ruin; with 0 each is tried.
    """
    count = order_bundles(a, s, x, weights, kind, already)
    x.counts[TRIED] = count
    x.hope[:] = 0
    for k in range(count):
        hope_for(a, s, x, x.order[k], 1)
    for k in range(count):
        hope_for(a, s, x, x.order[k], -1)
        if not insert_bundle(a, s, x, weights, blink, x.order[k]):
            return False
        if worse_than(s, weights, before, x.hope) >= most:
            return False
    return True


@piece
def worse_than(s, weights, before, hope):
    """How much dearer than `before` the plan is if what is hoped for comes true."""
    return weigh(
        weights,
        s.total[0] - before[0] - hope[0],
        s.total[1] - before[1] - hope[1],
        s.total[2] - before[2] - hope[2],
        s.total[3] - before[3] - hope[3],
    )


@kernel
def keep_as_best(s, best_sequence, best_length, best_total):
    """Copies the routes."""
    for tier in range(4):
        best_total[tier] = s.total[tier]
    for shift in range(len(best_length)):
        if s.route[shift].stale == 0:
            continue
        s.route[shift].stale = 0
        best_length[shift] = s.route[shift].length
        for i in range(s.route[shift].length):
            best_sequence[shift, i] = s.sequence[shift, i]


@kernel
def settle_change(a, s, x, best_sequence, best_length, best_total):
    """The change stays; if the plan is the best so far, also by exact times, it is kept as that."""
    if not better(s.total, best_total):
        forget_touched(s, x)
    elif len(a.coupling) > 0 and x.counts[CONFINED] == 0 and not retime_exactly(a, s, x):
        restore_touched(a, s, x)
    else:
        forget_touched(s, x)
        if better(s.total, best_total):
            keep_as_best(s, best_sequence, best_length, best_total)


@entry
def anneal(a, s, x, weights, iterations, hot, cold, done, until, every, budget, best_sequence, best_length, best_total):
    """So many iterations, cooling from the share `done` of the whole run to the share `until`.

    Temperatures are micropence. The state ends at the current plan, the best_* at the best so far. After `every` so
    many iterations (0: never) local search goes over the routes that have changed, with so large a budget.
    """
    before = s.total.copy()
    changed = np.zeros(len(a.shift) + 1, dtype=np.int64)
    desk = new_desk(s)
    blink = max(BLINK, min(MOST_BLINK, 1.0 / max(1, len(a.visit))))
    for iteration in range(iterations):
        if every > 0 and iteration % every == every - 1:
            changed[len(a.shift)] = 1
            improve_plan(a, s, x, weights, desk, changed, budget)
            changed[:] = 0
            settle_change(a, s, x, best_sequence, best_length, best_total)
        share = done + (until - done) * iteration / iterations
        temperature = hot * math.pow(cold / hot, share)
        if draw(x.random) < WHOLE_ROUTES:
            desk[LEFT, 0] = budget
            most = -temperature * math.log(max(draw(x.random), 1e-300))
            if len(a.kin) > 1 and draw(x.random) < SWAPS:
                moved = swap_routes(a, s, x, weights, desk, changed, most)
            else:
                moved = split_route(a, s, x, weights, desk, changed, most)
            if moved:
                settle_change(a, s, x, best_sequence, best_length, best_total)
        if s.tally[ABSENT] > 0:
            desk[LEFT, 0] = budget
            if take_a_place(a, s, x, weights, desk, changed):
                settle_change(a, s, x, best_sequence, best_length, best_total)
        before[:] = s.total
        already = s.tally[ABSENT]
        most = -temperature * math.log(max(draw(x.random), 1e-300))
        if not ruin(a, s, x, weights) or not recreate(
            a, s, x, weights, blink, draw_below(x.random, BY_WORTH), already, before, most
        ):
            restore_touched(a, s, x)
            continue
        if worth(s, weights, before) >= most:  # where nobody was left out
            restore_touched(a, s, x)
            continue
        for t in range(x.counts[TOUCHED]):
            changed[x.touched_list[t]] = 1
        settle_change(a, s, x, best_sequence, best_length, best_total)

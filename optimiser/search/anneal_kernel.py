"""Ruin and recreate under simulated annealing: the loop."""

import math

import numpy as np

from optimiser.search.change_kernel import forget_touched, mark_dirty, restore_touched
from optimiser.search.insert_kernel import insert_bundle
from optimiser.search.jit import entry, kernel
from optimiser.search.random_kernel import draw
from optimiser.search.route_kernel import weigh
from optimiser.search.ruin_kernel import ruin
from optimiser.search.timing_kernel import retime, retime_exactly

# The chance of overlooking a position while inserting (SISR's blink rate).
BLINK = 0.01


@entry
def reset(a, s, x):
    """Times and prices everything anew from the sequences. False when they break a rule of time; breaks may be owed."""
    s.total[:] = 0
    for visit in range(len(a.visit)):
        if s.call[visit].route_of < 0:
            for tier in range(4):
                s.total[tier] += a.visit[visit].unserved[tier]
    for shift in range(len(a.shift)):
        s.route[shift].paid = 0
        for tier in range(4):
            s.route[shift].objective[tier] = 0
    for worker in range(len(a.worker)):
        s.load[worker] = a.worker[worker].worked
        for row in range(a.worker[worker].fair_from, a.worker[worker].fair_to):
            s.total[3] += max(0, a.worker[worker].worked - a.step[row].over) * a.step[row].rate
    for shift in range(len(a.shift)):
        mark_dirty(s, x, shift)
    fine = retime(a, s, x, True)
    forget_touched(s, x)
    return fine


@kernel
def order_bundles(a, s, x, weights):
    """Fills x.order with the first left-out visit of each bundle that has one, in a random kind of order."""
    count = 0
    kind = int(draw(x.random) * 16.0)
    for bundle in range(len(a.bundle)):
        visit = -1
        for k in range(a.bundle[bundle].first, a.bundle[bundle].last):
            one = a.link[k]
            if s.call[one].route_of < 0 and a.visit[one].hopeless == 0:
                visit = one
                break
        if visit < 0:
            continue
        first = a.visit[visit].window_from
        last = a.visit[visit].window_to - 1
        if last < first:
            continue
        if kind < 4:
            key = draw(x.random)
        elif kind < 7:
            key = -float(a.visit[visit].duration)
        elif kind < 9:
            key = float(a.window[last].latest - a.window[first].earliest)
        elif kind < 11:
            key = float(a.window[first].earliest)
        elif kind < 12:
            key = -float(a.window[last].latest)
        else:
            left_out = a.visit[visit].unserved
            key = -weigh(weights, left_out[0], left_out[1], left_out[2], left_out[3]) * (0.5 + draw(x.random))
        x.order[count] = bundle
        x.key[count] = key
        count += 1
    ranks = np.argsort(x.key[:count], kind="mergesort")
    x.order[:count] = x.order[:count][ranks]
    return count


@kernel
def recreate(a, s, x, weights, blink):
    """Puts left-out visits back in. False: the plan has to be put back."""
    count = order_bundles(a, s, x, weights)
    for k in range(count):  # noqa: SIM110 because Numba has no all()
        if not insert_bundle(a, s, x, weights, blink, x.order[k]):
            return False
    return True


@kernel
def keep_as_best(s, best_sequence, best_length, best_total):
    """Copies the routes."""
    best_total[:] = s.total
    for shift in range(len(best_length)):
        best_length[shift] = s.route[shift].length
        for i in range(s.route[shift].length):
            best_sequence[shift, i] = s.sequence[shift, i]


@kernel
def better(one, other):
    """Whether the first total comes before the second, tier by tier."""
    for tier in range(4):
        if one[tier] != other[tier]:
            return one[tier] < other[tier]
    return False


@entry
def anneal(a, s, x, weights, neighbours, iterations, hot, cold, done, until, best_sequence, best_length, best_total):
    """So many iterations, cooling from the share `done` of the whole run to the share `until`.

    Temperatures are micropence. The state ends at the current plan, the best_* at the best so far.
    """
    before = s.total.copy()
    for iteration in range(iterations):
        share = done + (until - done) * iteration / iterations
        temperature = hot * math.pow(cold / hot, share)
        before[:] = s.total
        if not ruin(a, s, x, weights, neighbours) or not recreate(a, s, x, weights, BLINK):
            restore_touched(a, s, x)
            continue
        worse = weigh(
            weights,
            s.total[0] - before[0],
            s.total[1] - before[1],
            s.total[2] - before[2],
            s.total[3] - before[3],
        )
        if worse >= -temperature * math.log(max(draw(x.random), 1e-300)):
            restore_touched(a, s, x)
        elif not better(s.total, best_total):
            forget_touched(s, x)
        elif len(a.coupling) > 0 and not retime_exactly(a, s, x):
            restore_touched(a, s, x)
        else:
            forget_touched(s, x)
            if better(s.total, best_total):
                keep_as_best(s, best_sequence, best_length, best_total)

"""Two searches on one plan: each is given some of its routes, and what they make of them is put together again."""

from optimiser.search.anneal_kernel import count_stops, reset
from optimiser.search.change_kernel import CONFINED, find_idle, forget_touched, give_version
from optimiser.search.jit import entry
from optimiser.search.route_kernel import better
from optimiser.search.timing_kernel import retime_exactly


@entry
def rebuild(a, s, x):
    """Works everything out from the sequences and lengths of the routes. False when they break a rule of time."""
    visits = len(a.visit)
    s.used[:] = 0
    s.lent[:] = 0
    for visit in range(visits):
        s.route_of[visit] = -1
        s.call[visit].lower = 0
        s.call[visit].pin = -1
        s.call[visit].held = 0
    for shift in range(len(a.shift)):
        s.route[shift].touched = 0
        s.route[shift].dirty = 0
        for i in range(s.route[shift].length):
            visit = s.sequence[shift, i]
            if visit >= visits:
                continue
            s.route_of[visit] = shift
            for resource in range(a.use.shape[1]):
                s.used[shift, resource] += a.use[visit, resource]
            if a.pair[shift, visit].agreement >= 0:
                s.lent[a.pair[shift, visit].agreement] += 1
    fine = reset(a, s, x)
    if fine and len(a.coupling) > 0:
        fine = retime_exactly(a, s, x)
        forget_touched(s, x)
    return fine


@entry
def take_over(a, s, x, other):
    """Makes one plan in the making the same as another."""
    for shift in range(len(a.shift)):
        s.route[shift] = other.route[shift]
        s.route[shift].stale = 1
        for i in range(other.route[shift].length):
            s.sequence[shift, i] = other.sequence[shift, i]
            s.stop[shift, i] = other.stop[shift, i]
            s.stop[shift, i].seen = 0  # the other counts its scans for itself
    for visit in range(len(a.visit)):
        s.call[visit] = other.call[visit]
    s.route_of[:] = other.route_of
    s.used[:] = other.used
    s.lent[:] = other.lent
    s.load[:] = other.load
    s.total[:] = other.total
    count_stops(a, s, x)


@entry
def take_routes(a, s, mine, sequence, length):
    """Copies the routes that are marked, as mere sequences; `rebuild` has to follow."""
    for shift in range(len(a.shift)):
        if mine[shift] == 1:
            s.route[shift].length = length[shift]
            for i in range(length[shift]):
                s.sequence[shift, i] = sequence[shift, i]


@entry
def give(a, s, x, mine, absent_mine):
    """Confines a search to the shifts marked, to the visits on them and to the visits left out that are marked.

    Visits that are tied to one it does not have stay where they are.
    """
    x.counts[CONFINED] = 0
    for shift in range(len(a.shift)):
        x.closed[shift] = 1 - mine[shift]
        give_version(s, x, shift)  # whoever had the plan before did not number its routes
        x.counts[CONFINED] = max(x.counts[CONFINED], x.closed[shift])
    for bundle in range(len(a.bundle)):
        frozen = 0
        for k in range(a.bundle[bundle].first, a.bundle[bundle].last):
            route = s.route_of[a.link[k]]
            if (route < 0 and absent_mine[a.link[a.bundle[bundle].first]] == 0) or (route >= 0 and mine[route] == 0):
                frozen = 1
        x.frozen[bundle] = frozen
    find_idle(a, s, x)


@entry
def is_better(one, other):
    """Whether the first total comes before the second, tier by tier."""
    return better(one, other)

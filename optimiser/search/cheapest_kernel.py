"""The cheapest position for a plain visit on a plain route, remembered for as long as the route stays as it is.

Many routes round a visit have not changed since it was last taken out, and what a plain route costs is nobody else's
business: those need not be gone through again.
"""

from optimiser.arrays.flat import BIG
from optimiser.search.bound_kernel import bound, first_open, to_place
from optimiser.search.jit import kernel, piece
from optimiser.search.random_kernel import draw
from optimiser.search.route_kernel import service_s
from optimiser.search.trial_kernel import NEVER

# A stamp is the version of the route and, in its last bits, the position plus one: 0 where there is none.
AT_BITS = 10
AT_MASK = 2**AT_BITS - 1
# Less than anything adds.
UNKNOWN = -1e300


@piece
def is_beside(x, visit, node):
    """Whether a visit is among the neighbours of another."""
    return (x.beside[visit, node >> 6] >> (node & 63)) & 1 == 1


@kernel
def first_in_time(s, shift, first, finish):
    """The first position from `first` on where the next stop can wait for a visit that is over at `finish`."""
    low, high = first, s.route[shift].length
    while low < high:
        middle = (low + high) // 2
        if s.stop[shift, middle].back_l < finish:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def go_through(a, s, x, weights, shift, visit, limit, blink, without):
    """As `cheapest_on`, worked out; NEVER, too, if it adds `limit` or more."""
    v, h, route = a.visit[visit], a.shift[shift], s.route[shift]
    count, place = route.length, v.place
    own, setup = service_s(v, h), v.setup
    opening, closing = a.window[v.window_from].earliest, a.window[v.window_from].latest
    extra = float(a.pair[shift, visit].extra) if h.fees == 1 else 0.0
    first = first_open(a, s, shift) if h.fixed_prefix > 0 else 0
    best, best_at = limit, -1
    for at in range(first_in_time(s, shift, first, opening + own), count + 1):
        here, free, near = h.start_place, h.starts, count == 0
        if at > 0:
            before = s.stop[shift, at - 1]
            here, free = before.place, before.front_e + before.front_d
            if free > closing:
                break
            near = is_beside(x, visit, s.sequence[shift, at - 1])
        there, latest, metres, on = h.end_place, h.hard_end, 0, 0
        if at < count:
            after = s.stop[shift, at]
            there, latest, metres = after.place, after.back_l, -after.leg_m
            near |= is_beside(x, visit, s.sequence[shift, at])
        elif count > 0 and here >= 0 and there >= 0:
            metres = -route.home_m
        if not near:
            continue
        if here >= 0:
            leg = to_place(a, h.mode, here, place)
            free += leg.seconds
            metres += leg.metres
        free += setup * (here != place)
        if there >= 0:
            leg = a.travel[h.mode, place, there]
            on = leg.seconds
            metres += leg.metres
        weight = float(metres * h.upence_per_m) + extra
        # In one condition, as which of these a position fails by cannot be foretold.
        late = (free > closing) | (max(free, opening) + own + on > latest)
        if late | (weight >= best) | (at == without):
            continue
        if h.by_way == 0:
            weight = bound(a, s, weights, shift, visit, at, 0, BIG, best)
        elif at < count and there != place:
            # Its set-up is the one thing that comes on top of what has been looked at.
            on += a.visit[s.sequence[shift, at]].setup
            if max(free, opening) + own + on > latest:
                continue
        if weight < best and (blink == 0.0 or draw(x.random) >= blink):
            best, best_at = weight, at
    return (best, best_at) if best_at >= 0 else (NEVER, -1)


@piece
def kept(s, x, shift):
    """Whether what is found on a route may be kept: it has not changed in this iteration, and its cost is its own."""
    return (s.route[shift].version > 0) & (s.route[shift].touched == 0) & x.apart[shift]


@piece
def known_on(s, x, shift, visit):
    """What the cheapest position on a route adds, NEVER if there is none; UNKNOWN if that is not remembered.

    Without a branch, so that waiting for what is remembered of one route does not hold up the next.
    """
    one = x.cheapest[visit, shift]
    holds = ((one.stamp >> AT_BITS) == s.route[shift].version) & kept(s, x, shift)
    return one.weight if holds else UNKNOWN


@kernel
def cheapest_on(a, s, x, weights, shift, visit, limit, blink, without):
    """(what it adds, position) of the cheapest position beside a neighbour, or on an empty route.

    NEVER if there is none; one that adds `limit` or more need not be found. `blink` is the chance of overlooking one,
    and the position `without` does not count (-1: all do).
    """
    if blink > 0.0 or without >= 0 or not kept(s, x, shift):
        return go_through(a, s, x, weights, shift, visit, limit, blink, without)
    one = x.cheapest[visit, shift]
    if one.stamp >> AT_BITS != s.route[shift].version:
        weight, at = go_through(a, s, x, weights, shift, visit, NEVER, 0.0, -1)
        one.weight = weight
        one.stamp = (s.route[shift].version << AT_BITS) + at + 1
    return one.weight, (one.stamp & AT_MASK) - 1

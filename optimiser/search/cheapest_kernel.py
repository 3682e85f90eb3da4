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
    extra = float(a.pair[shift, visit].extra)
    first = first_open(a, s, shift) if h.fixed_prefix > 0 else 0
    best, best_at = limit, -1
    for at in range(first_in_time(s, shift, first, opening + own), count + 1):
        here, free, near = h.start_place, h.starts, count == 0
        if at > 0:
            before = s.stop[shift, at - 1]
            here, free = before.place, before.front_e + before.front_d
            if free > closing:
                break
            near = x.beside[visit, s.sequence[shift, at - 1]]
        there, latest, metres, on = h.end_place, h.hard_end, 0, 0
        if at < count:
            after = s.stop[shift, at]
            there, latest, metres = after.place, after.back_l, -after.leg_m
            near |= x.beside[visit, s.sequence[shift, at]]
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
    return s.route[shift].version > 0 and s.route[shift].touched == 0 and x.apart[shift]


@piece
def remembered(s, x, shift, visit):
    """Whether x.cheapest holds for the visit and the route as it is."""
    return x.cheapest[visit, shift].version == s.route[shift].version and kept(s, x, shift)


@kernel
def cheapest_on(a, s, x, weights, shift, visit, limit, blink, without):
    """(what it adds, position) of the cheapest position beside a neighbour, or on an empty route.

    NEVER if there is none; one that adds `limit` or more need not be found. `blink` is the chance of overlooking one,
    and the position `without` does not count (-1: all do).
    """
    if blink > 0.0 or without >= 0 or not kept(s, x, shift):
        return go_through(a, s, x, weights, shift, visit, limit, blink, without)
    if not remembered(s, x, shift, visit):
        weight, at = go_through(a, s, x, weights, shift, visit, NEVER, 0.0, -1)
        x.cheapest[visit, shift].version = s.route[shift].version
        x.cheapest[visit, shift].weight = weight
        x.cheapest[visit, shift].at = at
    return x.cheapest[visit, shift].weight, x.cheapest[visit, shift].at

"""What a route made of pieces of present ones costs at least, by segments; exactly that where it is plain.

A journey in the making is (duration, earliest, latest, place, metres, driving, extra): the segment so far
(segment_kernel.py), where it ends, and the sums of a plain route.
"""

from optimiser.arrays.flat import BIG
from optimiser.search.change_kernel import is_plain
from optimiser.search.jit import kernel, piece
from optimiser.search.route_kernel import fair_change, service_s, weigh
from optimiser.search.segment_kernel import joined
from optimiser.search.trial_kernel import NEVER


@kernel
def head(a, s, shift, until):
    """The journey along the first `until` stops of a shift's own route."""
    h = a.shift[shift]
    if until == 0:
        return 0, h.starts, h.hard_end, h.start_place, 0, 0, 0
    stop = s.stop[shift, until - 1]
    return stop.front_d, stop.front_e, stop.front_l, stop.place, stop.metres, stop.driving, stop.extra


@kernel
def visiting(a, shift, visit, journey):
    """The journey of a shift going on to a visit, at any time between its first opening and its last closing."""
    duration, earliest, latest, here, metres, driving, extra = journey
    h = a.shift[shift]
    v = a.visit[visit]
    gap = 0
    if here >= 0:
        leg = a.travel[h.mode, here, v.place]
        gap = leg.seconds
        metres += leg.metres
    driving += gap
    if here != v.place:
        gap += v.setup
    opening, closing = a.window[v.window_from].earliest, a.window[v.window_to - 1].latest
    duration, earliest, latest = joined(duration, earliest, latest, gap, service_s(v, h), opening, closing)
    return duration, earliest, latest, v.place, metres, driving, extra + a.pair[shift, visit].extra


@kernel
def along(a, s, shift, source, begin, end, journey):
    """The journey of a shift going on along stops [begin, end) of some route; breaks and calls of others are left."""
    visits = len(a.visit)
    for i in range(begin, end):
        node = s.sequence[source, i]
        if node < visits:
            journey = visiting(a, shift, node, journey)
        elif source == shift:
            duration, earliest, latest, here, metres, driving, extra = journey
            gap = 0
            place = a.rest[node - visits].place
            if place >= 0:
                if here >= 0:
                    leg = a.travel[a.shift[shift].mode, here, place]
                    gap = leg.seconds
                    metres += leg.metres
                here = place
            stop = s.stop[shift, i]
            duration, earliest, latest = joined(duration, earliest, latest, gap, stop.own, stop.opening, stop.closing)
            journey = duration, earliest, latest, here, metres, driving, extra
        if journey[0] >= BIG:
            break
    return journey


@piece
def same_tail(a, s, shift, source):
    """Whether what is known of the end of one's route holds on the other's too."""
    return shift == source or (
        a.shift[shift].kin == a.shift[source].kin and is_plain(a, s, shift) and is_plain(a, s, source)
    )


@kernel
def home(a, s, shift, source, begin, journey):
    """The journey of a shift along the stops of a route from `begin` on, and to its end place."""
    count = s.route[source].length
    visits = len(a.visit)
    h = a.shift[shift]
    if not same_tail(a, s, shift, source):
        journey = along(a, s, shift, source, begin, count, journey)
        begin = count
    else:
        # A break without a place of its own is taken where the journey is by then.
        while begin < count and s.sequence[source, begin] >= visits:
            if a.rest[s.sequence[source, begin] - visits].place >= 0:
                break
            journey = along(a, s, shift, source, begin, begin + 1, journey)
            begin += 1
    duration, earliest, latest, here, metres, driving, extra = journey
    there = s.stop[source, begin].place if begin < count else h.end_place
    gap = 0
    if here >= 0 and there >= 0:
        leg = a.travel[h.mode, here, there]
        gap = leg.seconds
        metres += leg.metres
    driving += gap
    if begin == count:
        duration, earliest, latest = joined(duration, earliest, latest, gap, 0, h.starts, h.hard_end)
    else:
        stop, last = s.stop[source, begin], s.stop[source, count - 1]
        if s.sequence[source, begin] < visits and here != there:
            gap += a.visit[s.sequence[source, begin]].setup
        duration, earliest, latest = joined(duration, earliest, latest, gap, stop.back_d, stop.back_e, stop.back_l)
        metres += last.metres - stop.metres + s.route[source].home_m
        driving += s.route[source].driving - stop.driving
        extra += last.extra - stop.extra
    return duration, earliest, latest, there, metres, driving, extra


@kernel
def dearer(a, s, weights, shift, served, journey):
    """What a whole journey costs more than the shift's route does now, at least; NEVER if it cannot be.

    `served`: whether anybody is on it. Exactly that where the route and the visits are plain.
    """
    h = a.shift[shift]
    route = s.route[shift]
    duration, earliest, _, _, metres, driving, extra = journey
    paid = 0
    money = h.guaranteed * h.upence_per_s
    if served:
        if duration >= BIG:
            return NEVER
        paid = max(duration - route.unpaid, h.guaranteed)
        overtime = max(0, earliest + duration - h.ends)
        money = paid * h.upence_per_s + overtime * h.overtime_upence_per_s + metres * h.upence_per_m + extra
        if is_plain(a, s, shift):
            if driving > h.max_driving:
                return NEVER
            for k in range(h.workers_from, h.workers_to):
                worker = a.link[k]
                if s.load[worker] - route.paid + paid > a.worker[worker].max_load:
                    return NEVER
    money += fair_change(a, s, shift, paid) - a.largest_rate[0] * route.largest
    old = route.objective
    return weigh(weights, -old[0], -old[1], -old[2], money - old[3])

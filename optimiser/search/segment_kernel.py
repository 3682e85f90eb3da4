"""What both halves of every route are worth, so that a position can be judged without timing the route.

A segment is (duration, earliest, latest): the least time some stops in a row take, and between which starts they take
no longer (Vidal et al. 2013, 10.1016/j.cor.2012.07.018). Dues, promises and overtime are left out, so what a judgement
by segments says a position costs is a lower bound; the definition of timing decides.
"""

from optimiser.arrays.flat import BIG
from optimiser.search.jit import kernel, piece
from optimiser.search.route_kernel import service_s


@piece
def joined(one_d, one_e, one_l, gap, two_d, two_e, two_l):
    """The segment of two, `gap` seconds apart; duration BIG when the second cannot be reached in time."""
    shift = one_d + gap
    wait = max(0, two_e - shift - one_l)
    duration = BIG if one_e + shift > two_l else one_d + two_d + gap + wait
    return duration, max(two_e - shift, one_e) - wait, min(two_l - shift, one_l)


@kernel
def fill_segments(a, s, x, shift):
    """Fills the segments of a route from its start and to its end; x.row has to hold its earliest times and places."""
    table, windows, rests, travel, rows, stops = a.visit, a.window, a.rest, a.travel, x.row, s.stop
    visits = len(table)
    h = a.shift[shift]
    count = s.route[shift].length
    duration, earliest, latest = 0, h.starts, h.hard_end
    here = h.start_place
    for i in range(count):
        node = s.sequence[shift, i]
        there = rows[i].where
        gap = 0
        if here >= 0 and there >= 0:
            gap = travel[h.mode, here, there].seconds
        if node >= visits:
            r = rests[node - visits]
            own, opening, closing = r.duration, r.earliest, r.latest
        else:
            v = table[node]
            if here != there:
                gap += v.setup
            own, opening, closing = service_s(v, h), s.stop[shift, i].start, s.stop[shift, i].start
            if s.call[node].pin < 0:
                for row in range(v.window_from, v.window_to):
                    if windows[row].earliest <= s.stop[shift, i].start <= windows[row].latest:
                        opening, closing = windows[row].earliest, windows[row].latest
        stops[shift, i].gap = gap
        stops[shift, i].own = own
        stops[shift, i].opening = opening
        stops[shift, i].closing = closing
        duration, earliest, latest = joined(duration, earliest, latest, gap, own, opening, closing)
        stops[shift, i].front_d = duration
        stops[shift, i].front_e = earliest
        stops[shift, i].front_l = latest
        here = there
    duration, earliest, latest = 0, h.starts, h.hard_end
    gap = 0
    if here >= 0 and h.end_place >= 0:
        gap = travel[h.mode, here, h.end_place].seconds
    for i in range(count - 1, -1, -1):
        stop = stops[shift, i]
        duration, earliest, latest = joined(stop.own, stop.opening, stop.closing, gap, duration, earliest, latest)
        stops[shift, i].back_d = duration
        stops[shift, i].back_e = earliest
        stops[shift, i].back_l = latest
        gap = stop.gap
    unpaid = 0
    for i in range(count):
        if s.sequence[shift, i] >= visits and rests[s.sequence[shift, i] - visits].paid == 0:
            unpaid += rests[s.sequence[shift, i] - visits].duration
    s.route[shift].unpaid = unpaid

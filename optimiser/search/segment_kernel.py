"""What both halves of every route are worth, so that a position can be judged without timing the route.

A segment is (duration, earliest, latest): the least time some stops in a row take, and between which starts they take
no longer (Vidal et al. 2013, 10.1016/j.cor.2012.07.018). Dues, promises and overtime are left out, so what a judgement
by segments says a position costs is a lower bound; the definition of timing decides.
"""

from optimiser.arrays.flat import BIG
from optimiser.search.change_kernel import book
from optimiser.search.jit import kernel, piece
from optimiser.search.route_kernel import PAID, SIZE, service_s


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
    metres = 0
    extra = 0
    for i in range(count):
        node = s.sequence[shift, i]
        there = rows[i].where
        gap = 0
        leg_m = 0
        if here >= 0 and there >= 0:
            gap = travel[h.mode, here, there].seconds
            leg_m = travel[h.mode, here, there].metres
        if node >= visits:
            r = rests[node - visits]
            own, opening, closing = r.duration, r.earliest, r.latest
        else:
            v = table[node]
            if here != there:
                gap += v.setup
            extra += a.pair[shift, node].extra
            own, opening, closing = service_s(v, h), s.stop[shift, i].start, s.stop[shift, i].start
            for row in range(v.window_from, v.window_to):
                if windows[row].earliest <= s.stop[shift, i].start <= windows[row].latest:
                    # What others ask of a coupled visit stays; it may be pushed later.
                    opening = windows[row].earliest if s.call[node].pin < 0 else s.stop[shift, i].start
                    closing = windows[row].latest
        metres += leg_m
        stops[shift, i].metres = metres
        stops[shift, i].extra = extra
        stops[shift, i].place = there
        stops[shift, i].leg_m = leg_m
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
    s.route[shift].home_m = 0
    if here >= 0 and h.end_place >= 0:
        gap = travel[h.mode, here, h.end_place].seconds
        s.route[shift].home_m = travel[h.mode, here, h.end_place].metres
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


@kernel
def refresh_plain(a, s, x, shift, first):
    """Segments, times, cost and loads of a plain route whose stops before `first` are as they were; False: infeasible.

    A plain route's least duration is that of the definition of timing: leaving as late as its end allows.
    """
    stops, travel, table, windows = s.stop, a.travel, a.visit, a.window
    h = a.shift[shift]
    count = s.route[shift].length
    duration, earliest, latest = 0, h.starts, h.hard_end
    here = h.start_place
    metres = 0
    driving = 0
    extra = 0
    finish = h.starts
    if first > 0:
        before = stops[shift, first - 1]
        duration, earliest, latest = before.front_d, before.front_e, before.front_l
        here, metres, driving, extra, finish = (
            before.place,
            before.metres,
            before.driving,
            before.extra,
            before.finish,
        )
    for i in range(first, count):
        node = s.sequence[shift, i]
        s.call[node].at = i
        v = table[node]
        stop = stops[shift, i]
        gap = 0
        leg_m = 0
        if here >= 0:
            leg = travel[h.mode, here, v.place]
            gap = leg.seconds
            leg_m = leg.metres
        driving += gap
        if here != v.place:
            gap += v.setup
        here = v.place
        own = service_s(v, h)
        opening, closing = windows[v.window_from].earliest, windows[v.window_from].latest
        duration, earliest, latest = joined(duration, earliest, latest, gap, own, opening, closing)
        metres += leg_m
        if h.fees == 1:
            extra += a.pair[shift, node].extra
        stop.place = here
        stop.gap = gap
        stop.leg_m = leg_m
        stop.own = own
        stop.opening = opening
        stop.closing = closing
        stop.front_d = duration
        stop.front_e = earliest
        stop.front_l = latest
        stop.start = max(finish + gap, opening)
        finish = stop.start + own
        stop.finish = finish
        stop.metres = metres
        stop.driving = driving
        stop.extra = extra
    gap = 0
    if count > 0 and here >= 0 and h.end_place >= 0:
        leg = travel[h.mode, here, h.end_place]
        gap = leg.seconds
        driving += gap
        metres += leg.metres
        s.route[shift].home_m = leg.metres
    duration, earliest, latest = joined(duration, earliest, latest, gap, 0, h.starts, h.hard_end)
    paid = 0
    overtime = 0
    out = x.out
    for k in range(SIZE):
        out[k] = 0
    out[3] = h.guaranteed * h.upence_per_s
    if count > 0:
        if duration >= BIG or driving > h.max_driving:
            return False
        paid = max(duration, h.guaranteed)
        for k in range(h.workers_from, h.workers_to):
            worker = a.link[k]
            if s.load[worker] - s.route[shift].paid + paid > a.worker[worker].max_load:
                return False
        out[PAID] = paid
        overtime = max(0, earliest + duration - h.ends)
        out[3] = paid * h.upence_per_s + overtime * h.overtime_upence_per_s + metres * h.upence_per_m + extra
    s.route[shift].unpaid = 0
    s.route[shift].driving = driving
    s.route[shift].overtime = overtime
    back_d, back_e, back_l = 0, h.starts, h.hard_end
    for i in range(count - 1, -1, -1):
        stop = stops[shift, i]
        back_d, back_e, back_l = joined(stop.own, stop.opening, stop.closing, gap, back_d, back_e, back_l)
        stop.back_d = back_d
        stop.back_e = back_e
        stop.back_l = back_l
        gap = stop.gap
    book(a, s, x, shift)
    return True

"""What a position costs where a call at a site has to come for the visit, or has to come earlier: a screen."""

from optimiser.arrays.flat import BIG
from optimiser.search.aboard_kernel import first_lacking
from optimiser.search.jit import kernel
from optimiser.search.route_kernel import service_s
from optimiser.search.segment_kernel import joined
from optimiser.search.site_kernel import helps


@kernel
def line_up(a, s, x, shift, visit, at):
    """Fills x.other with the route that takes the visit at a position, calls left out; how long it is.

    x.nodes has the position at which each of its nodes stands now, -1 for the visit itself.
    """
    first_site = len(a.visit) + len(a.rest) - len(a.site)
    count = 0
    for i in range(s.route[shift].length + 1):
        if i == at:
            x.other[count] = visit
            x.nodes[count] = -1
            count += 1
        if i < s.route[shift].length and s.sequence[shift, i] < first_site:
            x.other[count] = s.sequence[shift, i]
            x.nodes[count] = i
            count += 1
    return count


@kernel
def place_and_hours(a, s, shift, visit, i, low, high):
    """(place, seconds it takes, first and last start) of a stop of the route, or of the visit where `i` is -1."""
    if i >= 0:
        stop = s.stop[shift, i]
        return stop.place, stop.own, stop.opening, stop.closing
    v = a.visit[visit]
    opening = max(low, a.window[v.window_from].earliest)
    closing = min(high, a.window[v.window_to - 1].latest)
    return v.place, service_s(v, a.shift[shift]), opening, closing


@kernel
def way(a, h, here, there, node):
    """(seconds, metres) from a place to a node's; set-up is part of it."""
    seconds = 0
    metres = 0
    if here >= 0 and there >= 0:
        leg = a.travel[h.mode, here, there]
        seconds = leg.seconds
        metres = leg.metres
    if 0 <= node < len(a.visit) and here != there:
        seconds += a.visit[node].setup
    return seconds, metres


@kernel
def fill_tails(a, s, x, shift, visit, count, low, high):
    """Fills the segment from each stop of the line-up to the end: x.early has durations, x.place and x.late the hours.

    Returns whether the end can be reached from the first stop in time, and the metres of the whole line-up.
    """
    h = a.shift[shift]
    duration, earliest, latest = 0, h.starts, h.hard_end
    there, node, metres = h.end_place, -1, 0
    x.early[count], x.place[count], x.late[count] = duration, earliest, latest
    for k in range(count - 1, -1, -1):
        place, own, opening, closing = place_and_hours(a, s, shift, visit, x.nodes[k], low, high)
        seconds, leg_m = way(a, h, place, there, node)
        metres += leg_m
        duration, earliest, latest = joined(own, opening, closing, seconds, duration, earliest, latest)
        if duration >= BIG:
            return False, 0
        x.early[k], x.place[k], x.late[k] = duration, earliest, latest
        there, node = place, x.other[k]
    _, leg_m = way(a, h, h.start_place, there, node)
    return True, metres + leg_m


@kernel
def cheapest_call(a, s, x, shift, visit, lacking, low, high):
    """(duration, metres more) of the line-up with the cheapest call before what is lacking; duration BIG if none fits.

    Only calls that bring something of what is lacking count.
    """
    h = a.shift[shift]
    first_site = len(a.rest) - len(a.site)
    best_d, best_m = BIG, 0
    duration, earliest, latest = 0, h.starts, h.hard_end
    here = h.start_place
    for k in range(lacking + 1):
        place, own, opening, closing = place_and_hours(a, s, shift, visit, x.nodes[k], low, high)
        seconds, leg_m = way(a, h, here, place, x.other[k])
        for row in range(h.site_from, h.site_to):
            site = a.link[row]
            if not helps(a, shift, site, x.other[lacking]):
                continue
            r = a.rest[first_site + site]
            to_s, to_m = way(a, h, here, r.place, -1)
            on_s, on_m = way(a, h, r.place, place, x.other[k])
            call_d, call_e, call_l = joined(duration, earliest, latest, to_s, r.duration, r.earliest, r.latest)
            if call_d >= BIG:
                continue
            call_d, _, _ = joined(call_d, call_e, call_l, on_s, x.early[k], x.place[k], x.late[k])
            more_m = to_m + on_m - leg_m
            if call_d < BIG and (
                best_d == BIG or (call_d - best_d) * h.upence_per_s + (more_m - best_m) * h.upence_per_m < 0
            ):
                best_d, best_m = call_d, more_m
        duration, earliest, latest = joined(duration, earliest, latest, seconds, own, opening, closing)
        if duration >= BIG:
            break
        here = place
    return best_d, best_m


@kernel
def bound_with_call(a, s, x, shift, visit, at, low, high):
    """What a position adds to the objective in paid time and metres, with one call at a site where it costs least.

    BIG if there is no way to be there in time. A screen: where more than one call is wanted it costs more than this,
    and a break without a place of its own is taken to stay where it was.
    """
    h = a.shift[shift]
    count = line_up(a, s, x, shift, visit, at)
    lacking = first_lacking(a, x, shift, x.other, count)
    fits, metres = fill_tails(a, s, x, shift, visit, count, low, high)
    if not fits:
        return BIG
    if lacking == count:
        place, _, _, _ = place_and_hours(a, s, shift, visit, x.nodes[0], low, high)
        seconds, _ = way(a, h, h.start_place, place, x.other[0])
        duration, _, _ = joined(0, h.starts, h.hard_end, seconds, x.early[0], x.place[0], x.late[0])
    else:
        duration, more_m = cheapest_call(a, s, x, shift, visit, lacking, low, high)
        metres += more_m
    if duration >= BIG:
        return BIG
    route = s.route[shift]
    now_m = route.home_m + (s.stop[shift, route.length - 1].metres if route.length > 0 else 0)
    paid = max(h.guaranteed, duration - route.unpaid)
    return (paid - max(h.guaranteed, route.paid)) * h.upence_per_s + (metres - now_m) * h.upence_per_m

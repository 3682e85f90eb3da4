"""What one position for a visit costs at least, by segments, and what other rules than those of time say of it."""

from optimiser.arrays.flat import BIG
from optimiser.search.change_kernel import TOGETHER
from optimiser.search.jit import kernel
from optimiser.search.route_kernel import fair_change, opens_for, service_s
from optimiser.search.segment_kernel import joined
from optimiser.search.trial_kernel import NEVER, lateness


@kernel
def admissible(a, s, shift, visit):
    """Whether every rule but those of time lets this shift take the visit now."""
    for resource in range(a.room.shape[1]):
        if s.used[shift, resource] + a.use[visit, resource] > a.room[shift, resource]:
            return False
    if len(a.agreement_cap) > 0:
        agreement = a.pair[shift, visit].agreement
        if agreement >= 0 and s.lent[agreement] >= a.agreement_cap[agreement]:
            return False
    for k in range(a.visit[visit].coupling_from, a.visit[visit].coupling_to):
        coupling = a.link[k]
        first = a.coupling[coupling].first
        second = a.coupling[coupling].second
        other = second if first == visit else first
        if other == first and a.coupling[coupling].needs == 1 and s.route_of[first] < 0:
            if s.tally[TOGETHER] == 1 + first:
                continue
            return False
        if s.route_of[other] >= 0:
            shared = a.share_worker[shift, s.route_of[other]]
            if (a.coupling[coupling].who == 1 and not shared) or (a.coupling[coupling].who == 2 and shared):
                return False
    return True


@kernel
def lag_bounds(a, s, visit):
    """(low, high): where couplings with served visits put this one's start, if those do not move."""
    low = 0
    high = BIG
    for k in range(a.visit[visit].coupling_from, a.visit[visit].coupling_to):
        coupling = a.link[k]
        first = a.coupling[coupling].first
        second = a.coupling[coupling].second
        if first == visit and s.route_of[second] >= 0:
            high = min(high, s.call[second].pin - a.coupling[coupling].min)
            if a.coupling[coupling].max < BIG:
                low = max(low, s.call[second].pin - a.coupling[coupling].max)
        elif second == visit and s.route_of[first] >= 0:
            low = max(low, s.call[first].pin + a.coupling[coupling].min)
            if a.coupling[coupling].max < BIG:
                high = min(high, s.call[first].pin + a.coupling[coupling].max)
    return low, high


@kernel
def first_open(a, s, shift):
    """The first position after started work."""
    left = a.shift[shift].fixed_prefix
    at = 0
    while left > 0 and at < s.route[shift].length:
        if s.sequence[shift, at] < len(a.visit):
            left -= 1
        at += 1
    return at


@kernel
def stop_after(a, s, shift, at):
    """(position, whether a break comes between) of the stop that a visit put in at `at` would go on to.

    A break without a place of its own comes along to the visit's place.
    """
    if at < s.route[shift].length:
        node = s.sequence[shift, at]
        if node >= len(a.visit) and a.rest[node - len(a.visit)].place < 0:
            return at + 1, True
    return at, False


@kernel
def to_place(a, mode, here, place):
    """The leg to a place whose other legs have just been looked up."""
    if a.mirrored[0] == 1:
        return a.travel_to[mode, place, here]
    return a.travel[mode, here, place]


@kernel
def more_driving(a, s, shift, at, here, place):
    """How many seconds at the wheel a visit at `place` adds to a plain route at a position."""
    h = a.shift[shift]
    count = s.route[shift].length
    there = s.stop[shift, at].place if at < count else h.end_place
    seconds = 0
    if here >= 0:
        seconds += a.travel[h.mode, here, place].seconds
    if there >= 0:
        seconds += a.travel[h.mode, place, there].seconds
    if count > 0 and here >= 0 and there >= 0:
        seconds -= a.travel[h.mode, here, there].seconds
    return seconds


@kernel
def later(a, s, weights, shift, visit, at, start, gap):
    """What lateness a visit adds to a route without breaks at least: its own, and that of those behind it.

    It starts at `start`, and the next stop is `gap` seconds on.
    """
    now = start + service_s(a.visit[visit], a.shift[shift])
    weight = lateness(a, weights, visit, start, now)
    for i in range(at, s.route[shift].length):
        stop = s.stop[shift, i]
        now += gap
        if now <= stop.start:
            break
        node = s.sequence[shift, i]
        weight -= lateness(a, weights, node, stop.start, stop.start + stop.own)
        weight += lateness(a, weights, node, now, now + stop.own)
        now += stop.own
        if i + 1 < s.route[shift].length:
            gap = s.stop[shift, i + 1].gap
    return weight


@kernel
def bound(a, s, weights, shift, visit, at, low, high, limit):
    """What a position adds to the objective at least, by segments; NEVER if that is `limit` or more, or impossible.

    Exactly that where the route and the visit are plain. The visit's start has to lie in [low, high].
    """
    h = a.shift[shift]
    v = a.visit[visit]
    route = s.route[shift]
    stops = s.stop
    count = route.length
    place = v.place
    gap = 0
    metres = 0
    here = h.start_place
    if v.plain == 1 and h.parted == 0 and h.plain == 1:
        # What no way however short allows, before the way is looked up: large matrices are slow to read.
        begin = h.starts
        if at > 0:
            begin = stops[shift, at - 1].front_e + stops[shift, at - 1].front_d
        begin = max(begin, a.window[v.window_from].earliest)
        if begin > a.window[v.window_from].latest:
            return NEVER
        if at < count and begin + service_s(v, h) > stops[shift, at].back_l:
            return NEVER
    if at > 0:
        here = stops[shift, at - 1].place
    if here >= 0:
        leg = to_place(a, h.mode, here, place)
        gap = leg.seconds
        metres = leg.metres
    if here != place:
        gap += v.setup
    after, rest_between = at, False
    if h.plain == 0:
        after, rest_between = stop_after(a, s, shift, at)
    on = 0
    there = h.end_place
    if after < count:
        there = stops[shift, after].place
        metres -= stops[shift, after].leg_m
        node = s.sequence[shift, after]
        if node < len(a.visit):
            if there != place:
                on = a.visit[node].setup
        elif a.rest[node - len(a.visit)].place < 0:
            there = place
    elif count > 0 and there >= 0 and here >= 0:
        metres -= s.route[shift].home_m
    if there >= 0:
        leg = a.travel[h.mode, place, there]
        on += leg.seconds
        metres += leg.metres
    # Whatever it does to the hours, they do not become fewer.
    weight = float(metres * h.upence_per_m)
    if h.fees == 1:
        weight += float(a.pair[shift, visit].extra)
    if weight >= limit:
        return NEVER
    duration, earliest, latest = 0, h.starts, h.hard_end
    if at > 0:
        before = stops[shift, at - 1]
        duration, earliest, latest = before.front_d, before.front_e, before.front_l
    if v.plain == 1 and h.parted == 0:
        opening, closing = a.window[v.window_from].earliest, a.window[v.window_from].latest
    else:
        leave = stops[shift, at - 1].finish if at > 0 else h.starts
        start = opens_for(a, h, shift, visit, v, max(leave + gap, low))
        if start == BIG or start > high:
            return NEVER
        opening, closing = start, start
        for row in range(v.window_from, v.window_to):
            if a.window[row].earliest <= start <= a.window[row].latest:
                opening, closing = max(low, a.window[row].earliest), min(high, a.window[row].latest)
    duration, earliest, latest = joined(duration, earliest, latest, gap, service_s(v, h), opening, closing)
    if duration >= BIG:
        return NEVER
    if rest_between:
        stop = stops[shift, at]
        duration, earliest, latest = joined(duration, earliest, latest, 0, stop.own, stop.opening, stop.closing)
    if after < count:
        stop = stops[shift, after]
        duration, earliest, latest = joined(duration, earliest, latest, on, stop.back_d, stop.back_e, stop.back_l)
    else:
        duration, earliest, latest = joined(duration, earliest, latest, on, 0, h.starts, h.hard_end)
    if duration >= BIG:
        return NEVER
    paid = max(h.guaranteed, duration - route.unpaid)
    weight += float((paid - max(h.guaranteed, route.paid)) * h.upence_per_s)
    if h.plain == 1 and (v.plain == 0 or route.rich > 0):
        if weight >= limit:  # the rest of the route need not be gone through
            return NEVER
        leave = stops[shift, at - 1].finish if at > 0 else h.starts
        weight += later(a, s, weights, shift, visit, at, max(leave + gap, opening), on)
    if v.plain == 1 and h.plain == 1 and route.rich == 0:
        if h.max_driving < BIG and route.driving + more_driving(a, s, shift, at, here, place) > h.max_driving:
            return NEVER
        for k in range(h.workers_from, h.workers_to):
            worker = a.link[k]
            if s.load[worker] - route.paid + paid > a.worker[worker].max_load:
                return NEVER
        weight += float(fair_change(a, s, shift, paid))
        if h.overtime_upence_per_s > 0:
            overtime = max(0, earliest + duration - h.ends) - route.overtime
            weight += float(overtime * h.overtime_upence_per_s)
    return weight if weight < limit else NEVER

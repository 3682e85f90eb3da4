"""Where a visit could go: the cheapest positions, screened by segments and then timed and priced by the definition."""

from optimiser.arrays.flat import BIG
from optimiser.search.break_kernel import weight_of
from optimiser.search.call_kernel import bound_with_call
from optimiser.search.change_kernel import SCANS, TOGETHER
from optimiser.search.jit import kernel
from optimiser.search.random_kernel import draw
from optimiser.search.route_kernel import INFEASIBLE, OWED, evaluate, fair_change, opens_for, service_s
from optimiser.search.segment_kernel import joined
from optimiser.search.settle_kernel import complete
from optimiser.search.site_kernel import call_may_move
from optimiser.search.trial_kernel import NEVER, add_to_trial, begin_trial, lateness, weigh_trial


@kernel
def admissible(a, s, shift, visit):
    """Whether every rule but those of time lets this shift take the visit now."""
    for resource in range(a.room.shape[1]):
        if s.used[shift, resource] + a.use[visit, resource] > a.room[shift, resource]:
            return False
    agreement = a.pair[shift, visit].agreement
    if agreement >= 0 and s.lent[agreement] >= a.agreement_cap[agreement]:
        return False
    for k in range(a.visit[visit].coupling_from, a.visit[visit].coupling_to):
        coupling = a.link[k]
        first = a.coupling[coupling].first
        second = a.coupling[coupling].second
        other = second if first == visit else first
        if other == first and a.coupling[coupling].needs == 1 and s.call[first].route_of < 0:
            if s.tally[TOGETHER] == 1 + first:
                continue
            return False
        if s.call[other].route_of >= 0:
            shared = a.share_worker[shift, s.call[other].route_of]
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
        if first == visit and s.call[second].route_of >= 0:
            high = min(high, s.call[second].pin - a.coupling[coupling].min)
            if a.coupling[coupling].max < BIG:
                low = max(low, s.call[second].pin - a.coupling[coupling].max)
        elif second == visit and s.call[first].route_of >= 0:
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
def keep_best(x, keep, found, shift, at, weight):
    """Files a candidate among the `keep` cheapest; returns how many there are."""
    if found == keep and weight >= x.found[keep - 1].weight:
        return found
    row = min(found, keep - 1)
    while row > 0 and x.found[row - 1].weight > weight:
        x.found[row].weight = x.found[row - 1].weight
        x.found[row].shift = x.found[row - 1].shift
        x.found[row].at = x.found[row - 1].at
        row -= 1
    x.found[row].weight = weight
    x.found[row].shift = shift
    x.found[row].at = at
    return min(found + 1, keep)


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
    weight = float(metres * h.upence_per_m) + float(a.pair[shift, visit].extra)
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
    if h.plain == 1 and (v.plain == 0 or route.rich > 0):
        leave = stops[shift, at - 1].finish if at > 0 else h.starts
        weight += later(a, s, weights, shift, visit, at, max(leave + gap, opening), on)
        if weight >= limit:
            return NEVER
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


@kernel
def tied_to_served(a, s, visit):
    """Whether a coupling ties the visit to one that is served."""
    for k in range(a.visit[visit].coupling_from, a.visit[visit].coupling_to):
        c = a.coupling[a.link[k]]
        if s.call[c.first].route_of >= 0 or s.call[c.second].route_of >= 0:
            return True
    return False


@kernel
def has_tied(a, s, shift):
    """Whether there is a coupled visit on the route."""
    for i in range(s.route[shift].length):
        if s.sequence[shift, i] < len(a.visit) and s.call[s.sequence[shift, i]].pin >= 0:
            return True
    return False


@kernel
def try_position(a, s, x, weights, visit, shift, at, least, limit):
    """What a position adds to the objective, coupled visits moving; NEVER if it breaks a rule or adds `limit`.

    By itself, the route is known to cost at least so much more.
    """
    begin_trial(x)
    if not add_to_trial(a, s, x, visit, shift, at):
        return NEVER
    return weigh_trial(a, s, x, weights, least, limit)


@kernel
def time_position(a, s, x, weights, visit, shift, at, least, limit):
    """What a position adds to the objective, timed and priced by the definition; NEVER if it breaks a rule.

    Coupled visits may move; NEVER, too, if it then adds `limit` or more. Segments say that it adds `least`.
    """
    if tied_to_served(a, s, visit):
        return try_position(a, s, x, weights, visit, shift, at, least, limit)
    weight = time_pinned(a, s, x, weights, visit, shift, at)
    if weight == NEVER and len(a.coupling) > 0 and has_tied(a, s, shift):
        weight = try_position(a, s, x, weights, visit, shift, at, least, limit)
    return weight


@kernel
def time_pinned(a, s, x, weights, visit, shift, at):
    """What a position adds to the objective if coupled visits keep their starts; NEVER if it breaks a rule."""
    count = s.route[shift].length
    if count + 1 + a.shift[shift].break_to - a.shift[shift].break_from > s.sequence.shape[1]:
        return NEVER
    for i in range(at):
        x.nodes[i] = s.sequence[shift, i]
    x.nodes[at] = visit
    for i in range(at, count):
        x.nodes[i + 1] = s.sequence[shift, i]
    code = evaluate(a, s, x, shift, x.nodes, count + 1, True)
    if code == INFEASIBLE:
        return NEVER
    if code == OWED and complete(a, s, x, weights, shift, x.nodes, count + 1, True) < 0:
        return NEVER
    return weight_of(a, s, x, weights, shift)


@kernel
def looked_at(a, s, x, shift, visit):
    """Whether this shift may take the visit as far as times do not matter; judged once in every scan."""
    if x.shift_seen[shift, 0] != x.counts[SCANS]:
        x.shift_seen[shift, 0] = x.counts[SCANS]
        x.shift_seen[shift, 1] = (
            x.closed[shift] == 0 and a.pair[shift, visit].able == 0 and admissible(a, s, shift, visit)
        )
    return x.shift_seen[shift, 1] == 1


@kernel
def bound_for_call(a, s, x, shift, visit, at, low, high, least):
    """What a position adds at least where a call at a site has to come for the visit; NEVER if that is impossible."""
    more = bound_with_call(a, s, x, shift, visit, at, low, high)
    return max(least, float(more) + float(a.pair[shift, visit].extra)) if more < BIG else NEVER


@kernel
def note_maybe(x, maybe, weight, rough, shift, at):
    """Files a position that is yet to be timed; how many there are then, and no more than there is room for.

    `rough`: what is said of its weight leaves out that a call at a site may have to come for it.
    """
    if maybe == len(x.maybe):
        return maybe
    x.maybe[maybe].weight = weight
    x.maybe[maybe].rough = rough
    x.maybe[maybe].shift = shift
    x.maybe[maybe].at = at
    return maybe + 1


@kernel
def scan(a, s, x, weights, blink, visit, low, high, keep):
    """The `keep` cheapest (shift, position) for a visit whose start must lie in [low, high].

    Only positions beside one of its neighbours and on empty shifts count, each kind of empty shift once. They stand in
    x.found with what they add to the objective; returns how many. `blink` is the chance of overlooking a position
    (SISR's blinks). Positions are screened by what is known of both halves of the route; those that may be among the
    cheapest are then timed and priced by the definition, the most promising first.
    """
    found, maybe = look_round(a, s, x, weights, blink, visit, low, high, keep)
    s.call[visit].lower = low
    found = time_maybes(a, s, x, weights, visit, low, high, keep, found, maybe)
    s.call[visit].lower = 0
    return found


@kernel
def scan_roughly(a, s, x, weights, blink, visit, low, keep):
    """As `scan`, but no position is timed: they stand in x.found with what segments say they add at least."""
    found, maybe = look_round(a, s, x, weights, blink, visit, low, BIG, keep)
    for row in range(maybe):
        found = keep_best(x, keep, found, x.maybe[row].shift, x.maybe[row].at, x.maybe[row].weight)
    return found


@kernel
def look_round(a, s, x, weights, blink, visit, low, high, keep):
    """Screens the positions beside a visit's neighbours; (how many are in x.found, how many in x.maybe).

    In x.found is what is exact, in x.maybe what has yet to be timed.
    """
    s.call[visit].lower = low
    x.counts[SCANS] += 1
    scan_number = x.counts[SCANS]
    visits = len(a.visit)
    plain = a.visit[visit].plain == 1
    found = 0
    maybe = 0
    for rank in range(x.near.shape[1]):
        other = x.near[visit, rank]
        shift = s.call[other].route_of
        if shift < 0 or not looked_at(a, s, x, shift, visit):
            continue
        exact = plain and a.shift[shift].plain == 1 and s.route[shift].rich == 0
        first = first_open(a, s, shift) if a.shift[shift].fixed_prefix > 0 else 0
        low_at = s.call[other].at
        high_at = low_at + 1
        if a.shift[shift].plain == 0:
            # A break is nobody's neighbour, so the positions on its far side go with the visit on the near one.
            while low_at > 0 and s.sequence[shift, low_at - 1] >= visits:
                low_at -= 1
            while high_at < s.route[shift].length and s.sequence[shift, high_at] >= visits:
                high_at += 1
        for at in range(max(first, low_at), high_at + 1):
            if s.stop[shift, at].seen == scan_number:
                continue
            s.stop[shift, at].seen = scan_number
            if blink > 0.0 and draw(x.random) < blink:
                continue
            limit = x.found[keep - 1].weight if found == keep else NEVER
            weight = bound(a, s, weights, shift, visit, at, low, high, limit)
            if weight == NEVER:
                continue
            if exact:
                found = keep_best(x, keep, found, shift, at, weight)
            else:
                rough = a.shift[shift].may_add == 1 and call_may_move(a, s, shift, visit, at)
                maybe = note_maybe(x, maybe, weight, rough, shift, at)
    for kin in range(len(s.idle)):
        shift = s.idle[kin]
        if shift < 0 or not looked_at(a, s, x, shift, visit) or (blink > 0.0 and draw(x.random) < blink):
            continue
        weight = bound(a, s, weights, shift, visit, 0, low, high, x.found[keep - 1].weight if found == keep else NEVER)
        if weight == NEVER:
            continue
        if plain and a.shift[shift].plain == 1:
            found = keep_best(x, keep, found, shift, 0, weight)
        else:
            rough = a.shift[shift].may_add == 1 and call_may_move(a, s, shift, visit, 0)
            maybe = note_maybe(x, maybe, weight, rough, shift, 0)
    s.call[visit].lower = 0
    return found, maybe


@kernel
def time_maybes(a, s, x, weights, visit, low, high, keep, found, maybe):
    """Times the positions noted, the most promising first, until none can be among the cheapest; how many are found."""
    while maybe > 0:
        best = 0
        for row in range(1, maybe):
            if x.maybe[row].weight < x.maybe[best].weight:
                best = row
        if found == keep and x.maybe[best].weight >= x.found[keep - 1].weight:
            break
        shift, at, least = x.maybe[best].shift, x.maybe[best].at, x.maybe[best].weight
        if x.maybe[best].rough == 1:
            # It is the most promising only as long as it is not known what the call costs.
            x.maybe[best].rough = 0
            least = bound_for_call(a, s, x, shift, visit, at, low, high, least)
            if least < NEVER:
                x.maybe[best].weight = least
                continue
        maybe -= 1
        x.maybe[best].weight = x.maybe[maybe].weight
        x.maybe[best].shift = x.maybe[maybe].shift
        x.maybe[best].at = x.maybe[maybe].at
        x.maybe[best].rough = x.maybe[maybe].rough
        if least == NEVER:
            continue
        limit = x.found[keep - 1].weight if found == keep else NEVER
        weight = time_position(a, s, x, weights, visit, shift, at, least, limit)
        if weight < NEVER:
            found = keep_best(x, keep, found, shift, at, weight)
    return found


@kernel
def scan_everywhere(a, s, x, weights, visit, low, high, keep):
    """As `scan`, but over every position of every able shift, overlooking none."""
    s.call[visit].lower = low
    x.counts[SCANS] += 1
    found = 0
    for able in range(a.visit[visit].able_from, a.visit[visit].able_to):
        shift = a.link[able]
        if x.closed[shift] == 1 or not admissible(a, s, shift, visit):
            continue
        for at in range(first_open(a, s, shift), s.route[shift].length + 1):
            limit = x.found[keep - 1].weight if found == keep else NEVER
            least = bound(a, s, weights, shift, visit, at, low, high, limit)
            if least < NEVER and a.shift[shift].may_add == 1 and call_may_move(a, s, shift, visit, at):
                least = bound_for_call(a, s, x, shift, visit, at, low, high, least)
            if least >= limit:
                continue
            weight = time_position(a, s, x, weights, visit, shift, at, least, limit)
            if weight < NEVER:
                found = keep_best(x, keep, found, shift, at, weight)
    s.call[visit].lower = 0
    return found

"""Where a visit could go: the cheapest positions, screened by segments and then timed and priced by the definition."""

from optimiser.arrays.flat import BIG
from optimiser.search.break_kernel import place_breaks, weight_of
from optimiser.search.jit import kernel, piece
from optimiser.search.random_kernel import draw
from optimiser.search.route_kernel import INFEASIBLE, OWED, evaluate, opens, service_s
from optimiser.search.segment_kernel import joined


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


@piece
def metres_now(a, s, shift, at, here):
    """Metres of the leg that now leads from `here` to the stop at a position, or to the end place."""
    there = a.shift[shift].end_place
    if at < s.route[shift].length:
        node = s.sequence[shift, at]
        if node < len(a.visit):
            there = a.visit[node].place
        else:
            rest = a.rest[node - len(a.visit)].place
            there = here if rest < 0 else rest
    metres = 0
    if s.route[shift].length > 0 and here >= 0 and there >= 0:
        metres = a.travel[a.shift[shift].mode, here, there].metres
    return metres


@piece
def way_on(a, s, shift, at, place):
    """(seconds with set-up, metres) from a place to the stop at a position, or to the end place."""
    there = a.shift[shift].end_place
    seconds = 0
    metres = 0
    if at < s.route[shift].length:
        node = s.sequence[shift, at]
        if node < len(a.visit):
            there = a.visit[node].place
            if there != place:
                seconds = a.visit[node].setup
        else:
            rest = a.rest[node - len(a.visit)].place
            there = place if rest < 0 else rest
    if there >= 0:
        seconds += a.travel[a.shift[shift].mode, place, there].seconds
        metres = a.travel[a.shift[shift].mode, place, there].metres
    return seconds, metres


@piece
def least_weight(a, s, shift, visit, at, gap, onward, metres, low, high, start):
    """The least a position can add to the objective: paid time by segments, metres, and the pair's own price."""
    h = a.shift[shift]
    route = s.route[shift]
    opening, closing = start, start
    for row in range(a.visit[visit].window_from, a.visit[visit].window_to):
        if a.window[row].earliest <= start <= a.window[row].latest:
            opening, closing = max(low, a.window[row].earliest), min(high, a.window[row].latest)
    own = service_s(a.visit[visit], h)
    if at == 0:
        duration, earliest, latest = joined(0, h.starts, h.hard_end, gap, own, opening, closing)
    else:
        before = s.stop[shift, at - 1]
        duration, earliest, latest = joined(before.front_d, before.front_e, before.front_l, gap, own, opening, closing)
    if at == route.length:
        duration, earliest, latest = joined(duration, earliest, latest, onward, 0, h.starts, h.hard_end)
    else:
        after = s.stop[shift, at]
        duration, earliest, latest = joined(
            duration, earliest, latest, onward, after.back_d, after.back_e, after.back_l
        )
    paid = max(h.guaranteed, duration - route.unpaid) - max(h.guaranteed, route.paid)
    return float(paid * h.upence_per_s + metres * h.upence_per_m + a.pair[shift, visit].extra)


@kernel
def scan(a, s, x, weights, blink, visit, low, high, keep):
    """The `keep` cheapest (shift, position) for a visit whose start must lie in [low, high], no coupled visit moving.

    They stand in x.found with what they add to the objective; returns how many. `blink` is the chance of overlooking a
    position (SISR's blinks). Positions are screened by what is known of both halves of the route; those that may be
    among the cheapest are then timed and priced by the definition.
    """
    table, windows, rests, travel = a.visit, a.window, a.rest, a.travel
    stops, nodes = s.stop, s.sequence
    visits = len(table)
    v = table[visit]
    place = v.place
    found = 0
    s.call[visit].lower = low
    for able in range(v.able_from, v.able_to):
        shift = a.link[able]
        if not admissible(a, s, shift, visit):
            continue
        h = a.shift[shift]
        count = s.route[shift].length
        if count + 1 + h.break_to - h.break_from > nodes.shape[1]:
            continue
        first = first_open(a, s, shift)
        service = service_s(v, h)
        here = h.start_place
        leave = h.starts
        for at in range(count + 1):
            if at > 0:
                node = nodes[shift, at - 1]
                if node < visits:
                    here = table[node].place
                elif rests[node - visits].place >= 0:
                    here = rests[node - visits].place
                leave = stops[shift, at - 1].finish
            if at < first:
                continue
            gap = 0
            metres = 0
            if here >= 0:
                gap = travel[h.mode, here, place].seconds
                metres = travel[h.mode, here, place].metres
            if here != place:
                gap += v.setup
            start = opens(windows, v, max(leave + gap, low))
            if start == BIG or start > high:
                continue
            onward, metres_on = way_on(a, s, shift, at, place)
            metres += metres_on - metres_now(a, s, shift, at, here)
            if at < count and nodes[shift, at] >= visits and rests[nodes[shift, at] - visits].place < 0:
                # The break comes along to the visit's place, so what is known of the half behind it does not hold.
                weight = -BIG * 1.0
            elif start + service + onward > (stops[shift, at].latest if at < count else h.hard_end):
                continue
            else:
                weight = least_weight(a, s, shift, visit, at, gap, onward, metres, low, high, start)
            if found == keep and weight >= x.found[keep - 1].weight:
                continue
            if blink > 0.0 and draw(x.random) < blink:
                continue
            for i in range(at):
                x.nodes[i] = nodes[shift, i]
            x.nodes[at] = visit
            for i in range(at, count):
                x.nodes[i + 1] = nodes[shift, i]
            code = evaluate(a, s, x, shift, x.nodes, count + 1, True)
            if code == OWED:
                if place_breaks(a, s, x, weights, shift, x.nodes, count + 1, True) < 0:
                    continue
            elif code == INFEASIBLE:
                continue
            found = keep_best(x, keep, found, shift, at, weight_of(a, s, x, weights, shift))
    s.call[visit].lower = 0
    return found

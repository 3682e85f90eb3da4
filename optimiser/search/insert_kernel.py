"""Putting visits in: the cheapest positions of one, and of several that are tied together."""

from optimiser.arrays.flat import BIG
from optimiser.search.break_kernel import place_breaks, settle, weight_of
from optimiser.search.jit import kernel, piece
from optimiser.search.random_kernel import draw
from optimiser.search.route_kernel import INFEASIBLE, OWED, evaluate, opens, service_s, weigh
from optimiser.search.segment_kernel import joined
from optimiser.search.timing_kernel import close, commit, compact, mark_dirty, put_in, remember, retime, take_out, touch


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
            there = h.end_place
            setup = 0
            if at < count:
                node = nodes[shift, at]
                if node >= visits:
                    there = place if rests[node - visits].place < 0 else rests[node - visits].place
                else:
                    there = table[node].place
                    if there != place:
                        setup = table[node].setup
            onward = setup
            if there >= 0:
                onward += travel[h.mode, place, there].seconds
                metres += travel[h.mode, place, there].metres
            metres -= metres_now(a, s, shift, at, here)
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


@kernel
def with_visit(a, s, x, weights, visit, shift, at):
    """Fills x.nodes with the route that takes the visit at a position, breaks settled; its length or -1."""
    count = s.route[shift].length
    for i in range(at):
        x.nodes[i] = s.sequence[shift, i]
    x.nodes[at] = visit
    for i in range(at, count):
        x.nodes[i + 1] = s.sequence[shift, i]
    return settle(a, s, x, weights, shift, x.nodes, count + 1, True)


@kernel
def insert_alone(a, s, x, weights, blink, visit):
    """Puts an untied visit where it costs least, if that is less than leaving it out."""
    if scan(a, s, x, weights, blink, visit, 0, BIG, 1) == 0:
        return False
    left_out = a.visit[visit].unserved
    if x.found[0].weight >= weigh(weights, left_out[0], left_out[1], left_out[2], left_out[3]):
        return False
    shift = x.found[0].shift
    remember(s, x, shift)
    count = with_visit(a, s, x, weights, visit, shift, x.found[0].at)
    if count < 0:
        return False
    put_in(a, s, visit, shift)
    commit(a, s, x, shift, x.nodes, count)
    return True


@kernel
def insert_tied(a, s, x, weights, visit, shift, at):
    """Puts a tied visit at a position and times all routes it is tied to; False and nothing changed if that fails."""
    low, _ = lag_bounds(a, s, visit)
    s.call[visit].lower = low
    count = with_visit(a, s, x, weights, visit, shift, at)
    s.call[visit].lower = 0
    if count < 0:
        return False
    before = s.sequence[shift, : s.route[shift].length].copy()
    touch(s, x, shift)
    for i in range(count):
        s.sequence[shift, i] = x.nodes[i]
    s.route[shift].length = count
    put_in(a, s, visit, shift)
    if retime(a, s, x, False):
        return True
    remove_tied(a, s, x, visit, before)
    return False


@kernel
def remove_tied(a, s, x, visit, before):
    """Takes a tied visit out; `before` is the sequence its route then has. False: the rest cannot be timed."""
    shift = s.call[visit].route_of
    mark_dirty(s, x, shift)
    close(a, s, x)  # the routes that were pushed by this visit have to fall back
    take_out(a, s, x, visit)
    s.route[shift].length = len(before)
    for i in range(len(before)):
        s.sequence[shift, i] = before[i]
    compact(a, s, shift)
    return retime(a, s, x, True)


@piece
def worth(s, weights, before):
    """What the plan costs more than a total noted before."""
    total = s.total
    return weigh(weights, total[0] - before[0], total[1] - before[1], total[2] - before[2], total[3] - before[3])


@kernel
def candidates(a, s, x, weights, blink, visit, exact, loose):
    """Positions for a tied visit, as a list of (shift, position).

    `exact` of those where no tied visit moves, then `loose` of those that push the others later.
    """
    rows = [(0, 0) for _ in range(0)]
    low, high = lag_bounds(a, s, visit)
    found = scan(a, s, x, weights, blink, visit, low, high, exact)
    for row in range(found):
        rows.append((x.found[row].shift, x.found[row].at))  # noqa: PERF401 because Numba compiles loops better
    if high < BIG and loose > 0:
        found = scan(a, s, x, weights, blink, visit, low, BIG, loose)
        for row in range(found):
            one = (x.found[row].shift, x.found[row].at)
            if one not in rows:
                rows.append(one)
    return rows


@kernel
def insert_next(a, s, x, weights, blink, visit, ceiling):
    """Puts one tied visit where the whole plan then costs least, if that adds less than `ceiling` to it."""
    before = s.total.copy()
    best = ceiling
    best_shift = -1
    best_at = 0
    for shift, at in candidates(a, s, x, weights, blink, visit, 2, 2):
        sequence = s.sequence[shift, : s.route[shift].length].copy()
        if insert_tied(a, s, x, weights, visit, shift, at):
            gain = worth(s, weights, before)
            remove_tied(a, s, x, visit, sequence)
            if gain < best:
                best = gain
                best_shift = shift
                best_at = at
    return best_shift >= 0 and insert_tied(a, s, x, weights, visit, best_shift, best_at)


@kernel
def insert_pair(a, s, x, weights, blink, one, two, ceiling):
    """Puts two tied visits where both together cost least; False if that would add `ceiling` or more."""
    before = s.total.copy()
    best = ceiling
    best_shift = -1
    best_at = 0
    other_shift = 0
    other_at = 0
    for shift, at in candidates(a, s, x, weights, blink, one, 3, 0):
        sequence = s.sequence[shift, : s.route[shift].length].copy()
        if not insert_tied(a, s, x, weights, one, shift, at):
            continue
        for second, position in candidates(a, s, x, weights, blink, two, 1, 1):
            beside = s.sequence[second, : s.route[second].length].copy()
            if insert_tied(a, s, x, weights, two, second, position):
                gain = worth(s, weights, before)
                remove_tied(a, s, x, two, beside)
                if gain < best:
                    best = gain
                    best_shift = shift
                    best_at = at
                    other_shift = second
                    other_at = position
        remove_tied(a, s, x, one, sequence)
    if best_shift < 0:
        return False
    sequence = s.sequence[best_shift, : s.route[best_shift].length].copy()
    if not insert_tied(a, s, x, weights, one, best_shift, best_at):
        return False
    if insert_tied(a, s, x, weights, two, other_shift, other_at):
        return True
    remove_tied(a, s, x, one, sequence)
    return False


@kernel
def groups_whole(a, s, bundle):
    """Whether each all-or-none group of the bundle is served whole or not at all."""
    for k in range(a.bundle[bundle].group_from, a.bundle[bundle].group_to):
        group = a.link[k]
        served = 0
        for m in range(a.group[group].first, a.group[group].last):
            served += s.call[a.link[m]].route_of >= 0
        if served != 0 and served != a.group[group].last - a.group[group].first:
            return False
    return True


@kernel
def remove_bundle(a, s, x, bundle):
    """Takes every visit of a bundle out that may be moved, the last one first. False: the rest cannot be timed."""
    for k in range(a.bundle[bundle].last - 1, a.bundle[bundle].first - 1, -1):
        visit = a.link[k]
        shift = s.call[visit].route_of
        if shift < 0 or a.visit[visit].fixed == 1:
            continue
        before = s.sequence[shift, : s.route[shift].length]
        if not remove_tied(a, s, x, visit, before[before != visit].copy()):
            return False
    return True


@kernel
def insert_members(a, s, x, weights, blink, bundle, ceiling):
    """Puts in what is left out of a bundle of several, pair by pair, each for less than `ceiling`."""
    one = -1
    for k in range(a.bundle[bundle].first, a.bundle[bundle].last):
        visit = a.link[k]
        if s.call[visit].route_of >= 0 or a.visit[visit].hopeless == 1:
            continue
        if one < 0:
            one = visit
            continue
        if s.call[one].route_of < 0:
            if not insert_pair(a, s, x, weights, blink, one, visit, ceiling) and a.bundle[bundle].grouped == 0:
                # Perhaps one of them can be had on its own.
                insert_next(a, s, x, weights, blink, one, ceiling)
                insert_next(a, s, x, weights, blink, visit, ceiling)
        elif s.call[visit].route_of < 0:
            insert_next(a, s, x, weights, blink, visit, ceiling)
        one = visit
    if one >= 0 and s.call[one].route_of < 0:
        insert_next(a, s, x, weights, blink, one, ceiling)


@kernel
def served_of(a, s, bundle):
    """How many visits of a bundle are served."""
    served = 0
    for k in range(a.bundle[bundle].first, a.bundle[bundle].last):
        served += s.call[a.link[k]].route_of >= 0
    return served


@kernel
def insert_bundle(a, s, x, weights, blink, bundle):
    """Puts in whatever of a bundle is left out, as far as its rules allow. False: the plan has to be put back."""
    first = a.bundle[bundle].first
    last = a.bundle[bundle].last
    if last - first == 1:
        visit = a.link[first]
        if s.call[visit].route_of < 0:
            insert_alone(a, s, x, weights, blink, visit)
        return True
    none_yet = served_of(a, s, bundle) == 0
    insert_members(a, s, x, weights, blink, bundle, 0.0)
    if a.bundle[bundle].grouped == 1 and not groups_whole(a, s, bundle) and not remove_bundle(a, s, x, bundle):
        return False
    if last - first > 2 and none_yet and served_of(a, s, bundle) == 0:
        # Pair by pair nothing was worth it; all together may be, where the last one is what matters.
        before = s.total.copy()
        insert_members(a, s, x, weights, blink, bundle, BIG * 1e200)
        broken = a.bundle[bundle].grouped == 1 and not groups_whole(a, s, bundle)
        if broken or worth(s, weights, before) >= 0.0:
            return remove_bundle(a, s, x, bundle)
    return True

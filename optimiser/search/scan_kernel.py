"""Where a visit could go: the cheapest positions, screened by segments and then timed and priced by the definition."""

import numpy as np

from optimiser.arrays.flat import BIG
from optimiser.search.bound_kernel import admissible, bound, first_open
from optimiser.search.break_kernel import weight_of
from optimiser.search.call_kernel import bound_with_call
from optimiser.search.change_kernel import SCANS, is_plain
from optimiser.search.cheapest_kernel import cheapest_on, known_on
from optimiser.search.jit import kernel
from optimiser.search.random_kernel import draw
from optimiser.search.route_kernel import INFEASIBLE, OWED, evaluate
from optimiser.search.settle_kernel import complete
from optimiser.search.site_kernel import call_may_move
from optimiser.search.trial_kernel import NEVER, add_to_trial, begin_trial, weigh_trial

# What a scan has made of a shift (Scratch.shift_seen).
UNABLE = 0
ABLE = 1


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
def tied_to_served(a, s, visit):
    """Whether a coupling ties the visit to one that is served."""
    for k in range(a.visit[visit].coupling_from, a.visit[visit].coupling_to):
        c = a.coupling[a.link[k]]
        if s.route_of[c.first] >= 0 or s.route_of[c.second] >= 0:
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
    if code == OWED and complete(a, s, x, weights, shift, x.nodes, count + 1, True, code) < 0:
        return NEVER
    return weight_of(a, s, x, weights, shift)


@kernel
def looked_at(a, s, x, shift, visit):
    """UNABLE or ABLE: whether this shift may take the visit as far as times do not matter.

    Judged once in every scan.
    """
    if x.shift_seen[shift, 0] != x.counts[SCANS]:
        x.shift_seen[shift, 0] = x.counts[SCANS]
        able = x.able[visit, shift] and x.closed[shift] == 0 and admissible(a, s, shift, visit)
        x.shift_seen[shift, 1] = ABLE if able else UNABLE
    return x.shift_seen[shift, 1]


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
def list_routes(s, x, visit):
    """Fills x.round with the shifts that may take a visit and have its neighbours on their routes; how many.

    Each once, the nearest first. What counts is counted without a branch, as whether a neighbour's route has come up
    before cannot be foretold: a third of a search's samples in a profile lay here while there were branches.
    """
    near, route_of, listed, listed_at, closed, able = x.near, s.route_of, x.round, x.round_seen, x.closed, x.able
    scan_number = x.counts[SCANS]
    listed_at[0] = scan_number  # where those stand who are on no route
    count = 0
    for rank in range(near.shape[1]):
        # Unsigned numbers need not be looked at for whether they count from the end.
        shift = route_of[np.uint32(near[visit, rank])]
        row, column = np.uint32(shift + 1), np.uint32(max(shift, 0))
        listed[count] = shift
        count += (listed_at[row] != scan_number) & (closed[column] == 0) & able[visit, column]
        listed_at[row] = scan_number
    return count


@kernel
def look_at_route(a, s, x, weights, blink, visit, shift, found):
    """Files the cheapest position for a plain visit on a plain route in x.found[0] if it beats what is there.

    `found` is whether anything is there; returns whether anything is then. Only a position that beats it is ever
    overlooked, and then the others on the route have their turn.
    """
    limit = x.found[0].weight if found == 1 else NEVER
    if not admissible(a, s, shift, visit):
        return found
    weight, at = cheapest_on(a, s, x, weights, shift, visit, limit, 0.0, -1)
    if weight < limit and blink > 0.0 and draw(x.random) < blink:
        weight, at = cheapest_on(a, s, x, weights, shift, visit, limit, blink, at)
    if weight >= limit:
        return found
    return keep_best(x, 1, found, shift, at, weight)


@kernel
def look_round(a, s, x, weights, blink, visit, low, high, keep):
    """Screens the positions beside a visit's neighbours; (how many are in x.found, how many in x.maybe).

    In x.found is what is exact, in x.maybe what has yet to be timed.
    """
    s.call[visit].lower = low
    x.counts[SCANS] += 1
    plain = a.visit[visit].plain == 1
    found = 0
    maybe = 0
    left = 0  # routes that have to be gone through position by position
    listed = list_routes(s, x, visit)
    exact = plain and keep == 1
    if exact:
        for k in range(listed):
            x.known[k] = known_on(s, x, x.round[k], visit)
    for k in range(listed):
        shift = x.round[k]
        if exact and x.known[k] >= (x.found[0].weight if found == 1 else NEVER):
            continue
        if exact and is_plain(a, s, shift):
            found = look_at_route(a, s, x, weights, blink, visit, shift, found)
        else:
            left += admissible(a, s, shift, visit)
    if left > 0:
        found, maybe = look_at_positions(a, s, x, weights, blink, visit, low, high, keep, found)
    for kin in range(len(s.idle)):
        shift = s.idle[kin]
        if shift < 0 or looked_at(a, s, x, shift, visit) != ABLE or (blink > 0.0 and draw(x.random) < blink):
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
def look_at_positions(a, s, x, weights, blink, visit, low, high, keep, found):
    """As `look_round`, of those routes only that `look_at_route` cannot judge, or of all if more than one is kept."""
    scan_number = x.counts[SCANS]
    visits = len(a.visit)
    plain = a.visit[visit].plain == 1
    maybe = 0
    for rank in range(x.near.shape[1]):
        other = x.near[visit, rank]
        shift = s.route_of[other]
        if shift < 0 or looked_at(a, s, x, shift, visit) != ABLE:
            continue
        exact = plain and is_plain(a, s, shift)
        if exact and keep == 1:
            continue
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

"""Putting visits in where they cost least: one alone, and several that are tied together."""

from optimiser.arrays.flat import BIG
from optimiser.search.bound_kernel import lag_bounds
from optimiser.search.change_kernel import (
    TRIED,
    compact,
    is_plain,
    mark_dirty,
    number_stops,
    put_in,
    remember,
    set_length,
    take_out,
    touch,
)
from optimiser.search.jit import kernel, making_arrays, piece
from optimiser.search.pair_kernel import gather, scan_pair, weigh_pair
from optimiser.search.random_kernel import draw
from optimiser.search.route_kernel import weigh
from optimiser.search.scan_kernel import scan, scan_everywhere, tied_to_served, try_position
from optimiser.search.segment_kernel import refresh_plain
from optimiser.search.settle_kernel import settle
from optimiser.search.timing_kernel import close, commit, retime
from optimiser.search.trial_kernel import NEVER, commit_trial

# So many visits for which there is no place beside their neighbours are tried everywhere else in an iteration, on
# average. On days of 100 and 300 jobs with some left out, ten times as many came out worse in nine runs of ten.
LOOK_EVERYWHERE = 0.3
# So many positions of the first of two tied visits are looked at one after the other.
IN_TURN = 3


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
    found = scan(a, s, x, weights, blink, visit, 0, BIG, 1)
    if found == 0 and (blink == 0.0 or draw(x.random) * x.counts[TRIED] < LOOK_EVERYWHERE):
        found = scan_everywhere(a, s, x, weights, visit, 0, BIG, 1)
    if found == 0:
        return False
    left_out = a.visit[visit].unserved
    if x.found[0].weight >= weigh(weights, left_out[0], left_out[1], left_out[2], left_out[3]):
        return False
    return place_alone(a, s, x, weights, visit, x.found[0].shift, x.found[0].at)


@kernel
def place_alone(a, s, x, weights, visit, shift, at):
    """Puts a visit at a position that a scan found; False, and nothing changed, if its breaks fit nowhere."""
    if tied_to_served(a, s, visit):
        return place_tied(a, s, x, weights, visit, shift, at)
    remember(s, x, shift)
    if a.visit[visit].plain == 1 and is_plain(a, s, shift):
        count = s.route[shift].length
        for i in range(count, at, -1):
            s.sequence[shift, i] = s.sequence[shift, i - 1]
        s.sequence[shift, at] = visit
        set_length(a, s, x, shift, count + 1)
        put_in(a, s, visit, shift)
        refresh_plain(a, s, x, shift, at)
        return True
    count = with_visit(a, s, x, weights, visit, shift, at)
    if count < 0:
        return len(a.coupling) > 0 and place_tied(a, s, x, weights, visit, shift, at)
    put_in(a, s, visit, shift)
    commit(a, s, x, shift, x.nodes, count)
    return True


@kernel
def place_tied(a, s, x, weights, visit, shift, at):
    """Puts a visit at a position, coupled visits moving; False, and nothing changed, if that breaks a rule."""
    if try_position(a, s, x, weights, visit, shift, at, 0.0, NEVER) == NEVER:
        return False
    return commit_trial(a, s, x, weights)


@making_arrays
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
    set_length(a, s, x, shift, count)
    number_stops(a, s, shift, 0)
    put_in(a, s, visit, shift)
    if retime(a, s, x, False):
        return True
    remove_tied(a, s, x, visit, before)
    return False


@kernel
def remove_tied(a, s, x, visit, before):
    """Takes a tied visit out; `before` is the sequence its route then has. False: the rest cannot be timed."""
    shift = s.route_of[visit]
    mark_dirty(s, x, shift)
    close(a, s, x)  # the routes that were pushed by this visit have to fall back
    take_out(a, s, x, visit)
    set_length(a, s, x, shift, len(before))
    for i in range(len(before)):
        s.sequence[shift, i] = before[i]
    compact(a, s, x, shift)
    return retime(a, s, x, True)


@piece
def worth(s, weights, before):
    """What the plan costs more than a total noted before."""
    total = s.total
    return weigh(weights, total[0] - before[0], total[1] - before[1], total[2] - before[2], total[3] - before[3])


@piece
def left_out(a, weights, visit):
    """What it weighs that a visit is left out."""
    unserved = a.visit[visit].unserved
    return weigh(weights, unserved[0], unserved[1], unserved[2], unserved[3])


@kernel
def insert_next(a, s, x, weights, blink, visit, ceiling):
    """Puts one tied visit where the whole plan then costs least, if that adds less than `ceiling` to it."""
    low, _ = lag_bounds(a, s, visit)
    found = scan(a, s, x, weights, blink, visit, low, BIG, 1)
    if found == 0 and (blink == 0.0 or draw(x.random) * x.counts[TRIED] < LOOK_EVERYWHERE):
        found = scan_everywhere(a, s, x, weights, visit, low, BIG, 1)
    if found == 0 or x.found[0].weight - left_out(a, weights, visit) >= ceiling:
        return False
    return place_alone(a, s, x, weights, visit, x.found[0].shift, x.found[0].at)


@kernel
def insert_pair(a, s, x, weights, blink, one, two, ceiling):
    """Puts two tied visits where both together cost least; False if that would add `ceiling` or more."""
    gain = left_out(a, weights, one) + left_out(a, weights, two)
    row, beside, turned = scan_pair(a, s, x, weights, blink, one, two, ceiling + gain)
    if row >= 0 and weigh_pair(a, s, x, weights, one, two, row, beside, turned, NEVER) < NEVER:
        return commit_trial(a, s, x, weights)
    return insert_in_turn(a, s, x, weights, blink, one, two, ceiling)


@making_arrays
def insert_in_turn(a, s, x, weights, blink, one, two, ceiling):
    """Puts in one tied visit at one of its likeliest positions, then the other where it costs least.

    That finds what is close together on one route. False, and nothing changed, if that would add `ceiling` or more.
    """
    before = s.total.copy()
    best = ceiling
    best_row = -1
    low, _ = lag_bounds(a, s, one)
    firsts = min(IN_TURN, gather(a, s, x, weights, blink, one, 0, low))
    for row in range(firsts):
        first = x.placing[0, row]
        sequence = s.sequence[first.shift, : s.route[first.shift].length].copy()
        if not place_alone(a, s, x, weights, one, first.shift, first.at):
            continue
        added = worth(s, weights, before) - left_out(a, weights, two)
        low, _ = lag_bounds(a, s, two)
        if scan(a, s, x, weights, blink, two, low, BIG, 1) > 0 and added + x.found[0].weight < best:
            best = added + x.found[0].weight
            best_row = row
            x.placing[1, 0].shift = x.found[0].shift
            x.placing[1, 0].at = x.found[0].at
        remove_tied(a, s, x, one, sequence)
    if best_row < 0:
        return False
    first = x.placing[0, best_row]
    sequence = s.sequence[first.shift, : s.route[first.shift].length].copy()
    if not place_alone(a, s, x, weights, one, first.shift, first.at):
        return False
    if place_alone(a, s, x, weights, two, x.placing[1, 0].shift, x.placing[1, 0].at):
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
            served += s.route_of[a.link[m]] >= 0
        if served != 0 and served != a.group[group].last - a.group[group].first:
            return False
    return True


@making_arrays
def remove_bundle(a, s, x, bundle):
    """Takes every visit of a bundle out that may be moved, the last one first. False: the rest cannot be timed."""
    for k in range(a.bundle[bundle].last - 1, a.bundle[bundle].first - 1, -1):
        visit = a.link[k]
        shift = s.route_of[visit]
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
        if s.route_of[visit] >= 0 or a.visit[visit].hopeless == 1:
            continue
        if one < 0:
            one = visit
            continue
        if s.route_of[one] < 0:
            if not insert_pair(a, s, x, weights, blink, one, visit, ceiling) and a.bundle[bundle].grouped == 0:
                # Perhaps one of them can be had on its own.
                insert_next(a, s, x, weights, blink, one, ceiling)
                insert_next(a, s, x, weights, blink, visit, ceiling)
        elif s.route_of[visit] < 0:
            insert_next(a, s, x, weights, blink, visit, ceiling)
        one = visit
    if one >= 0 and s.route_of[one] < 0:
        insert_next(a, s, x, weights, blink, one, ceiling)


@kernel
def served_of(a, s, bundle):
    """How many visits of a bundle are served."""
    served = 0
    for k in range(a.bundle[bundle].first, a.bundle[bundle].last):
        served += s.route_of[a.link[k]] >= 0
    return served


@making_arrays
def insert_bundle(a, s, x, weights, blink, bundle):
    """Puts in whatever of a bundle is left out, as far as its rules allow. False: the plan has to be put back."""
    first = a.bundle[bundle].first
    last = a.bundle[bundle].last
    if last - first == 1:
        visit = a.link[first]
        if s.route_of[visit] < 0:
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

"""Questions to a plan that is kept loaded: where a visit, or two that are tied, could go, and what that would change.

Unlike the search, these look at every position of every shift that is able; nothing is overlooked by chance.
"""

import numpy as np

from optimiser.arrays.flat import BIG
from optimiser.search.bound_kernel import admissible, first_open, lag_bounds
from optimiser.search.break_kernel import weight_of
from optimiser.search.change_kernel import (
    TOUCHED,
    compact,
    forget_touched,
    mark_dirty,
    number_stops,
    put_in,
    restore_touched,
    set_length,
    take_out,
    touch,
)
from optimiser.search.jit import entry, kernel, making_arrays, piece
from optimiser.search.route_kernel import DEPART, END, INFEASIBLE, OWED, evaluate, run, weigh
from optimiser.search.settle_kernel import settle
from optimiser.search.timing_kernel import close, commit, fix_together, price_dirty, retime

# A way to put in one visit or two: what it adds to the plan by tier, and the same as one number. For a visit that is
# tied, between which starts it could be put there.
OPTION = np.dtype(
    [
        ("shift", np.int64, (2,)),
        ("at", np.int64, (2,)),
        ("earliest", np.int64),
        ("latest", np.int64),
        ("adds", np.int64, (4,)),
        ("weight", np.float64),
    ]
)
NO_WAY = 1e300
# How far a position is looked into: breaks and calls that the route then wants are left out of account (so that it
# costs no less than that), or added, or moved where it does not fit otherwise.
SCREENED = 0
ADDED = 1
MOVED = 2


@piece
def ties(a, visit):
    """Whether couplings tie the visit to another."""
    return a.visit[visit].coupling_from < a.visit[visit].coupling_to


@kernel
def copy_with(s, x, visit, shift, at):
    """Fills x.nodes with the route and the visit at a position; its length."""
    count = s.route[shift].length
    for i in range(at):
        x.nodes[i] = s.sequence[shift, i]
    x.nodes[at] = visit
    for i in range(at, count):
        x.nodes[i + 1] = s.sequence[shift, i]
    return count + 1


@kernel
def own_weight(a, s, x, weights, visit, shift, at, lower, depth):
    """What the route alone then costs more, tied visits on other routes staying as they are; NO_WAY if none."""
    s.call[visit].lower = lower
    count = copy_with(s, x, visit, shift, at)
    code = evaluate(a, s, x, shift, x.nodes, count, False)
    if (code == OWED and depth >= ADDED) or (code == INFEASIBLE and depth == MOVED and a.shift[shift].may_add == 1):
        code = settle(a, s, x, weights, shift, x.nodes, count, False) >= 0
    weight = NO_WAY
    if code != INFEASIBLE:
        weight = weight_of(a, s, x, weights, shift)
    s.call[visit].lower = 0
    return weight


@kernel
def start_of(a, s, x, visit, shift, at, lower):
    """When the visit would start at a position, not before `lower`; BIG when that cannot be."""
    s.call[visit].lower = lower
    count = copy_with(s, x, visit, shift, at)
    fine = run(a, s, x, shift, x.nodes, count, a.shift[shift].starts) >= 0
    s.call[visit].lower = 0
    return x.row[at].start if fine else BIG


@kernel
def latest_start(a, s, x, visit, shift, at, earliest):
    """The latest start that the rest of the route can bear: halving, as leaving later never means arriving earlier."""
    low = earliest
    high = a.shift[shift].hard_end
    while low < high:
        middle = (low + high + 1) // 2
        start = start_of(a, s, x, visit, shift, at, middle)
        if start == BIG:
            high = middle - 1
        else:
            low = max(middle, start)
    return low


@kernel
def has_room(a, s, shift):
    """Whether the route may grow by a visit, and by every break it has not."""
    first_site = len(a.visit) + len(a.rest) - len(a.site)
    work = 0
    for i in range(s.route[shift].length):
        work += s.sequence[shift, i] < len(a.visit) or s.sequence[shift, i] >= first_site
    return work + 1 + a.shift[shift].break_to - a.shift[shift].break_from <= s.sequence.shape[1]


@entry
def look(a, s, x, weights, visit, depth, span, options):
    """Fills `options` with every position the visit could take as far as its own route goes; returns how many.

    `depth`: SCREENED, ADDED or MOVED. `span`: fill in the starts it could have there.
    """
    low, _ = lag_bounds(a, s, visit)
    found = 0
    if a.visit[visit].window_from == a.visit[visit].window_to:
        return found
    last_opening = a.window[a.visit[visit].window_to - 1].latest
    for able in range(a.visit[visit].able_from, a.visit[visit].able_to):
        shift = a.link[able]
        if not admissible(a, s, shift, visit) or not has_room(a, s, shift):
            continue
        for at in range(first_open(a, s, shift), s.route[shift].length + 1):
            if at > 0 and s.stop[shift, at - 1].finish > last_opening and depth < MOVED:
                break
            weight = own_weight(a, s, x, weights, visit, shift, at, low, depth)
            if weight == NO_WAY:
                continue
            option = options[found]
            option.shift[0] = shift
            option.at[0] = at
            option.shift[1] = -1
            option.at[1] = -1
            option.weight = weight
            option.earliest = low
            option.latest = BIG
            if span:
                start = start_of(a, s, x, visit, shift, at, low)
                if start < BIG:
                    option.earliest = start
                    option.latest = latest_start(a, s, x, visit, shift, at, start)
                    later = own_weight(a, s, x, weights, visit, shift, at, option.latest, depth)
                    option.weight = min(weight, later)
            found += 1
    return found


@kernel
def lag_between(a, one, two):
    """(least, most) seconds from the start of `one` to that of `two`, and who: 0 any, 1 same, 2 different people."""
    least, most, who = -BIG, BIG, 0
    for k in range(a.visit[one].coupling_from, a.visit[one].coupling_to):
        c = a.coupling[a.link[k]]
        if c.first == one and c.second == two:
            least = max(least, c.min)
            most = min(most, c.max)
            who = max(who, c.who)
        elif c.first == two and c.second == one:
            most = min(most, -c.min)
            if c.max < BIG:
                least = max(least, -c.max)
            who = max(who, c.who)
    return least, most, who


@kernel
def file_option(options, keep, found, shift, at, other, other_at, weight):
    """Files a way to put in two visits among the `keep` cheapest; returns how many there are."""
    if found == keep and weight >= options[keep - 1].weight:
        return found
    row = min(found, keep - 1)
    while row > 0 and options[row - 1].weight > weight:
        options[row] = options[row - 1]
        row -= 1
    options[row].shift[0] = shift
    options[row].at[0] = at
    options[row].shift[1] = other
    options[row].at[1] = other_at
    options[row].weight = weight
    return min(found + 1, keep)


@kernel
def together(a, s, x, weights, one, two, here, there, least, most, depth):
    """What both routes then cost more when the two start as early as the lags between them allow."""
    first = here.earliest
    second = there.earliest
    for _ in range(64):
        asked = second
        if least > -BIG:
            asked = max(asked, first + least)
        if asked > second:
            second = start_of(a, s, x, two, there.shift[0], there.at[0], asked)
            if second == BIG:
                return NO_WAY
        asked = first
        if most < BIG:
            asked = max(asked, second - most)
        if asked <= first:
            break
        first = start_of(a, s, x, one, here.shift[0], here.at[0], asked)
        if first == BIG:
            return NO_WAY
    weight = own_weight(a, s, x, weights, one, here.shift[0], here.at[0], first, depth)
    if weight == NO_WAY:
        return NO_WAY
    other = own_weight(a, s, x, weights, two, there.shift[0], there.at[0], second, depth)
    return NO_WAY if other == NO_WAY else weight + other


@kernel
def on_two_routes(a, s, x, weights, one, two, ones, twos, pairs, keep, options, depth):
    """The cheapest ways to put two tied visits on two routes; `pairs` are rows of both, the most promising first."""
    least, most, who = lag_between(a, one, two)
    found = 0
    for k in range(len(pairs)):
        here = ones[pairs[k, 0]]
        there = twos[pairs[k, 1]]
        if found == keep and here.weight + there.weight >= options[keep - 1].weight:
            break
        shared = a.share_worker[here.shift[0], there.shift[0]]
        if here.shift[0] == there.shift[0] or (who == 1 and not shared) or (who == 2 and shared):
            continue
        weight = together(a, s, x, weights, one, two, here, there, least, most, depth)
        if weight < NO_WAY:
            found = file_option(options, keep, found, here.shift[0], here.at[0], there.shift[0], there.at[0], weight)
    return found


@kernel
def total_weight(s, weights, before):
    """What the plan costs more than a total noted before."""
    total = s.total
    return weigh(weights, total[0] - before[0], total[1] - before[1], total[2] - before[2], total[3] - before[3])


@kernel
def tied_on(a, nodes, count):
    """Whether any of these stops is a visit that couplings tie to another."""
    for i in range(count):  # noqa: SIM110 because Numba has no any()
        if nodes[i] < len(a.visit) and ties(a, nodes[i]):
            return True
    return False


@kernel
def put_at(a, s, x, weights, visit, shift, at):
    """Puts the visit at a position of a route; False where a rule forbids it, and then all has to be put back."""
    if a.pair[shift, visit].able != 0 or at > s.route[shift].length or not has_room(a, s, shift):
        return False
    if not admissible(a, s, shift, visit):
        return False
    low, _ = lag_bounds(a, s, visit)
    s.call[visit].lower = low
    count = copy_with(s, x, visit, shift, at)
    count = settle(a, s, x, weights, shift, x.nodes, count, False)
    s.call[visit].lower = 0
    if count < 0:
        return False
    touch(s, x, shift)
    for i in range(count):
        s.sequence[shift, i] = x.nodes[i]
    set_length(a, s, x, shift, count)
    number_stops(a, s, shift, 0)
    put_in(a, s, visit, shift)
    return retime(a, s, x, False)


@kernel
def exactly_here(a, s, x):
    """Times the touched routes, and all they are tied to, anew by the definition; False if that breaks a rule."""
    tied = False
    for t in range(x.counts[TOUCHED]):
        shift = x.touched_list[t]
        tied = tied or tied_on(a, s.sequence[shift], s.route[shift].length)
    if not tied:
        return True
    for t in range(x.counts[TOUCHED]):
        mark_dirty(s, x, x.touched_list[t])
    return price_dirty(a, s, x, fix_together(a, s, x), False)


@making_arrays
def on_one_route(a, s, x, weights, one, two, shift, keep, found, options, depth):
    """Adds the ways to put both on the same route."""
    before = s.total.copy()
    for at in range(first_open(a, s, shift), s.route[shift].length + 1):
        if put_at(a, s, x, weights, one, shift, at):
            weight = total_weight(s, weights, before) + left_out_weight(a, weights, one)
            if admissible(a, s, shift, two) and has_room(a, s, shift):
                low, _ = lag_bounds(a, s, two)
                for position in range(first_open(a, s, shift), s.route[shift].length + 1):
                    more = own_weight(a, s, x, weights, two, shift, position, low, depth)
                    if more < NO_WAY:
                        found = file_option(options, keep, found, shift, at, shift, position, weight + more)
        restore_touched(a, s, x)
    return found


@piece
def left_out_weight(a, weights, visit):
    """What leaving the visit out costs."""
    left_out = a.visit[visit].unserved
    return weigh(weights, left_out[0], left_out[1], left_out[2], left_out[3])


@entry
def join(a, s, x, weights, one, two, ones, twos, pairs, shifts, options, depth):
    """Fills `options` with the cheapest ways to put in two tied visits, as many as it has room for; returns how many.

    `ones` and `twos` come from `look`; `pairs` [row, 2] says which of both are tried together, those that promise most
    first; `shifts` are those on which both are tried.
    """
    keep = len(options)
    found = on_two_routes(a, s, x, weights, one, two, ones, twos, pairs, keep, options, depth)
    for k in range(len(shifts)):
        found = on_one_route(a, s, x, weights, one, two, shifts[k], keep, found, options, depth)
    return found


@kernel
def put_option(a, s, x, weights, one, two, option):
    """Puts in one visit, or two, as an option says, times exact; False where a rule forbids it."""
    if not put_at(a, s, x, weights, one, option.shift[0], option.at[0]):
        return False
    if two >= 0 and not put_at(a, s, x, weights, two, option.shift[1], option.at[1]):
        return False
    return exactly_here(a, s, x)


@kernel
def is_as_it_was(s, x, shift):
    """Whether a touched route has the stops and starts that it had; then it is timed as it was."""
    if s.route[shift].length != x.saved_route[shift].length:
        return False
    for i in range(s.route[shift].length):
        saved = x.saved_stop[shift, i]
        if s.sequence[shift, i] != saved.node or s.stop[shift, i].start != saved.stop.start:
            return False
    return True


@kernel
def tell(a, s, x, told, at):
    """Writes the changed routes into `told` from a position on; returns the next position, or -1 where it is full.

    How many; then for each its shift, departure, end, number of stops, and node, arrival, start, finish of each stop.
    """
    size = 1
    for t in range(x.counts[TOUCHED]):
        size += 4 + 4 * s.route[x.touched_list[t]].length
    if at + size > len(told):
        return -1
    head = at
    told[head] = 0
    at += 1
    for t in range(x.counts[TOUCHED]):
        shift = x.touched_list[t]
        if is_as_it_was(s, x, shift):
            continue
        told[head] += 1
        count = s.route[shift].length
        evaluate(a, s, x, shift, s.sequence[shift], count, False)
        told[at] = shift
        told[at + 1] = x.out[DEPART]
        told[at + 2] = x.out[END]
        told[at + 3] = count
        at += 4
        for i in range(count):
            told[at] = s.sequence[shift, i]
            told[at + 1] = x.row[i].arrive
            told[at + 2] = x.row[i].start
            told[at + 3] = x.row[i].finish
            at += 4
    return at


@kernel
def no_dearer(options, count, weight):
    """How many of the first so many options cost no more than a weight."""
    found = 0
    for row in range(count):
        found += options[row].weight <= weight
    return found


@entry
def try_options(a, s, x, weights, one, two, options, told, keep, enough):
    """Puts in each option in turn and takes it back, noting what it adds to the whole plan.

    Goes no further once `enough` are known to cost no more than the next one promises, the cheapest promises first.
    What a rule forbids gets the weight NO_WAY. The touched routes are written into `told`, unless that is empty;
    returns how far, or -1 when it is too short. With `keep` the (one) option stays.
    """
    before = s.total.copy()
    written = 0
    for row in range(len(options)):
        if row >= enough and no_dearer(options, row, options[row].weight) >= enough:
            options[row].weight = NO_WAY
            continue
        fine = put_option(a, s, x, weights, one, two, options[row])
        options[row].weight = total_weight(s, weights, before) if fine else NO_WAY
        for tier in range(4):
            options[row].adds[tier] = s.total[tier] - before[tier]
        if fine and len(told) > 0 and written >= 0:
            written = tell(a, s, x, told, written)
        if keep and fine:
            forget_touched(s, x)
        else:
            restore_touched(a, s, x)
    return written


@entry
def take_away(a, s, x, weights, visits, told):
    """Takes visits out of the plan; breaks settle anew. What `tell` writes; 0 (nothing changed) if that cannot be."""
    for k in range(len(visits)):
        if s.route_of[visits[k]] >= 0:
            touch(s, x, s.route_of[visits[k]])
    close(a, s, x)  # what these visits hold back has to fall back
    for k in range(len(visits)):
        if s.route_of[visits[k]] >= 0:
            take_out(a, s, x, visits[k])
    for t in range(x.counts[TOUCHED]):
        compact(a, s, x, x.touched_list[t])
    fine = price_dirty(a, s, x, fix_together(a, s, x), True)
    if fine:
        for t in range(x.counts[TOUCHED]):
            shift = x.touched_list[t]
            count = s.route[shift].length
            if count > 0 and a.shift[shift].may_add == 1:
                for i in range(count):
                    x.nodes[i] = s.sequence[shift, i]
                count = settle(a, s, x, weights, shift, x.nodes, count, True)
                if count < 0:
                    fine = False
                    break
                commit(a, s, x, shift, x.nodes, count)
    if not fine or not exactly_here(a, s, x):
        restore_touched(a, s, x)
        return 0
    written = tell(a, s, x, told, 0)
    if written < 0:
        restore_touched(a, s, x)
    else:
        forget_touched(s, x)
    return written


@entry
def time_exactly(a, s, x, shifts):
    """Times these routes, and all they are tied to, anew; False, and all put back, if that breaks a rule."""
    for k in range(len(shifts)):
        touch(s, x, shifts[k])
    fine = price_dirty(a, s, x, fix_together(a, s, x), False)
    if fine:
        forget_touched(s, x)
    else:
        restore_touched(a, s, x)
    return fine

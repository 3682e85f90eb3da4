"""Moves between routes and within one: judged by pieces, carried out if the plan is then better or, under
annealing, little enough worse.

Every move between two routes is one exchange of a string of either for a string of the other; an empty string makes it
a relocation, tails make it a 2-opt*, whole routes a swap of workers.
"""

from optimiser.search.break_kernel import weight_of
from optimiser.search.change_kernel import (
    count_use,
    forget_touched,
    is_plain,
    join_absent,
    leave_absent,
    number_stops,
    remember,
    restore_touched,
    set_length,
)
from optimiser.search.jit import kernel, making_arrays, piece
from optimiser.search.piece_kernel import along, dearer, head, home, same_tail, visiting
from optimiser.search.route_kernel import FITS, INFEASIBLE, OWED, better, evaluate, weigh
from optimiser.search.segment_kernel import refresh_plain
from optimiser.search.settle_kernel import bare, complete
from optimiser.search.timing_kernel import commit
from optimiser.search.trial_kernel import NEVER

# A gain is worth having from this many micropence on: less is rounding.
LEAST_GAIN = 0.5

# Places in `desk`, [row, position]: the routes a move would make, and how much it may still try.
MINE = 0
THEIRS = 1
LEFT = 2  # at 0: evaluations by the definition that are left


@piece
def is_loose(a, x, visit):
    """Whether a visit may leave its route on its own."""
    bundle = a.visit[visit].bundle
    return a.visit[visit].fixed == 0 and x.frozen[bundle] == 0 and a.bundle[bundle].last - a.bundle[bundle].first == 1


@kernel
def may_go(a, s, x, source, begin, end, shift):
    """Whether each visit of a string may leave its route, for a shift that is able to do it."""
    for i in range(begin, end):
        node = s.sequence[source, i]
        if node < len(a.visit) and (not is_loose(a, x, node) or a.pair[shift, node].able != 0):
            return False
    return True


@kernel
def in_room(a, s, source, begin, end, shift, low, high):
    """Whether a shift has room for a string of a route if its own string [low, high) goes."""
    visits = len(a.visit)
    for resource in range(a.room.shape[1]):
        used = s.used[shift, resource]
        for i in range(low, high):
            if s.sequence[shift, i] < visits:
                used -= a.use[s.sequence[shift, i], resource]
        for i in range(begin, end):
            if s.sequence[source, i] < visits:
                used += a.use[s.sequence[source, i], resource]
        if used > a.room[shift, resource]:
            return False
    return True


@kernel
def put_together(a, s, desk, row, count, shift, source, begin, end):
    """Adds stops [begin, end) of a route to the one on the desk; of another shift's, the visits. The new length."""
    for i in range(begin, end):
        node = s.sequence[source, i]
        if node < len(a.visit) or source == shift:
            desk[row, count] = node
            count += 1
    return count


@kernel
def by_definition(a, s, x, weights, desk, row, shift, count):
    """(length, weight) by the definition of a route on the desk, its breaks and calls placed; NEVER if it cannot be."""
    nodes = desk[row]
    h = a.shift[shift]
    if bare(a, nodes, count, x.other) == 0:
        count = 0
    elif count + h.break_to - h.break_from > s.sequence.shape[1]:
        return count, NEVER
    desk[LEFT, 0] -= 1
    code = evaluate(a, s, x, shift, nodes, count, True)
    if code == INFEASIBLE and h.may_add == 1:
        # Perhaps it is only that a break stands where it cannot any more.
        count = bare(a, nodes, count, nodes)
        code = evaluate(a, s, x, shift, nodes, count, True)
    if code == OWED:
        count = complete(a, s, x, weights, shift, nodes, count, True, code)
    if code == INFEASIBLE or count < 0:
        return 0, NEVER
    return count, weight_of(a, s, x, weights, shift)


@kernel
def take_on(a, s, x, shift, nodes, count):
    """Counts the visits of a new route as served by it, whoever had them, and writes it down."""
    for i in range(count):
        node = nodes[i]
        s.sequence[shift, i] = node
        if node < len(a.visit) and s.route_of[node] != shift:
            if s.route_of[node] >= 0:
                count_use(a, s, node, s.route_of[node], -1)
            s.route_of[node] = shift
            count_use(a, s, node, shift, 1)
            leave_absent(s, node)
    set_length(a, s, x, shift, count)
    number_stops(a, s, shift, 0)


@kernel
def time_taken(a, s, x, shift, nodes, count):
    """Times and prices the new route of a shift; False if it breaks a rule."""
    if is_plain(a, s, shift):
        if not refresh_plain(a, s, x, shift, 0):
            return False
    else:
        if evaluate(a, s, x, shift, nodes, count, True) != FITS:
            return False
        commit(a, s, x, shift, nodes, count)
    for resource in range(a.room.shape[1]):
        if s.used[shift, resource] > a.room[shift, resource]:
            return False
    for i in range(count):
        if nodes[i] < len(a.visit):
            agreement = a.pair[shift, nodes[i]].agreement
            if agreement >= 0 and s.lent[agreement] > a.agreement_cap[agreement]:
                return False
    return True


@making_arrays
def carry_out(a, s, x, desk, mine, my_count, theirs, their_count, dropped, only_better):
    """Makes the routes on the desk those of their shifts, and leaves `dropped` out (-1: nobody; `theirs` too).

    False, and nothing changed, unless the plan then keeps every rule and, if asked for, is better, tier by tier.
    """
    before = s.total.copy()
    remember(s, x, mine)
    if theirs >= 0:
        remember(s, x, theirs)
    if dropped >= 0:
        s.route_of[dropped] = -1
        count_use(a, s, dropped, mine, -1)
        join_absent(a, s, dropped)
    take_on(a, s, x, mine, desk[MINE], my_count)
    if theirs >= 0:
        take_on(a, s, x, theirs, desk[THEIRS], their_count)
    fine = time_taken(a, s, x, mine, desk[MINE], my_count)
    if fine and theirs >= 0:
        fine = time_taken(a, s, x, theirs, desk[THEIRS], their_count)
    if fine and (not only_better or better(s.total, before)):
        forget_touched(s, x)
        return True
    restore_touched(a, s, x)
    return False


@kernel
def piece_change(a, s, weights, shift, low, high, source, begin, end):
    """What it costs a shift at least to have stops [begin, end) of another route in place of its own [low, high)."""
    count = s.route[shift].length
    journey = head(a, s, shift, low)
    served = low + end - begin + count - high > 0
    if high == count and end == s.route[source].length and same_tail(a, s, shift, source):
        journey = home(a, s, shift, source, begin, journey)
    else:
        journey = along(a, s, shift, source, begin, end, journey)
        journey = home(a, s, shift, shift, high, journey)
    return dearer(a, s, weights, shift, served, journey)


@kernel
def by_metres(a, s, shift, other):
    """Whether metres alone are paid for on two plain routes of shifts that are alike."""
    h = a.shift[shift]
    for k in range(h.workers_from, h.workers_to):
        if a.worker[a.link[k]].fair_to > a.worker[a.link[k]].fair_from:
            return False
    return h.upence_per_s == 0 and h.overtime_upence_per_s == 0 and same_tail(a, s, shift, other)


@piece
def place_at(a, s, shift, at):
    """Where a shift is at a position: its start place before the first, its end place after the last."""
    if at < 0:
        return a.shift[shift].start_place
    return s.stop[shift, at].place if at < s.route[shift].length else a.shift[shift].end_place


@piece
def metres_between(a, mode, here, there):
    """Metres of a leg; none from or to an open end."""
    return a.travel[mode, here, there].metres if here >= 0 and there >= 0 else 0


@kernel
def more_metres(a, s, mine, low, high, theirs, begin, end):
    """Metres that a route gains at the seams if stops [begin, end) of another come in place of its own [low, high).

    What is inside the strings is left aside: what one route loses there the other gains.
    """
    mode = a.shift[mine].mode
    count = s.route[mine].length
    here, there = place_at(a, s, mine, low - 1), place_at(a, s, mine, high)
    metres = 0
    if end > begin:
        metres += metres_between(a, mode, here, s.stop[theirs, begin].place)
        metres += metres_between(a, mode, s.stop[theirs, end - 1].place, there)
    elif low > 0 or high < count:
        metres += metres_between(a, mode, here, there)
    if high > low:
        metres -= s.stop[mine, low].leg_m
    if count > 0:
        metres -= s.stop[mine, high].leg_m if high < count else s.route[mine].home_m
    return metres


@kernel
def exchange(a, s, x, weights, desk, mine, low, high, theirs, begin, end):
    """Exchanges stops [low, high) of one route for [begin, end) of another if that is better; whether it was."""
    return exchange_within(a, s, x, weights, desk, mine, low, high, theirs, begin, end, -LEAST_GAIN)


@kernel
def exchange_within(a, s, x, weights, desk, mine, low, high, theirs, begin, end, most):
    """Exchanges stops [low, high) of one route for [begin, end) of another if that adds at most so much.

    Whether it did; if that is to be a gain, the plan has to be better tier by tier as well.
    """
    if most < 0.0 and by_metres(a, s, mine, theirs):
        metres = more_metres(a, s, mine, low, high, theirs, begin, end)
        metres += more_metres(a, s, theirs, begin, end, mine, low, high)
        if metres >= 0:
            return False
    change = piece_change(a, s, weights, mine, low, high, theirs, begin, end)
    if change >= NEVER:
        return False
    change += piece_change(a, s, weights, theirs, begin, end, mine, low, high)
    if change > most:
        return False
    if not may_go(a, s, x, mine, low, high, theirs) or not may_go(a, s, x, theirs, begin, end, mine):
        return False
    if not in_room(a, s, mine, low, high, theirs, begin, end) or not in_room(a, s, theirs, begin, end, mine, low, high):
        return False
    length = s.sequence.shape[1]
    my_count, their_count = s.route[mine].length, s.route[theirs].length
    if my_count - high + low + end - begin > length or their_count - end + begin + high - low > length:
        return False
    my_new = put_together(a, s, desk, MINE, 0, mine, mine, 0, low)
    my_new = put_together(a, s, desk, MINE, my_new, mine, theirs, begin, end)
    my_new = put_together(a, s, desk, MINE, my_new, mine, mine, high, my_count)
    their_new = put_together(a, s, desk, THEIRS, 0, theirs, theirs, 0, begin)
    their_new = put_together(a, s, desk, THEIRS, their_new, theirs, mine, low, high)
    their_new = put_together(a, s, desk, THEIRS, their_new, theirs, theirs, end, their_count)
    plain = is_plain(a, s, mine) and is_plain(a, s, theirs)
    if not plain:
        my_new, change = by_definition(a, s, x, weights, desk, MINE, mine, my_new)
        if change >= NEVER:
            return False
        their_new, more = by_definition(a, s, x, weights, desk, THEIRS, theirs, their_new)
        if more >= NEVER or change + more > most:
            return False
    return carry_out(a, s, x, desk, mine, my_new, theirs, their_new, -1, most < 0.0)


@kernel
def swap_within(a, s, x, weights, desk, shift, one, until, two, end):
    """Swaps stops [one, until) of a route with its later stops [two, end) if that is better; whether it was."""
    if one >= until or two >= end:
        return False
    if by_metres(a, s, shift, shift):
        mode = a.shift[shift].mode
        here, there = place_at(a, s, shift, one - 1), place_at(a, s, shift, end)
        metres = metres_between(a, mode, here, s.stop[shift, two].place)
        metres += metres_between(a, mode, s.stop[shift, until - 1].place, there)
        metres -= s.stop[shift, one].leg_m
        metres -= s.stop[shift, end].leg_m if end < s.route[shift].length else s.route[shift].home_m
        if until < two:
            metres += metres_between(a, mode, s.stop[shift, end - 1].place, s.stop[shift, until].place)
            metres += metres_between(a, mode, s.stop[shift, two - 1].place, s.stop[shift, one].place)
            metres -= s.stop[shift, until].leg_m + s.stop[shift, two].leg_m
        else:
            metres += metres_between(a, mode, s.stop[shift, end - 1].place, s.stop[shift, one].place)
            metres -= s.stop[shift, two].leg_m
        if metres >= 0:
            return False
    journey = head(a, s, shift, one)
    journey = along(a, s, shift, shift, two, end, journey)
    journey = along(a, s, shift, shift, until, two, journey)
    journey = along(a, s, shift, shift, one, until, journey)
    journey = home(a, s, shift, shift, end, journey)
    change = dearer(a, s, weights, shift, True, journey)
    if change > -LEAST_GAIN:
        return False
    count = put_together(a, s, desk, MINE, 0, shift, shift, 0, one)
    count = put_together(a, s, desk, MINE, count, shift, shift, two, end)
    count = put_together(a, s, desk, MINE, count, shift, shift, until, two)
    count = put_together(a, s, desk, MINE, count, shift, shift, one, until)
    count = put_together(a, s, desk, MINE, count, shift, shift, end, s.route[shift].length)
    if not is_plain(a, s, shift):
        count, change = by_definition(a, s, x, weights, desk, MINE, shift, count)
        if change > -LEAST_GAIN:
            return False
    return carry_out(a, s, x, desk, shift, count, -1, 0, -1, True)


@kernel
def replace(a, s, x, weights, desk, visit, shift, at):
    """Puts a visit left out in the place of one that is served if that is better; whether it was."""
    other = s.sequence[shift, at]
    if a.pair[shift, visit].able != 0 or not is_loose(a, x, visit) or not is_loose(a, x, other):
        return False
    if a.visit[visit].window_from == a.visit[visit].window_to:
        return False  # it is never open
    lost, won = a.visit[other].unserved, a.visit[visit].unserved
    worth = weigh(weights, lost[0] - won[0], lost[1] - won[1], lost[2] - won[2], lost[3] - won[3])
    journey = visiting(a, shift, visit, head(a, s, shift, at))
    journey = home(a, s, shift, shift, at + 1, journey)
    if worth + dearer(a, s, weights, shift, True, journey) > -LEAST_GAIN:
        return False
    for resource in range(a.room.shape[1]):
        if s.used[shift, resource] - a.use[other, resource] + a.use[visit, resource] > a.room[shift, resource]:
            return False
    count = s.route[shift].length
    for i in range(count):
        desk[MINE, i] = s.sequence[shift, i]
    desk[MINE, at] = visit
    if not is_plain(a, s, shift) or a.visit[visit].plain == 0:
        count, change = by_definition(a, s, x, weights, desk, MINE, shift, count)
        if worth + change > -LEAST_GAIN:
            return False
    return carry_out(a, s, x, desk, shift, count, -1, 0, other, True)

"""Changing a plan in the making: what is served by whom is counted, and every change can be taken back."""

from optimiser.search.jit import kernel, piece
from optimiser.search.route_kernel import LARGEST, PAID, fair_change, largest_change

# Places in Scratch.counts
TOUCHED = 0
DIRTY = 1
SCANS = 2
RECREATES = 3
CONFINED = 4
VERSIONS = 5
CENTRE = 6
TRIED = 7

# Places in State.tally
ABSENT = 0
USED = 1
STOPS = 2
TOGETHER = 3

# In State.route_of, while a plan is put back: the visit is on the route where it was.
STAYED = -2


@piece
def is_plain(a, s, shift):
    """Whether segments say all about the route: when it takes how long, and what it costs."""
    return a.shift[shift].plain == 1 and s.route[shift].rich == 0


@piece
def mark_dirty(s, x, shift):
    """Puts the shift on the list of routes to time anew."""
    if s.route[shift].dirty == 0:
        s.route[shift].dirty = 1
        x.dirty_list[x.counts[DIRTY]] = shift
        x.counts[DIRTY] += 1


@kernel
def remember(s, x, shift):
    """Copies the route before its first change."""
    if s.route[shift].touched == 1:
        return
    s.route[shift].touched = 1
    x.touched_list[x.counts[TOUCHED]] = shift
    x.counts[TOUCHED] += 1
    x.saved_route[shift] = s.route[shift]
    for i in range(s.route[shift].length):
        node = s.sequence[shift, i]
        x.saved_stop[shift, i].stop = s.stop[shift, i]
        x.saved_stop[shift, i].node = node
        if node < len(s.call):
            x.saved_stop[shift, i].lower = s.call[node].lower
            x.saved_stop[shift, i].pin = s.call[node].pin
            x.saved_stop[shift, i].held = s.call[node].held


@kernel
def clear_dirty(s, x):
    """Empties the list of routes to time anew."""
    for d in range(x.counts[DIRTY]):
        s.route[x.dirty_list[d]].dirty = 0
    x.counts[DIRTY] = 0


@piece
def touch(s, x, shift):
    """Notes the route before its first change, and marks it as one to time anew."""
    remember(s, x, shift)
    mark_dirty(s, x, shift)


@kernel
def an_idle(a, s, x, kin):
    """A shift of that kin without a route, which this search may give one; -1 if there is none."""
    for k in range(a.kin[kin].first, a.kin[kin].last):
        shift = a.link[k]
        if s.route[shift].length == 0 and x.closed[shift] == 0:
            return shift
    return -1


@kernel
def find_idle(a, s, x):
    """Fills s.idle, one shift of every kin."""
    for kin in range(len(s.idle)):
        s.idle[kin] = an_idle(a, s, x, kin)


@kernel
def set_length(a, s, x, shift, length):
    """Sets how many stops a route has, and what goes by whether it has any."""
    old = s.route[shift].length
    s.route[shift].length = length
    s.tally[STOPS] += length - old
    kin = a.shift[shift].kin
    if length == 0:
        s.idle[kin] = shift
        s.tally[USED] -= old > 0
    elif old == 0:
        s.tally[USED] += 1
        if s.idle[kin] == shift:
            s.idle[kin] = an_idle(a, s, x, kin)


@kernel
def leave_absent(s, visit):
    """Takes a visit off the list of those left out."""
    at = s.call[visit].absent_at
    if at >= 0:
        s.tally[ABSENT] -= 1
        other = s.absent[s.tally[ABSENT]]
        s.absent[at] = other
        s.call[other].absent_at = at
        s.call[visit].absent_at = -1


@kernel
def join_absent(a, s, visit):
    """Puts a visit on the list of those left out, unless nobody could do it anyway."""
    if s.call[visit].absent_at < 0 and a.visit[visit].hopeless == 0:
        s.absent[s.tally[ABSENT]] = visit
        s.call[visit].absent_at = s.tally[ABSENT]
        s.tally[ABSENT] += 1


@piece
def count_use(a, s, visit, shift, sign):
    """Adds (sign 1) or takes off (-1) what a visit uses of the shift and of a lending agreement, and its worth."""
    for resource in range(a.use.shape[1]):
        s.used[shift, resource] += sign * a.use[visit, resource]
    if len(a.agreement_cap) > 0 and a.pair[shift, visit].agreement >= 0:
        s.lent[a.pair[shift, visit].agreement] += sign
    for tier in range(4):
        s.total[tier] -= sign * a.visit[visit].unserved[tier]
    if a.visit[visit].plain == 0:
        s.route[shift].rich += sign


@kernel
def take_out(a, s, x, visit):
    """Marks a served visit as left out; `compact` then drops it from the sequence."""
    shift = s.route_of[visit]
    remember(s, x, shift)
    if not is_plain(a, s, shift):
        mark_dirty(s, x, shift)
    s.route_of[visit] = -1
    s.call[visit].pin = -1
    s.call[visit].lower = 0
    count_use(a, s, visit, shift, -1)
    join_absent(a, s, visit)


@kernel
def put_in(a, s, visit, shift):
    """Counts a visit as served by the shift; its place in the sequence is the caller's business."""
    s.route_of[visit] = shift
    count_use(a, s, visit, shift, 1)
    leave_absent(s, visit)


@kernel
def number_stops(a, s, shift, first):
    """Notes at which position each visit stands, from a position on."""
    for i in range(first, s.route[shift].length):
        if s.sequence[shift, i] < len(a.visit):
            s.call[s.sequence[shift, i]].at = i


@kernel
def compact(a, s, x, shift):
    """Drops from the sequence what is no longer on the route; a route without visits has no breaks either."""
    visits = len(a.visit)
    kept = 0
    work = 0
    for i in range(s.route[shift].length):
        node = s.sequence[shift, i]
        if node >= visits or s.route_of[node] == shift:
            s.sequence[shift, kept] = node
            kept += 1
            work += node < visits
    set_length(a, s, x, shift, kept if work > 0 else 0)
    number_stops(a, s, shift, 0)


@kernel
def book(a, s, x, shift):
    """Writes the cost in x.out into the state: the route's, its workers' loads and the plan's total."""
    s.total[3] += fair_change(a, s, shift, x.out[PAID]) + largest_change(a, s, shift, x.out[LARGEST])
    for tier in range(4):
        s.total[tier] += x.out[tier] - s.route[shift].objective[tier]
        s.route[shift].objective[tier] = x.out[tier]
    for k in range(a.shift[shift].workers_from, a.shift[shift].workers_to):
        s.load[a.link[k]] += x.out[PAID] - s.route[shift].paid
    s.route[shift].paid = x.out[PAID]
    s.route[shift].largest = x.out[LARGEST]


@piece
def give_version(s, x, shift):
    """Gives a route a version that no route has had."""
    x.counts[VERSIONS] += 1
    s.route[shift].version = x.counts[VERSIONS]


@piece
def as_before(s, x, shift):
    """Whether a touched route has the stops that it had before its first change."""
    count = s.route[shift].length
    if count != x.saved_route[shift].length:
        return False
    for i in range(count):  # noqa: SIM110 because Numba has no all()
        if s.sequence[shift, i] != x.saved_stop[shift, i].node:
            return False
    return True


@kernel
def forget_touched(s, x):
    """What was changed stays."""
    for t in range(x.counts[TOUCHED]):
        shift = x.touched_list[t]
        s.route[shift].touched = 0
        s.route[shift].stale = 1
        if not as_before(s, x, shift):
            give_version(s, x, shift)
    x.counts[TOUCHED] = 0


@kernel
def restore_touched(a, s, x):
    """Puts every touched route back as it was before its first change, times and all.

    Most visits are on the route where they were, and need not be counted out and in again.
    """
    visits = len(a.visit)
    for t in range(x.counts[TOUCHED]):
        shift = x.touched_list[t]
        for i in range(x.saved_route[shift].length):
            node = x.saved_stop[shift, i].node
            if node < visits and s.route_of[node] == shift:
                s.route_of[node] = STAYED
    for t in range(x.counts[TOUCHED]):
        shift = x.touched_list[t]
        for i in range(s.route[shift].length):
            visit = s.sequence[shift, i]
            if visit < visits and s.route_of[visit] == shift:
                s.route_of[visit] = -1
                s.call[visit].pin = -1
                s.call[visit].lower = 0
                count_use(a, s, visit, shift, -1)
                join_absent(a, s, visit)
    for t in range(x.counts[TOUCHED]):
        shift = x.touched_list[t]
        saved = x.saved_route[shift]
        set_length(a, s, x, shift, saved.length)
        s.route[shift].unpaid = saved.unpaid
        s.route[shift].driving = saved.driving
        s.route[shift].overtime = saved.overtime
        s.route[shift].home_m = saved.home_m
        s.route[shift].touched = 0
        for i in range(saved.length):
            node = x.saved_stop[shift, i].node
            s.sequence[shift, i] = node
            s.stop[shift, i] = x.saved_stop[shift, i].stop
            if node < visits:
                if s.route_of[node] == STAYED:
                    s.route_of[node] = shift
                else:
                    put_in(a, s, node, shift)
                s.call[node].at = i
                s.call[node].lower = x.saved_stop[shift, i].lower
                s.call[node].pin = x.saved_stop[shift, i].pin
                s.call[node].held = x.saved_stop[shift, i].held
        for tier in range(4):
            x.out[tier] = saved.objective[tier]
        x.out[PAID] = saved.paid
        x.out[LARGEST] = saved.largest
        book(a, s, x, shift)
    x.counts[TOUCHED] = 0
